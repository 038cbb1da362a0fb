"""Printed lines back to paragraphs, so that a register shows text and not a column of lines."""

from collections.abc import Sequence

from zhongshu.domains.documents.intake.lines import PAGE_NUMBER, Line

INDENT = 1.2  # characters by which a first line stands in at least
SHORT = 2.5  # characters by which a last line stays short at least


def paragraphs(lines: Sequence[Line]) -> str:
    """Return the lines as paragraphs, one a line; page numbers are left out."""
    placed = [line.box for line in lines if line.box]
    left = sorted(box.x0 for box in placed)[len(placed) // 10] if placed else 0.0
    right = sorted(box.x1 for box in placed)[len(placed) * 9 // 10] if placed else 1.0
    found: list[str] = []
    before: Line | None = None
    for line in lines:
        if line.box and PAGE_NUMBER.fullmatch(line.plain):
            continue
        if before is not None and _goes_on(before, line, left, right):
            found[-1] += line.text
        else:
            found.append(line.text)
        before = line
    return "\n".join(found)


def _goes_on(before: Line, line: Line, left: float, right: float) -> bool:
    if before.box is None or line.box is None or line.is_paragraph:
        return False
    size = max(line.size, 0.01)
    return line.box.x0 - left < INDENT * size and right - before.box.x1 < SHORT * size
