"""The second factor (动态口令): set up, confirmed, used."""

import time

from django.db import transaction

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.accounts import second_factor
from zhongshu.platform.accounts.commands._shared import ref, require_own
from zhongshu.platform.accounts.commands.entering import refuse_if_closed
from zhongshu.platform.accounts.models import Account, LogInFailure, RecoveryCode
from zhongshu.platform.audit import public as audit


@transaction.atomic
def prepare_second_factor(account: Account, *, by: Actor) -> str:
    """Make a secret for the authenticator application and return it; asked again before it is confirmed, the same one."""
    require_own(account, by)
    if account.has_second_factor:
        raise RuleBroken("动态口令已启用，如需更换请联系系统管理员停用后重新设置", code="already_set_up")
    secret = second_factor.unseal(account.totp_secret) if account.totp_secret else ""
    if not secret:
        secret = second_factor.new_secret()
        account.totp_secret = second_factor.seal(secret)
        account.save(update_fields=["totp_secret"])
    return secret


@transaction.atomic
def confirm_second_factor(account: Account, *, code: str, by: Actor) -> list[str]:
    """Switch the second factor on with a first right code; returns the recovery codes, shown once.

    Raises:
        NotPermitted: it is somebody else's account.
        RuleBroken: the code is wrong, or the factor is on already.
    """
    secret = prepare_second_factor(account, by=by)
    step = second_factor.matching_step(secret, code, at=time.time())
    if step is None:
        raise RuleBroken("动态口令不正确，请核对手机时间后输入当前显示的六位数字", code="wrong_code", field="code")
    account.totp_confirmed_at = clock.now()
    account.totp_last_step = step
    account.save(update_fields=["totp_confirmed_at", "totp_last_step"])
    codes = _replace_recovery_codes(account)
    audit.record("accounts.second_factor_set_up", ref(account), by=by)
    return codes


@transaction.atomic
def renew_recovery_codes(account: Account, *, by: Actor) -> list[str]:
    """Void the recovery codes and return fresh ones, shown once."""
    require_own(account, by)
    if not account.has_second_factor:
        raise RuleBroken("尚未启用动态口令，请先启用", code="not_set_up")
    codes = _replace_recovery_codes(account)
    audit.record("accounts.recovery_codes_renewed", ref(account), by=by)
    return codes


def pass_second_factor(account: Account, *, code: str, by: Actor) -> str:
    """Check the second step of a log-in; returns by what means it was passed: "totp" or "recovery_code".

    A code is taken once only. Failures count like wrong passwords.

    Raises:
        RuleBroken: the code is wrong or was used, or too many failures.
    """
    refuse_if_closed(account.username, by.address)
    typed = "".join(code.split())
    step = second_factor.matching_step(second_factor.unseal(account.totp_secret), typed, at=time.time())
    if step is not None and _take_step(account, step):
        return "totp"
    if len(typed) >= 10 and _take_recovery_code(account, typed):
        audit.record("accounts.recovery_code_used", ref(account), by=by)
        return "recovery_code"
    LogInFailure.objects.create(username=account.username, address=by.address, at=clock.now())
    audit.record("accounts.second_factor_failed", ref(account), by=by)
    raise RuleBroken("动态口令或恢复码不正确，每个口令只能使用一次，请等待新口令后重试", code="wrong_code", field="code")


def _take_step(account: Account, step: int) -> bool:
    return bool(Account.objects.filter(pk=account.pk, totp_last_step__lt=step).update(totp_last_step=step))


def _take_recovery_code(account: Account, code: str) -> bool:
    found = RecoveryCode.objects.filter(account=account, code_digest=second_factor.recovery_digest(code), used_at=None)
    return bool(found.update(used_at=clock.now()))


def _replace_recovery_codes(account: Account) -> list[str]:
    codes = second_factor.new_recovery_codes()
    RecoveryCode.objects.filter(account=account).delete()
    digests = [second_factor.recovery_digest(code) for code in codes]
    RecoveryCode.objects.bulk_create([RecoveryCode(account=account, code_digest=digest) for digest in digests])
    return codes
