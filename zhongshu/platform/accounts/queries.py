"""Every read: accounts, open sessions, what is locked."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from zhongshu.kernel import clock
from zhongshu.kernel.pages import Page, keyset
from zhongshu.platform.accounts import lockout
from zhongshu.platform.accounts.models import Account, LogInFailure, LogInSession, Persona
from zhongshu.platform.organizations import public as organizations


def account(username: str) -> Account | None:
    return Account.objects.select_related("person").filter(username=username).first()


def door_closed_until(username: str, address: str) -> dt.datetime | None:
    """Return until when nobody gets in under this name from this address, or None."""
    failures = LogInFailure.objects.order_by("-at")
    ends = []
    for rows, allowed in (
        (failures.filter(username=username, address=address), lockout.PER_ACCOUNT_AND_ADDRESS),
        (failures.filter(username=username), lockout.PER_ACCOUNT),
        (failures.filter(address=address), lockout.PER_ADDRESS),
    ):
        end = lockout.locked_until(list(rows.values_list("at", flat=True)[:allowed]), allowed)
        if end is not None and end > clock.now():
            ends.append(end)
    return max(ends, default=None)


def failures_left(username: str, address: str) -> int:
    """Return how many more wrong passwords this name may have from this address before the door closes."""
    recent = LogInFailure.objects.filter(username=username, address=address, at__gt=clock.now() - lockout.LOCK)
    return max(lockout.PER_ACCOUNT_AND_ADDRESS - recent.count(), 0)


def locked_names(usernames: Iterable[str]) -> set[str]:
    """Return those of the names that are locked from some address now: one query for a page of accounts."""
    moments: dict[tuple[str, str], list[dt.datetime]] = defaultdict(list)
    recent = LogInFailure.objects.filter(username__in=list(usernames), at__gt=clock.now() - 2 * lockout.LOCK)
    for username, address, at in recent.order_by("-at").values_list("username", "address", "at"):
        moments[username, address].append(at)
    now = clock.now()
    return {
        username
        for (username, _), failures in moments.items()
        if (end := lockout.locked_until(failures, lockout.PER_ACCOUNT_AND_ADDRESS)) and end > now
    }


def accounts(*, words: str = "", state: str = "") -> QuerySet[Account]:
    """Return accounts by user name or name. ``state`` is "active", "disabled", "administrators" or empty."""
    found = Account.objects.select_related("person")
    if words:
        found = found.filter(Q(username__icontains=words) | organizations.named_like(words, "person__"))
    if state == "administrators":
        return found.exclude(administrator="")
    if state:
        found = found.filter(is_active=state == "active")
    return found


def accounts_page(found: QuerySet[Account], *, after: str | None = None, before: str | None = None) -> Page:
    """Cut one page out of accounts, by user name, each row with ``locked`` and ``post_line``."""
    page = keyset(found, order=("username",), after=after, before=before, size=30)
    locked = locked_names(row.username for row in page.rows)
    lines = organizations.full_post_lines([row.person_id for row in page.rows if row.person_id])
    for row in page.rows:
        row.locked = row.username in locked
        row.post_line = lines.get(row.person_id, "")
    return page


def people_without_account(words: str) -> list[Any]:
    """Return people in service whose name is like the words and who cannot log in yet, for the picker."""
    people = organizations.find_people(words, limit=40)
    with_account = set(Account.objects.filter(person__in=people).values_list("person_id", flat=True))
    return [person for person in people if person.pk not in with_account][:20]


def open_sessions(account_id: int) -> list[LogInSession]:
    """Return the browsers in which the account is logged in and was used lately, newest use first."""
    since = clock.now() - dt.timedelta(minutes=settings.SESSION_IDLE_MINUTES)
    return list(LogInSession.objects.filter(account_id=account_id, seen_at__gt=since).order_by("-seen_at"))


def password_expired(account: Account) -> bool:
    """Tell whether the account must get a new password before anything else."""
    age = clock.now() - account.password_changed_at
    return account.must_change_password or age > dt.timedelta(days=settings.PASSWORD_MAX_DAYS)


def needs_second_factor(account: Account) -> bool:
    """Tell whether the account must set up a second factor before anything else: the administrators of a real installation."""
    return bool(account.administrator) and settings.SECOND_FACTOR_FOR_ADMINISTRATORS and not account.has_second_factor


def persona_groups() -> list[dict[str, Any]]:
    """Return the demonstration's people for the log-in page, group by group; nobody outside a demonstration."""
    if not settings.DEMONSTRATION:
        return []
    rows = Persona.objects.select_related("account").order_by("rank_order", "pk")[:200]
    return [
        {
            "label": group,
            "people": [{"username": row.account.username, "name": row.label, "post": row.description} for row in people],
        }
        for group, people in groupby(rows, key=lambda row: row.group)
    ]
