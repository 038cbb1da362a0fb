"""Which changes of a text need a reason: figures, dates, names of organs and people, policy statements (三级及以上审稿).

Only values: two texts in, the passages that must be accounted for out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from zhongshu.domains.documents.choices import ReviewLevel
from zhongshu.platform.revisions import public as revisions

# From this level on a change of what binds or counts is accounted for.
LEVEL = ReviewLevel.APPROVAL
BINDING = frozenset({"figure", "date", "organ", "person", "document", "policy"})
LONGEST_PASSAGE = 200
LONGEST_CONTEXT = 60
SHORTEST_REASON = 4


@dataclass(frozen=True, slots=True)
class Passage:
    """One change that needs a reason: ``times`` it was made alike, ``context`` is the paragraph in which it stands first."""

    old: str
    new: str
    kinds: tuple[str, ...] = ()
    context: str = ""
    times: int = 1

    @property
    def key(self) -> str:
        """Return what the passage is known by in a form: the words alone, wherever they stand."""
        return key_of(self.old, self.new)

    @property
    def label(self) -> str:
        return revisions.label_of(self.kinds)

    @property
    def sentence(self) -> str:
        """The change in words, for messages and records."""
        if not (self.old or self.new):
            return "改动已签发的文稿"
        if not self.old:
            return f"增加“{self.new}”"
        return f"删去“{self.old}”" if not self.new else f"“{self.old}”改为“{self.new}”"


# A change of signed text that touches no figure, name or policy.
WHOLE = Passage("", "")


def key_of(old: str, new: str) -> str:
    return blake2b(f"{old}\0{new}".encode(), digest_size=8).hexdigest()


def passages(pairs: Iterable[tuple[str, str]], names: revisions.Names = ()) -> list[Passage]:
    """Return the changes of figures and policy statements between the old and the new state of each text; the same change made in
    several places is one passage.
    """
    found: dict[str, Passage] = {}
    for old, new in pairs:
        if old == new:
            continue
        for change in revisions.changes(revisions.compare(old, new, names)):
            kinds = tuple(kind for kind in revisions.LABELS if kind in change.kinds & BINDING)
            if not kinds or not (change.old.strip() or change.new.strip()):
                continue
            context = change.context.strip()[:LONGEST_CONTEXT]
            one = Passage(change.old.strip()[:LONGEST_PASSAGE], change.new.strip()[:LONGEST_PASSAGE], kinds, context)
            known = found.get(one.key)
            found[one.key] = replace(known, times=known.times + 1) if known else one
    return list(found.values())


def unexplained(found: Sequence[Passage], explained: Iterable[tuple[str, str]]) -> list[Passage]:
    """Return those passages for which no reason is on record yet, as (old, new)."""
    known = set(explained)
    return [passage for passage in found if (passage.old, passage.new) not in known]


def lacking(asked: Iterable[Passage], given: Mapping[str, str]) -> list[Passage]:
    """Return those passages for which no reason of any length was given; ``given`` holds the reasons by key."""
    return [passage for passage in asked if len("".join(given.get(passage.key, "").split())) < SHORTEST_REASON]
