"""Break a paragraph into lines on the character grid (禁则处理).

Widths are in cells: a Hanzi or a mark is one, a digit half, letters what their face says. A full line is exactly as wide as its
measure. No line begins with a closing mark or ends with an opening one: the mark is pushed in by squeezing the blank half of the
line's own marks, or else the last characters move to the next line and the gaps share the slack. Hanzi are never squeezed.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

NO_START = frozenset("、，。．；：？！）》〉」』】〕〗］｝”’·％‰℃～…")
NO_END = frozenset("（《〈「『【〔〖［｛“‘￥＄№")
ASCII_NO_START = frozenset(",.;:?!)]}%")
ASCII_NO_END = frozenset("([{$")
# Marks whose glyph leaves half its cell blank: closing ones on the right, opening ones on the left.
HALF_BLANK_RIGHT = frozenset("、，。．；：）》〉」』】〕〗］｝”’")
HALF_BLANK_LEFT = frozenset("（《〈「『【〔〖［｛“‘")
SQUEEZABLE = HALF_BLANK_RIGHT | HALF_BLANK_LEFT

TOKEN = re.compile(r"[!-~\u00a1-\u00b6\u00b8-\u024f]+| |—{2}|…{2}|.", re.DOTALL)
MOST_PUSHED_IN = 2
EPSILON = 1e-6
# A number or word that would leave more than this blank is cut: a long web address, a row of 5,000 digits.
LARGEST_GAP = 4.0


class Token(NamedTuple):
    """Characters that stay together: a Hanzi, a mark, a number, a word."""

    start: int
    end: int
    width: float
    no_start: bool
    no_end: bool


class Line(NamedTuple):
    """A line: which characters, and the place of each in cells from the line's beginning."""

    start: int
    end: int
    places: list[float]
    width: float


def tokens_of(text: str, widths: Sequence[float]) -> list[Token]:
    """Cut a text into tokens; ``widths`` has one entry per character, in cells."""
    tokens = []
    for match in TOKEN.finditer(text):
        start, end = match.span()
        first, last = text[start], text[end - 1]
        if end - start == 1:
            tokens.append(
                Token(
                    start,
                    end,
                    widths[start],
                    first in NO_START or first in ASCII_NO_START,
                    first in NO_END or first in ASCII_NO_END,
                )
            )
        else:
            # An ellipsis may not be parted, but it may begin a line.
            no_start = first in ASCII_NO_START
            tokens.append(Token(start, end, sum(widths[start:end]), no_start, last in ASCII_NO_END))
    return tokens


def break_lines(text: str, widths: Sequence[float], first: float, rest: float, *, justify: bool = True) -> list[Line]:
    """Break ``text`` into lines of ``rest`` cells, the first one of ``first`` cells.

    With ``justify`` every line but the last fills its measure exactly; otherwise lines end where they end.
    """
    pending = tokens_of(text, widths)
    pending.reverse()
    lines: list[Line] = []
    while pending:
        measure = first if not lines else rest
        lines.append(_next_line(text, widths, pending, measure, justify))
        while pending and text[pending[-1].start] == " " and lines:
            pending.pop()
    return lines


def _next_line(text: str, widths: Sequence[float], pending: list[Token], measure: float, justify: bool) -> Line:
    """Take one line's tokens off the end of ``pending``."""
    taken: list[Token] = []
    width = 0.0
    while pending and width + pending[-1].width <= measure + EPSILON:
        token = pending.pop()
        taken.append(token)
        width += token.width
    if not pending:
        return _place(text, widths, taken, None, 0.0)

    pushed = _push_in(text, taken, pending, width, measure)
    if pushed is not None:
        return _place(text, widths, taken, pushed, 0.0)

    if measure - width > LARGEST_GAP or not taken:
        _cut_token(text, widths, taken, pending, measure - width)
    while taken and (pending[-1].no_start or taken[-1].no_end) and len(taken) > 1 and _can_part_before(taken):
        pending.append(taken.pop())
    while len(taken) > 1 and text[taken[-1].start] == " ":
        taken.pop()
    width = sum(token.width for token in taken)
    gaps = len(taken) - 1
    return _place(text, widths, taken, None, (measure - width) / gaps if justify and gaps else 0.0)


def _can_part_before(taken: list[Token]) -> bool:
    # A line of nothing but marks has no better place to part; leave it as it is.
    return any(not taken[index].no_start and not taken[index - 1].no_end for index in range(1, len(taken)))


def _push_in(text: str, taken: list[Token], pending: list[Token], width: float, measure: float) -> dict[int, float] | None:
    """Squeeze marks so that closing marks which would begin the next line fit on this one; None when they do not."""
    if not taken or not pending[-1].no_start or pending[-1].end - pending[-1].start > 1:
        return None
    extra: list[Token] = []
    for token in reversed(pending):
        if not token.no_start or token.end - token.start > 1 or len(extra) == MOST_PUSHED_IN:
            break
        extra.append(token)
    rest = pending[-len(extra) - 1] if len(pending) > len(extra) else None
    if rest is not None and rest.no_start:
        return None
    overflow = width + sum(token.width for token in extra) - measure
    marks = [token.start for token in [*taken, *extra] if text[token.start] in SQUEEZABLE and token.end - token.start == 1]
    if overflow > 0.5 * len(marks) + EPSILON or not marks:
        return None
    del pending[-len(extra) :]
    taken += extra
    squeezed = {marks[-1]: min(0.5, overflow)}
    left = overflow - squeezed[marks[-1]]
    for index in marks[:-1]:
        squeezed[index] = left / (len(marks) - 1)
    return squeezed


def _cut_token(text: str, widths: Sequence[float], taken: list[Token], pending: list[Token], room: float) -> None:
    """Cut the next word where the line is full; it is longer than a line can wait for."""
    token = pending.pop()
    end, width = token.start, 0.0
    while end < token.end and width + widths[end] <= room + EPSILON:
        width += widths[end]
        end += 1
    if end == token.start and taken:
        pending.append(token)
        return
    end = max(end, token.start + 1)
    taken.append(Token(token.start, end, sum(widths[token.start : end]), token.no_start, False))
    if end < token.end:
        pending.append(Token(end, token.end, sum(widths[end : token.end]), False, token.no_end))


def _place(text: str, widths: Sequence[float], taken: list[Token], squeezed: dict[int, float] | None, gap: float) -> Line:
    places: list[float] = []
    x = 0.0
    for token in taken:
        for index in range(token.start, token.end):
            less = squeezed.get(index, 0.0) if squeezed else 0.0
            # The blank half of an opening mark is on its left, so the glyph moves into it.
            places.append(x - less if less and text[index] in HALF_BLANK_LEFT else x)
            x += widths[index] - less
        x += gap
    return Line(taken[0].start, taken[-1].end, places, x - gap) if taken else Line(0, 0, [], 0.0)
