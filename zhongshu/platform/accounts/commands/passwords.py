"""Changing one's own password."""

from django.contrib.auth.hashers import check_password
from django.db import transaction

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.accounts import passwords
from zhongshu.platform.accounts.commands._shared import ref, require_own
from zhongshu.platform.accounts.commands.entering import end_other_sessions
from zhongshu.platform.accounts.models import Account, FormerPassword
from zhongshu.platform.audit import public as audit


@transaction.atomic
def change_password(account: Account, *, present: str, new: str, session_key: str | None = None, by: Actor) -> None:
    """Change one's own password (修改密码); every session but ``session_key`` ends.

    Raises:
        NotPermitted: it is somebody else's account.
        RuleBroken: the present password is wrong, or the new one is weak or was used lately.
    """
    require_own(account, by)
    if not account.check_password(present):
        raise RuleBroken("当前密码不正确，请重新输入", code="wrong_password", field="present")
    weak = passwords.weaknesses(new, forbidden=_own_words(account))
    if weak:
        raise RuleBroken("；".join(weak), code="weak_password", field="new")
    former = account.former_passwords.order_by("-pk").values_list("password", flat=True)[: passwords.HISTORY]
    if any(check_password(new, kept) for kept in (account.password, *former)):
        raise RuleBroken(f"新密码不能与最近 {passwords.HISTORY} 次用过的密码相同，请换一个", code="used_before", field="new")
    set_password(account, new, must_change=False)
    end_other_sessions(account, keep_session_key=session_key, by=by)
    audit.record("accounts.password_changed", ref(account), by=by)


def set_password(account: Account, password: str, *, must_change: bool) -> None:
    """Write a password down, the former one into the history; the caller has checked it."""
    if account.has_usable_password():
        FormerPassword.objects.create(account=account, password=account.password, set_at=account.password_changed_at)
    account.set_password(password)
    account.password_changed_at = clock.now()
    account.must_change_password = must_change
    account.save(update_fields=["password", "password_changed_at", "must_change_password"])
    old = account.former_passwords.order_by("-pk").values_list("pk", flat=True)[passwords.HISTORY :]
    FormerPassword.objects.filter(pk__in=list(old)).delete()


def _own_words(account: Account) -> list[str]:
    words = [account.username, account.display_name]
    if account.person is not None:
        words += [account.person.name, account.person.pinyin]
    return words
