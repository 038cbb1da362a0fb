from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from zhongshu.kernel import kinds, pages
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.policy import NOBODY
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.circulation.choices import REACHED, UNREAD, ReadingState
from zhongshu.platform.circulation.models import Reading, ReadingRound
from zhongshu.platform.circulation.policies import round_policy


def reader_of(kind: str, actor: Actor) -> QuerySet[Reading, Any]:
    """Return a subquery of the ids of objects of this kind that were sent to the actor to read.

    For a domain's rule: ``Q(pk__in=circulation.reader_of("documents.outgoing", actor))``. Clearance is added by the kernel as
    always.
    """
    if actor.person_id is None:
        return Reading.objects.filter(NOBODY).values("ref_id")
    return Reading.objects.filter(ref_kind=kind, person_id=actor.person_id, state__in=REACHED).values("ref_id")


def waiting_for(person_ids: Iterable[int]) -> QuerySet[Reading]:
    """Return what waits to be read by these people (待阅), with the round; page it by ``-received_at, -id``."""
    ids = list(person_ids)
    owner = Q(person_id=ids[0]) if len(ids) == 1 else Q(person_id__in=ids)
    return Reading.objects.filter(owner, state=ReadingState.WAITING).select_related("round")


def read_by(person_id: int) -> QuerySet[Reading]:
    """Return what the person has read (已阅), newest first by ``-read_at, -id``."""
    return Reading.objects.filter(person_id=person_id, state=ReadingState.READ).select_related("round")


def waiting_count(person_id: int, limit: int = 1000) -> tuple[int, bool]:
    """Count what waits to be read, no further than ``limit``; the flag says that there is more."""
    return pages.count_at_most(Reading.objects.filter(person_id=person_id, state=ReadingState.WAITING), limit)


def open_reading(ref: ObjectRef, actor: Actor) -> Reading | None:
    """Return the actor's own reading of this object that waits, if there is one."""
    if actor.person_id is None:
        return None
    return waiting_for([actor.person_id]).filter(ref_kind=ref.kind, ref_id=ref.id).order_by("received_at", "pk").first()


def readings_of(ref: ObjectRef) -> list[Reading]:
    """Return everybody to whom the object was sent, round by round in their order, each with its round: one query."""
    return list(Reading.objects.about(ref).select_related("round").order_by("round__started_at", "round_id", "position", "pk"))


def rounds_of(ref: ObjectRef, viewer: Actor) -> list[ReadingRound]:
    """Return the object's rounds, oldest first, each with ``people`` (its readings in order) and ``can_manage``: two queries.

    Whoever sees the object sees who has read it (传阅情况); the caller has already shown that the viewer may see the object.
    """
    rounds = list(round_policy.mark(ReadingRound.objects.about(ref), viewer, "manage").order_by("started_at", "pk"))
    people: dict[int, list[Reading]] = {}
    for reading in Reading.objects.about(ref).order_by("position", "pk"):
        people.setdefault(reading.round_id, []).append(reading)
    for row in rounds:
        row.people = people.get(row.pk, [])
    return rounds


def being_read(kind: str, ids: Iterable[int]) -> set[int]:
    """Return those of the objects that are under way to readers now (传阅中), for a mark in lists: one query."""
    found = Reading.objects.filter(ref_kind=kind, ref_id__in=list(ids), state__in=UNREAD)
    return set(found.values_list("ref_id", flat=True).distinct())


def rounds_started_by(person_id: int) -> QuerySet[ReadingRound]:
    """Return the rounds that the person began, with how many were asked (``asked``) and have read (``have_read``)."""
    return ReadingRound.objects.filter(started_by_id=person_id).annotate(
        asked=Count("readings", filter=~Q(readings__state=ReadingState.CANCELLED)),
        have_read=Count("readings", filter=Q(readings__state=ReadingState.READ)),
    )


def secrecy_of(ref: ObjectRef) -> int:
    """Return the level of the object; 0 if its kind knows no levels."""
    kind = kinds.find(ref.kind)
    if kind is None or not any(field.name == "secrecy" for field in kind.model_class._meta.fields):
        return 0
    level = kind.model_class._default_manager.filter(pk=ref.id).values_list(F("secrecy"), flat=True).first()
    return level or 0
