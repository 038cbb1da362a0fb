"""What domains announce to the worklist: where their drafts lie, and what waits for a person outside any process."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.db.models.expressions import Combinable

from zhongshu.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class DraftSource:
    """Where the drafts (草稿) of one kind of object lie: ``rows(actor)`` returns those that the actor may go on with."""

    kind: str
    label: str
    rows: Callable[[Actor], QuerySet]
    title: str = "title"
    saved_at: str = "updated_at"


_drafts: dict[str, DraftSource] = {}


def register_drafts(
    kind: str, rows: Callable[[Actor], QuerySet], *, label: str, title: str = "title", saved_at: str = "updated_at"
) -> None:
    """Announce where the drafts of ``kind`` are. ``title`` and ``saved_at`` name columns of the queryset; ``saved_at`` is never
    NULL."""
    _drafts[kind] = DraftSource(kind, label, rows, title, saved_at)


def draft_sources() -> list[DraftSource]:
    return [_drafts[kind] for kind in sorted(_drafts)]


@dataclass(frozen=True, slots=True)
class Errands:
    """Where work of one kind waits for people without a process: a part of a supervision item, a chapter to write, a figure to report.

    ``rows(actor)`` returns what the actor may read and has to do, as disjoint querysets that an index answers each (never an OR: every page
    of the shell counts them). The other fields are columns of such a row or expressions over it: whose page opens (``ref_kind``, ``ref_id``),
    what the list shows, and by when (``due_at``, a moment or NULL; ``calendars.ClosingMoment`` makes one of a date).
    """

    kind: str
    rows: Callable[[Actor], Sequence[QuerySet]]
    ref_kind: str
    step: str | Combinable
    arrived_at: str | Combinable
    due_at: str | Combinable | None = None
    ref_id: str = "pk"
    title: str = "title"
    number: str | None = None
    who: str | None = None
    secrecy: str = "secrecy"
    times_urged: str | None = None
    returned: Combinable | None = None


_errands: dict[str, Errands] = {}


def register_errands(errands: Errands) -> None:
    """Announce work that stands in 待办 beside the steps of processes."""
    _errands[errands.kind] = errands


def errand_sources() -> list[Errands]:
    return [_errands[kind] for kind in sorted(_errands)]
