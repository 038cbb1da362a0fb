"""From pieces of text at places on a page to lines as people read them."""

from collections.abc import Iterable
from dataclasses import replace

from zhongshu.domains.documents.intake.lines import Box, Line, mostly_same_row

Placed = tuple[Box, Line]
# A wider gap, in heights of the characters, parts two names that stand side by side.
GAP = 0.9


def in_rows(pieces: Iterable[Line]) -> list[Line]:
    """Return the lines of one page from top to bottom, what stands on one line joined from left to right."""
    rows: list[list[Placed]] = []
    for piece in sorted(((line.box, line) for line in pieces if line.box), key=lambda placed: (placed[0].middle, placed[0].x0)):
        row = next((row for row in rows[-4:] if _fits(row, piece[0])), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    return [_joined(sorted(row, key=lambda placed: placed[0].x0)) for row in rows]


def _fits(row: list[Placed], box: Box) -> bool:
    last = max((placed[0] for placed in row), key=lambda one: one.x1)
    overlap = min(last.x1, box.x1) - max(last.x0, box.x0)
    return mostly_same_row(last, box) and overlap < 0.5 * min(last.x1 - last.x0, box.x1 - box.x0)


def _joined(row: list[Placed]) -> Line:
    box, line = row[0]
    for other, piece in row[1:]:
        # Parts of the width are compared with parts of the width: the size of characters is one.
        apart = other.x0 - box.x1 > GAP * max(line.size, piece.size, 0.001)
        box = box.united(other)
        line = replace(
            line,
            text=line.text + (" " if apart else "") + piece.text,
            box=box,
            size=max(line.size, piece.size),
            sure=min(line.sure, piece.sure),
            is_red=line.is_red and piece.is_red,
        )
    return line


def as_box(x0: float, y0: float, x1: float, y1: float, width: float, height: float) -> Box:
    return Box(x0 / width, y0 / height, x1 / width, y1 / height)
