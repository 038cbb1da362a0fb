"""Accounts as the administrators keep them."""

from django.db import transaction

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.accounts import passwords
from zhongshu.platform.accounts.choices import AdministratorKind
from zhongshu.platform.accounts.commands._shared import ref
from zhongshu.platform.accounts.commands.entering import end_all_sessions
from zhongshu.platform.accounts.commands.passwords import set_password
from zhongshu.platform.accounts.models import Account, LogInFailure, RecoveryCode
from zhongshu.platform.audit import public as audit
from zhongshu.platform.organizations.public import Person


@transaction.atomic
def create_account(person: Person, *, username: str, by: Actor) -> tuple[Account, str]:
    """Open an account for a person; returns it with its one-time password, shown once.

    Raises:
        NotPermitted: the actor is not the system administrator.
        RuleBroken: the name is taken, or the person has an account or has left.
    """
    _require(by, "system")
    username = username.strip()
    if Account.objects.filter(username__iexact=username).exists():
        raise RuleBroken(f"用户名“{username}”已被使用，请另取一个", code="name_taken", field="username")
    if Account.objects.filter(person=person).exists():
        raise RuleBroken(f"{person.name}已有账号，不能重复开通", code="has_account", field="person")
    if not person.active:
        raise RuleBroken(f"{person.name}已离职，不能开通账号", code="person_left", field="person")
    password = passwords.one_time_password()
    account = Account.objects.create_user(username, password, person=person, must_change_password=True)
    audit.record("accounts.account_created", ref(account), by=by)
    return account, password


@transaction.atomic
def establish_administrator(kind: str, *, username: str, display_name: str = "", by: Actor) -> tuple[Account, str]:
    """Set up one of the three administrators, or give an existing one a fresh one-time password and no second factor.

    Only the command line of the host may do this: no administrator can make or take over another.
    """
    if not by.is_system:
        raise NotPermitted("管理员账号只能在服务器上用命令设立", code="only_on_the_host")
    kind = AdministratorKind(kind)
    password = passwords.one_time_password()
    account = Account.objects.filter(username=username).first()
    if account is None:
        account = Account.objects.create_user(
            username, password, administrator=kind, display_name=display_name or kind.label, must_change_password=True
        )
    elif account.administrator != kind:
        raise RuleBroken(f"用户名“{username}”已属于其他账号", code="name_taken")
    else:
        set_password(account, password, must_change=True)
        _forget_second_factor(account)
        Account.objects.filter(pk=account.pk).update(is_active=True)
        end_all_sessions(account)
    audit.record("accounts.administrator_established", ref(account), by=by, kind=str(kind))
    return account, password


@transaction.atomic
def reset_password(account: Account, *, by: Actor) -> str:
    """Give a person's account a one-time password, shown once; every session of it ends.

    Raises:
        NotPermitted: the actor is not the system administrator, or the account is an administrator's.
    """
    _require(by, "system")
    _refuse_administrators(account)
    password = passwords.one_time_password()
    set_password(account, password, must_change=True)
    LogInFailure.objects.filter(username=account.username).delete()
    end_all_sessions(account)
    audit.record("accounts.password_reset", ref(account), by=by)
    return password


@transaction.atomic
def remove_second_factor(account: Account, *, by: Actor) -> None:
    """Switch the second factor off for somebody who lost the telephone and the recovery codes."""
    _require(by, "system")
    _refuse_administrators(account)
    if not account.has_second_factor:
        raise RuleBroken("该账号没有启用动态口令", code="not_set_up")
    _forget_second_factor(account)
    audit.record("accounts.second_factor_removed", ref(account), by=by)


@transaction.atomic
def disable(account: Account, *, by: Actor) -> None:
    """Close an account (停用); its sessions end at once.

    Raises:
        NotPermitted: the actor is not the system administrator, or the account is an administrator's.
        RuleBroken: it is disabled already.
    """
    _require(by, "system")
    _refuse_administrators(account)
    if not Account.objects.filter(pk=account.pk, is_active=True).update(is_active=False):
        raise RuleBroken("该账号已经停用", code="already_disabled")
    account.is_active = False
    end_all_sessions(account)
    audit.record("accounts.account_disabled", ref(account), by=by)


@transaction.atomic
def enable(account: Account, *, by: Actor) -> None:
    """Open a disabled account again (启用)."""
    _require(by, "system")
    if not Account.objects.filter(pk=account.pk, is_active=False).update(is_active=True):
        raise RuleBroken("该账号正在使用，无需启用", code="already_enabled")
    account.is_active = True
    audit.record("accounts.account_enabled", ref(account), by=by)


@transaction.atomic
def unlock(account: Account, *, by: Actor) -> None:
    """Let an account that is locked by failures log in again at once (解锁).

    The system administrator unlocks people's accounts; an administrator's account is the security administrator's to unlock.
    """
    _require(by, "security" if account.administrator else "system", "security")
    if not LogInFailure.objects.filter(username=account.username).delete()[0]:
        raise RuleBroken("该账号没有被锁定", code="not_locked")
    audit.record("accounts.unlocked", ref(account), by=by)


def _require(by: Actor, *kinds: str) -> None:
    if by.administrator not in kinds and not by.is_system:
        labels = "或".join(AdministratorKind(kind).label for kind in dict.fromkeys(kinds))
        raise NotPermitted(f"此项操作由{labels}办理", code="not_administrator")


def _refuse_administrators(account: Account) -> None:
    if account.administrator:
        raise NotPermitted("管理员账号只能在服务器上用命令维护，管理员之间不能互相接管", code="only_on_the_host")


def _forget_second_factor(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(totp_secret="", totp_confirmed_at=None, totp_last_step=0)
    account.refresh_from_db()
    RecoveryCode.objects.filter(account=account).delete()
