"""Where a passage went: places in a text carried over to its next version (批注锚点)."""

from typing import NamedTuple

from .comparing import compare
from .words import Names


class Anchor(NamedTuple):
    """A passage of a text. ``changed`` says that its words are no longer those that were marked; empty when nothing is left."""

    start: int
    end: int
    changed: bool


def carried(start: int, end: int, old: str, new: str, names: Names = ()) -> Anchor:
    """Return where the passage ``old[start:end]`` stands in the new text."""
    if old == new:
        return Anchor(start, end, False)
    return carry([(start, end)], old, new, names)[0]


def carry(passages: list[tuple[int, int]], old: str, new: str, names: Names = ()) -> list[Anchor]:
    """Carry several passages over by one comparison."""
    stays = _stays(old, new, names)
    return [_carried(start, end, old, new, stays) for start, end in passages]


def _stays(old: str, new: str, names: Names) -> list[tuple[int, int, int]]:
    """Return the stretches that stayed: (place in the old text, place in the new one, length), a moved paragraph's among them."""
    lines = compare(old, new, names)
    old_starts, new_starts = _starts(old), _starts(new)
    found = []
    for line in lines:
        if line.old is None or line.new is None:
            continue
        at_old, at_new = old_starts[line.old], new_starts[line.new]
        for span in line.spans:
            if span.op == "equal":
                found.append((at_old, at_new, len(span.text)))
            at_old += len(span.text) if span.op != "insert" else 0
            at_new += len(span.text) if span.op != "delete" else 0
    return found


def _starts(text: str) -> list[int]:
    starts = [0]
    for place, char in enumerate(text):
        if char == "\n":
            starts.append(place + 1)
    return starts


def _carried(start: int, end: int, old: str, new: str, stays: list[tuple[int, int, int]]) -> Anchor:
    parts = []
    for at_old, at_new, length in stays:
        first, last = max(start, at_old), min(end, at_old + length)
        if first < last:
            parts.append((at_new + first - at_old, at_new + last - at_old))
    if not parts:
        return Anchor(0, 0, True)
    # Words left behind far away say less than the longest run of neighbours.
    first, last = min(parts)[0], max(parts, key=lambda part: part[1])[1]
    if last - first > 3 * (end - start) + 20:
        first, last = max(parts, key=lambda part: part[1] - part[0])
    return Anchor(first, last, new[first:last] != old[start:end])
