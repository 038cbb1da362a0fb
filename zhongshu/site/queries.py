"""What the home page shows: combined from the public reads of the subjects, each with its own visibility."""

from dataclasses import dataclass, field
from typing import Any

from zhongshu.domains.documents import public as documents
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.worklist import public as worklist
from zhongshu.platform.worklist.limits import Limits
from zhongshu.platform.worklist.queries import lists
from zhongshu.platform.worklist.views.rows import Row, of_instance, of_open_item

ROWS = 8


@dataclass
class Home:
    """The home page of one person: what waits, with lights; what one set going; the organ's day."""

    to_do: list[Row] = field(default_factory=list)
    more_to_do: bool = False
    counts: dict[str, int] = field(default_factory=dict)
    late: int = 0
    soon: int = 0
    started: list[Row] = field(default_factory=list)
    in_tray: list[Any] = field(default_factory=list)
    unsigned: list[Any] = field(default_factory=list)
    issued: list[Any] = field(default_factory=list)
    is_clerk: bool = False
    day: str = ""


def home(actor: Actor) -> Home:
    """Return the home page's content for a person; blocks that are not the person's business stay empty."""
    limits = Limits(actor.organ_id)
    page = worklist.to_do(actor, size=ROWS)
    rows = [of_open_item(row, limits, actor) for row in page]
    counted, _ = worklist.counts(actor)
    found = Home(
        to_do=rows,
        more_to_do=page.next is not None,
        counts=counted,
        # The list is sorted by limit, so whatever is late or due soon stands on its first page.
        late=sum(row.light == "red" for row in rows),
        soon=sum(row.light == "yellow" for row in rows),
        started=[of_instance(row) for row in lists.started(actor, size=6)],
        day=_day(actor),
    )
    found.is_clerk = actor.has(Duty.REGISTRY_CLERK)
    if found.is_clerk:
        found.in_tray = list(documents.in_tray(actor).order_by("-dispatched_at", "-id")[:6])
        found.unsigned = list(documents.late(actor).order_by("dispatched_at", "id")[:6])
    found.issued = list(documents.outgoing_register(actor, phase="issued").order_by("-created_at", "-id")[:6])
    return found


def _day(actor: Actor) -> str:
    try:
        return calendars.explain(clock.today(), organ_id=actor.organ_id)
    except RuleBroken as unknown:
        return unknown.message
