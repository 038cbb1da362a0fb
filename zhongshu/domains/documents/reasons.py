"""Which changes of a text need a reason: figures, dates, names of organs and people, policy statements (三级及以上审稿).

Only values: two texts in, the passages that must be accounted for out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from zhongshu.domains.documents.choices import ReviewLevel
from zhongshu.platform.revisions import public as revisions

# From this level on a change of what binds or counts is accounted for.
LEVEL = ReviewLevel.APPROVAL
BINDING = frozenset({"figure", "date", "organ", "person", "document", "policy"})
LONGEST_PASSAGE = 200


@dataclass(frozen=True, slots=True)
class Passage:
    """One change that needs a reason."""

    old: str
    new: str
    kinds: tuple[str, ...]

    @property
    def label(self) -> str:
        return revisions.label_of(self.kinds)

    @property
    def sentence(self) -> str:
        """The change in words, for messages and records."""
        if not self.old:
            return f"增加“{self.new}”"
        return f"删去“{self.old}”" if not self.new else f"“{self.old}”改为“{self.new}”"

    def as_row(self) -> dict[str, Any]:
        return {"old": self.old, "new": self.new, "kinds": list(self.kinds)}


def passages(pairs: Iterable[tuple[str, str]], names: revisions.Names = ()) -> list[Passage]:
    """Return the changes of figures and policy statements between the old and the new state of each text."""
    found = []
    for old, new in pairs:
        if old == new:
            continue
        for change in revisions.changes(revisions.compare(old, new, names)):
            kinds = tuple(kind for kind in revisions.LABELS if kind in change.kinds & BINDING)
            if kinds and (change.old.strip() or change.new.strip()):
                found.append(Passage(change.old.strip()[:LONGEST_PASSAGE], change.new.strip()[:LONGEST_PASSAGE], kinds))
    return found


def unexplained(found: Sequence[Passage], explained: Iterable[dict[str, Any]]) -> list[Passage]:
    """Return those passages for which no reason is on record yet."""
    known = {(row["old"], row["new"]) for row in explained}
    return [passage for passage in found if (passage.old, passage.new) not in known]
