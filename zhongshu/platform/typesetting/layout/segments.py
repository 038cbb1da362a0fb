"""From a broken line to stretches of one face: the last step before runs, and the part that is kept between keystrokes."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ..fonts.choice import Faces
from ..measures import CELL, MM, SIZE_3
from .lines import Line, break_lines

Roles = str | Sequence[str]
WIDEST_DASH = 1.4


class Segment(NamedTuple):
    """Characters of one face on a line: ``x`` from the line's beginning and ``at`` from ``x``, in mm.

    ``start`` is the place of the first character in the paragraph, ``asked`` what was asked for (〓 may be printed instead),
    ``scale`` what the glyphs are widened by beside the line's own scale.
    """

    text: str
    x: float
    at: tuple[float, ...]
    face: str
    role: str
    start: int
    asked: str
    scale: float = 1.0


def is_full_width(char: str) -> bool:
    """Tell whether a character takes a whole cell."""
    return char >= "\u2000" or char in "·×÷§±°"


def widths(faces: Faces, text: str, roles: Roles, size: float, cell: float, *, natural: bool = False) -> list[float]:
    """Return each character's width in cells. ``natural`` takes figures as wide as their face makes them."""
    pick = faces.pick
    unit = size * MM / cell
    result = []
    for index, char in enumerate(text):
        if char >= "\u2e80":
            result.append(1.0)
        elif "0" <= char <= "9" and not natural:
            result.append(0.5)
        elif char == " ":
            result.append(0.5 if not natural else 0.25)
        elif is_full_width(char):
            result.append(1.0)
        else:
            result.append(pick(roles if isinstance(roles, str) else roles[index], char).advance * unit)
    return result


def segments(
    faces: Faces, text: str, line: Line, roles: Roles, size: float, cell: float, scale: float = 1.0
) -> tuple[Segment, ...]:
    """Part a line into segments. A mark whose glyph is narrower than its cell stands alone: centred, a dash widened."""
    pick = faces.pick
    em = size * MM * scale
    found: list[Segment] = []
    begin = before = -1
    chars: list[str] = []
    at: list[float] = []
    face = role = ""
    x = 0.0

    def close() -> None:
        if chars:
            found.append(Segment("".join(chars), x, tuple(at), face, role, begin, text[begin : before + 1]))

    for index, place in enumerate(line.places, start=line.start):
        char = text[index]
        if char == " " or char == "\u3000":
            continue
        asked = roles if isinstance(roles, str) else roles[index]
        choice = pick(asked, char)
        here = place * cell
        if choice.advance < 0.99 and choice.char == char and is_full_width(char):
            close()
            chars, at = [], []
            shift, wider = _in_cell(faces, choice.face, char, choice.advance, em, cell)
            found.append(Segment(char, here + shift, (0.0,), choice.face, asked, index, char, wider))
            continue
        if choice.face != face or asked != role or index != before + 1 or not chars:
            close()
            chars, at = [], []
            face, role, begin, x = choice.face, asked, index, here
        before = index
        chars.append(choice.char)
        at.append(here - x)
    close()
    return tuple(found)


def _in_cell(faces: Faces, key: str, char: str, advance: float, em: float, cell: float) -> tuple[float, float]:
    """Return how far to shift and how much to widen a glyph narrower than its cell."""
    if char not in "—…":
        return (cell - advance * em) / 2, 1.0
    left, _, right, _ = faces.face(key).ink(char)
    wider = min(cell / (em * (right - left)), WIDEST_DASH) if char == "—" and right > left else 1.0
    return -left * em * wider, wider


@lru_cache(maxsize=4000)
def paragraph_segments(faces: Faces, text: str, roles: Roles, first: float, rest: float) -> tuple[tuple[Segment, ...], ...]:
    """Break a paragraph of size 3 and part its lines; kept, because after a keystroke all paragraphs but one are as they were."""
    lines = break_lines(text, widths(faces, text, roles, SIZE_3, CELL), first, rest)
    return tuple(segments(faces, text, line, roles, SIZE_3, CELL) for line in lines if line.places)
