"""Two people's changes of one text put together, paragraph by paragraph (三方合并). Plain values.

What only one of the two changed is taken; where both changed the same place, somebody must choose, and until then both stand.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "current", "uploaded", "conflict"]
Choice = Literal["current", "uploaded", "both"]
Canonical = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some paragraphs: ``current`` as the text now has them, ``uploaded`` as they came; ``kind`` says who changed them."""

    kind: Kind
    current: tuple[str, ...] = ()
    uploaded: tuple[str, ...] = ()

    def chosen(self, choice: Choice = "both") -> tuple[str, ...]:
        """Return the paragraphs that stand: in a conflict those chosen, else those of whoever changed them."""
        if self.kind != "conflict":
            return self.uploaded if self.kind == "uploaded" else self.current
        return {"current": self.current, "uploaded": self.uploaded, "both": (*self.current, *self.uploaded)}[choice]


def merge(base: str, current: str, uploaded: str, *, canonical: Canonical = str.strip) -> list[Chunk]:
    """Return the paragraphs of the merged text. Paragraphs are the same if their ``canonical`` forms are."""
    old, now, new = _units(base), _units(current), _units(uploaded)
    keys_old, keys_now, keys_new = ([canonical(unit) for unit in units] for units in (old, now, new))
    chunks: list[Chunk] = []
    at_old = at_now = at_new = 0
    for start_old, start_now, start_new, length in _agreed(keys_old, keys_now, keys_new):
        before = (
            keys_old[at_old:start_old], keys_now[at_now:start_now], keys_new[at_new:start_new],
            tuple(now[at_now:start_now]), tuple(new[at_new:start_new]),
        )  # fmt: skip
        chunks += _changed(*before)
        if length:
            chunks.append(Chunk("same", tuple(now[start_now : start_now + length]), tuple(new[start_new : start_new + length])))
        at_old, at_now, at_new = start_old + length, start_now + length, start_new + length
    return chunks


def text_of(chunks: Sequence[Chunk], choices: Mapping[int, Choice] | None = None) -> str:
    """Return the merged text; ``choices`` says by the chunk's place what stands in a conflict, both if nothing is said."""
    given = choices or {}
    units = [unit for place, chunk in enumerate(chunks) for unit in chunk.chosen(given.get(place, "both"))]
    return "\n".join(units).lstrip("\n")


def merge_value(base: str, current: str, uploaded: str) -> Kind:
    """Tell who changed a single value."""
    if uploaded in (base, current):
        return "same" if uploaded == current else "current"
    return "uploaded" if current == base else "conflict"


def _units(text: str) -> list[str]:
    """Return the paragraphs, each with the blank lines before it."""
    units, blank = [], ""
    for line in text.split("\n"):
        if line.strip():
            units.append(blank + line)
            blank = ""
        else:
            blank += f"{line}\n"
    return units


def _changed(
    old: Sequence[str], now: Sequence[str], new: Sequence[str], current: tuple[str, ...], uploaded: tuple[str, ...]
) -> Iterator[Chunk]:
    if not now and not new:
        return
    if now == new:
        yield Chunk("same", current, uploaded)
    elif now == old:
        yield Chunk("uploaded", current, uploaded)
    elif new == old:
        yield Chunk("current", current, uploaded)
    else:
        yield Chunk("conflict", current, uploaded)


def _agreed(old: Sequence[str], now: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Return the stretches on which all three agree, as their beginnings and length; the last one is empty, at the ends."""
    first = SequenceMatcher(None, old, now, autojunk=False).get_matching_blocks()
    second = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    i = j = 0
    while i < len(first) and j < len(second):
        one, other = first[i], second[j]
        start, end = max(one.a, other.a), min(one.a + one.size, other.a + other.size)
        if start < end:
            yield start, one.b + start - one.a, other.b + start - other.a, end - start
        if one.a + one.size < other.a + other.size:
            i += 1
        else:
            j += 1
    yield len(old), len(now), len(new), 0
