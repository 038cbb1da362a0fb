"""Who a signed-in person is, remembered between requests until it changes."""

import datetime as dt
from dataclasses import dataclass, replace

from django.db.models import Min, Q
from django.utils import timezone

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.platform.organizations import register
from zhongshu.platform.organizations.models import Delegation, Person
from zhongshu.platform.organizations.queries import actor_of, live_delegations, posts_of

_LIMIT = 5000


@dataclass(frozen=True, slots=True)
class HeldPost:
    """One post of the post switcher."""

    id: int
    label: str
    note: str


@dataclass(frozen=True, slots=True)
class Standing:
    """An actor with what the frame of every page says about it: the posts to switch between, the delegations in force."""

    revision: int
    day: dt.date
    ends_at: dt.datetime
    actor: Actor
    posts: tuple[HeldPost, ...]
    delegations: tuple[str, ...]


_remembered: dict[tuple[int, int | None], Standing] = {}


def identity(person: Person, post_id: int | None, *, account_id: int, address: str) -> Actor:
    """Return the actor of a request without asking the database again while nothing changed.

    The person's row (read in each request) carries the clearance, always taken fresh, and a revision that rises with every
    change of posts or delegations; a new day or the start or end of a delegation ends what is remembered as well.
    """
    actor = _standing(person, post_id).actor
    return replace(actor, clearance=person.clearance, account_id=account_id, address=address)


def posts_to_switch(person: Person, post_id: int | None) -> list[dict[str, int | str | bool]]:
    """Return the posts held today for the post switcher, the current one marked; remembered like the identity."""
    standing = _standing(person, post_id)
    return [
        {"id": post.id, "label": post.label, "note": post.note, "current": post.id == standing.actor.post_id}
        for post in standing.posts
    ]


def delegation_sentences(person: Person, post_id: int | None) -> list[str]:
    """Return one sentence for each delegation in force that the person gave or took; remembered like the identity."""
    return list(_standing(person, post_id).delegations)


def forget_all() -> None:
    """Forget every identity and the names of the organs, between tests."""
    _remembered.clear()
    register.forget()


def _standing(person: Person, post_id: int | None) -> Standing:
    key = (person.pk, post_id)
    kept = _remembered.get(key)
    now, today = clock.now(), clock.today()
    if kept is None or kept.revision != person.revision or kept.day != today or kept.ends_at <= now:
        if len(_remembered) >= _LIMIT:
            _remembered.clear()
        kept = Standing(
            revision=person.revision,
            day=today,
            ends_at=_next_boundary(person.pk, now),
            actor=actor_of(person.pk, post_id),
            posts=tuple(
                HeldPost(post.pk, f"{post.unit} {post.name}", post.unit.organ.name if post.unit.organ else "")
                for post in posts_of(person.pk)
            ),
            delegations=tuple(_sentence(row, person.pk) for row in live_delegations(person.pk, now)),
        )
        _remembered[key] = kept
    return kept


def _sentence(delegation: Delegation, reader_id: int) -> str:
    end = _moment(delegation.end_at)
    if delegation.principal_id == reader_id:
        return f"您已委托{delegation.agent.name}代为办理{_scope(delegation)}，至{end}止"
    return f"您正受{delegation.principal.name}委托代为办理{_scope(delegation)}，至{end}止"


def _scope(delegation: Delegation) -> str:
    return "部分事项" if delegation.matter_kinds else "全部事项"


def _moment(moment: dt.datetime) -> str:
    """Write a moment as a sentence does: 11月22日09:00."""
    local = timezone.localtime(moment)
    return f"{local.month}月{local.day}日{local:%H:%M}"


def _next_boundary(person_id: int, now: dt.datetime) -> dt.datetime:
    live = Delegation.objects.filter(Q(agent_id=person_id) | Q(principal_id=person_id), revoked_at=None)
    ends = live.filter(start_at__lte=now, end_at__gt=now).aggregate(moment=Min("end_at"))["moment"]
    starts = live.filter(start_at__gt=now).aggregate(moment=Min("start_at"))["moment"]
    return min((moment for moment in (ends, starts) if moment), default=now + dt.timedelta(days=1))
