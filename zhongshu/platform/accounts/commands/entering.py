"""Getting in, staying in, getting out."""

import datetime as dt
import logging
from typing import NoReturn

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.accounts import queries
from zhongshu.platform.accounts.commands._shared import holder, ref, require_own
from zhongshu.platform.accounts.models import Account, LogInFailure, LogInSession
from zhongshu.platform.audit import public as audit

logger = logging.getLogger(__name__)
_KEEP_FAILURES = dt.timedelta(days=1)


def check_in(username: str, password: str, *, address: str) -> Account:
    """Check a name and a password and return the account that may come in.

    The attempt is written down as a failure before the password is looked at and struck out if it was right, so that many
    attempts at once do not slip past the count. Each step commits on its own: a refusal must leave its trace.

    Raises:
        RuleBroken: locked, wrong name or password (never told which), or the account is disabled.
    """
    username = username.strip()[:40]
    refuse_if_closed(username, address)
    attempt = LogInFailure.objects.create(username=username, address=address, at=clock.now())
    account = queries.account(username)
    if account is None:
        make_password(password)  # an unknown name takes as long as a known one
        _failed(None, username, address)
    elif not account.check_password(password):
        _failed(account, username, address)
    attempt.delete()
    if not account.is_active or (account.person is not None and not account.person.active):
        audit.record("accounts.log_in_refused", ref(account), by=holder(account, address), reason="disabled")
        raise RuleBroken("该账号已停用，请联系系统管理员", code="account_disabled")
    return account


@transaction.atomic
def begin_session(account: Account, *, session_key: str, browser: str, by: Actor, means: str = "password") -> LogInSession:
    """Write down that the account is logged in in a browser; failures so far are forgotten.

    Where the installation allows one session an account, every other one ends.
    """
    LogInFailure.objects.filter(username=account.username).delete()
    LogInFailure.objects.filter(at__lt=clock.now() - _KEEP_FAILURES).delete()
    if settings.ONE_SESSION_PER_ACCOUNT:
        _end(LogInSession.objects.filter(account=account))
    else:
        _end(LogInSession.objects.filter(account=account, seen_at__lt=clock.now() - _idle()))
    moment = clock.now()
    session = LogInSession.objects.create(
        account=account,
        session_key=session_key,
        address=by.address,
        browser=browser,
        started_at=moment,
        seen_at=moment,
    )
    audit.record("accounts.logged_in", ref(account), by=by, means=means)
    return session


def note_activity(session_key: str) -> None:
    """Write down that the session was used just now; called once a minute at most."""
    LogInSession.objects.filter(session_key=session_key).update(seen_at=clock.now())


def move_session(account: Account, *, former_key: str | None, session_key: str | None) -> None:
    """Follow a session that got a new key, as after a change of password."""
    LogInSession.objects.filter(account=account, session_key=former_key).update(session_key=session_key)


@transaction.atomic
def leave(account: Account, *, session_key: str | None, by: Actor, reason: str = "own_wish") -> None:
    """Log out (退出): ``reason`` is "own_wish" or "idle"."""
    LogInSession.objects.filter(session_key=session_key).delete()
    audit.record("accounts.logged_out", ref(account), by=by, reason=reason)


@transaction.atomic
def end_session(session: LogInSession, *, by: Actor) -> None:
    """End one of one's own sessions in another browser.

    Raises:
        NotPermitted: it is somebody else's session.
    """
    require_own(session.account, by)
    account = session.account
    _end(LogInSession.objects.filter(pk=session.pk))
    audit.record("accounts.session_ended", ref(account), by=by)


@transaction.atomic
def end_other_sessions(account: Account, *, keep_session_key: str | None, by: Actor) -> int:
    """End every own session but the present one; returns how many."""
    require_own(account, by)
    ended = _end(LogInSession.objects.filter(account=account).exclude(session_key=keep_session_key))
    if ended:
        audit.record("accounts.session_ended", ref(account), by=by, count=ended)
    return ended


def end_all_sessions(account: Account) -> None:
    """End every session of an account that is disabled or gets a new password from the administrator."""
    _end(LogInSession.objects.filter(account=account))


def _end(sessions) -> int:
    keys = list(sessions.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    LogInSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def _idle() -> dt.timedelta:
    return dt.timedelta(minutes=settings.SESSION_IDLE_MINUTES)


def refuse_if_closed(username: str, address: str) -> None:
    end = queries.door_closed_until(username, address)
    if end is not None:
        until = timezone.localtime(end).strftime("%H:%M")
        raise RuleBroken(
            f"连续多次未能登录，已暂停登录，请于 {until} 后再试，或联系管理员解锁", code="locked", until=end.isoformat()
        )


def _failed(account: Account | None, username: str, address: str) -> NoReturn:
    by = holder(account, address) if account else Actor(person_id=None, name="未知用户", address=address)
    subject = ref(account) if account else ObjectRef("accounts.account", 0)
    audit.record("accounts.log_in_failed", subject, by=by)
    if queries.door_closed_until(username, address):
        audit.record("accounts.locked", subject, by=by)
        logger.warning("account %s locked", account.pk if account else None)
        refuse_if_closed(username, address)
    left = queries.failures_left(username, address)
    raise RuleBroken(f"用户名或密码不正确，请重新输入；再输错 {left} 次将暂停登录 15 分钟", code="wrong_password")
