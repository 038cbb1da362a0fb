"""Reads: the ceiling, the register of classified paper."""

import datetime as dt

from django.conf import settings
from django.db.models import Q, QuerySet

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.platform.secrecy.choices import CopyState, Level
from zhongshu.platform.secrecy.models import HandOver, PaperCopy
from zhongshu.platform.secrecy.policies import policy


def ceiling() -> Level:
    """Return the highest level that this installation stores; never a state secret, whatever the setting says."""
    return Level(max(0, min(settings.SECRECY_CEILING, Level.WORK_SECRET)))


def storable_levels(*, clearance: int = Level.WORK_SECRET) -> list[tuple[int, str]]:
    """Return the levels that a person with this clearance may choose, for a form field."""
    top = min(ceiling(), clearance)
    return [(level.value, str(level.label)) for level in Level if level <= top]


def label(level: int) -> str:
    """Return the Chinese name of a level."""
    return str(Level(level).label)


def register(viewer: Actor, *, state: str = "", text: str = "", recall_due_by: dt.date | None = None) -> QuerySet[PaperCopy]:
    """Return the registered copies that the viewer may see, newest first."""
    copies = policy.visible(viewer).select_related("organ", "holder").order_by("-created_at", "-id")
    if state:
        copies = copies.filter(state=state)
    if text:
        copies = copies.filter(Q(number__icontains=text) | Q(handle__icontains=text) | Q(holder_name=text))
    if recall_due_by:
        copies = copies.filter(state__in=[CopyState.HELD, CopyState.BORROWED], recall_due_date__lte=recall_due_by)
    return copies


def overdue_recalls(viewer: Actor) -> QuerySet[PaperCopy]:
    """Return the copies that should have gone back to their issuer by today (清退)."""
    return register(viewer, recall_due_by=clock.today())


def chain(copy: PaperCopy) -> list[HandOver]:
    """Return the hands through which the copy went, first to last."""
    return list(copy.links.order_by("position"))
