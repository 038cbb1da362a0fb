"""Who a signed-in person is, remembered between requests until it changes."""

import datetime as dt
from dataclasses import replace

from django.db.models import Min

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.platform.organizations.models import Delegation, Person
from zhongshu.platform.organizations.queries import actor_of

_LIMIT = 5000
_remembered: dict[tuple[int, int | None], tuple[int, dt.date, dt.datetime, Actor]] = {}


def identity(person: Person, post_id: int | None, *, account_id: int, address: str) -> Actor:
    """Return the actor of a request without asking the database again while nothing changed.

    The person's row (read in each request) carries the clearance, always taken fresh, and a revision that rises with every change of
    posts or delegations; a new day or the start or end of a delegation ends what is remembered as well.
    """
    key = (person.pk, post_id)
    kept = _remembered.get(key)
    now, today = clock.now(), clock.today()
    if kept is None or kept[0] != person.revision or kept[1] != today or kept[2] <= now:
        if len(_remembered) >= _LIMIT:
            _remembered.clear()
        kept = (person.revision, today, _next_boundary(person.pk, now), actor_of(person.pk, post_id))
        _remembered[key] = kept
    return replace(kept[3], clearance=person.clearance, account_id=account_id, address=address)


def forget_all() -> None:
    """Forget every identity, between tests."""
    _remembered.clear()


def _next_boundary(person_id: int, now: dt.datetime) -> dt.datetime:
    live = Delegation.objects.filter(agent_id=person_id, revoked_at=None)
    ends = live.filter(start_at__lte=now, end_at__gt=now).aggregate(moment=Min("end_at"))["moment"]
    starts = live.filter(start_at__gt=now).aggregate(moment=Min("start_at"))["moment"]
    return min((moment for moment in (ends, starts) if moment), default=now + dt.timedelta(days=1))
