"""What domains announce to the worklist: where their drafts lie."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet

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
