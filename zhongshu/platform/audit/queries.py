"""Reads of the audit log."""

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from zhongshu.kernel import clock, pages
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.audit.models import Entry

READING = "audit.marked_object_read"
# Opening the same page again within this time is the same reading.
SAME_READING = dt.timedelta(minutes=10)


def trail(ref: ObjectRef, *, limit: int = 200) -> list[Entry]:
    """Return what happened to the object, oldest first, readings left out; the newest ``limit`` entries if there are more."""
    newest = Entry.objects.about(ref).exclude(action=READING).order_by("-at", "-id")[:limit]
    return list(reversed(newest))


def readings(ref: ObjectRef, *, limit: int = 200) -> list[Entry]:
    """Return who read the marked object, newest first."""
    return list(Entry.objects.about(ref).filter(action=READING).order_by("-at", "-id")[:limit])


def was_just_read(ref: ObjectRef, reader: Actor) -> bool:
    recent = Entry.objects.about(ref).filter(at__gt=clock.now() - SAME_READING, action=READING)
    return recent.filter(person_id=reader.person_id).exists()


def entries(
    *,
    action: str = "",
    module: str = "",
    person_name: str = "",
    administrators_only: bool = False,
    start_date: dt.date | None = None,
    end_date: dt.date | None = None,
) -> QuerySet[Entry]:
    """Return the entries that meet every condition, without titles and facts: an administrator reads no content."""
    found = Entry.objects.defer("ref_title", "ref_number", "facts", "prev_hash")
    if action:
        found = found.filter(action=action)
    elif module:
        found = found.filter(action__gte=f"{module}.", action__lt=f"{module}/")  # "/" follows "." : a range that an index serves
    if person_name:
        found = found.filter(person_name=person_name)
    if administrators_only:
        found = found.exclude(administrator="")
    if start_date:
        found = found.filter(at__gte=_start_of(start_date))
    if end_date:
        found = found.filter(at__lt=_start_of(end_date + dt.timedelta(days=1)))
    return found


def _start_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def entries_page(found: QuerySet[Entry], *, after: str | None = None, before: str | None = None, size: int = 40) -> pages.Page:
    return pages.keyset(found, order=("-at", "-id"), after=after, before=before, size=size)


def recorded_actions() -> list[str]:
    """Return every action that the log holds; for the sweep that looks for actions without a sentence."""
    return list(Entry.objects.order_by("action").values_list("action", flat=True).distinct())
