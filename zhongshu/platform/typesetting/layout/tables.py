"""Ruled tables that run over pages with their head repeated."""

from dataclasses import dataclass, replace

from zhongshu.kernel.errors import RuleBroken

from ..document import Cell, Table
from ..measures import MM
from .composer import Composer
from .lines import Line, break_lines

SIZES = (14.0, 12.0, 10.5, 9.0)
PADDING_X, PADDING_Y = 1.2, 1.4
LINE_PITCH = 1.4  # ems
THIN = 0.25
FEWEST_CHARACTERS = 2.0


@dataclass(slots=True)
class _Set:
    """A cell whose text is broken into lines."""

    text: str
    role: str
    lines: list[Line]
    x: float
    width: float
    align: str
    source: int | None = None


def set_table(composer: Composer, table: Table) -> None:
    """Set a table from the next row on; the text after it continues on the grid.

    Raises:
        RuleBroken: it has more columns than fit even in the smallest size.
    """
    columns = max((sum(cell.span for cell in row) for row in (*table.header, *table.rows)), default=0)
    if not columns:
        return
    size, widths = _widths(composer, table, columns)
    if table.caption:
        group = composer.group("P", table.caption)
        width = composer.text_width(table.caption, "hei", size=size)
        top = composer.claim_row()
        composer.free_text(
            table.caption,
            "hei",
            composer.frame.left + (composer.frame.width - width) / 2,
            top,
            size=size,
            element="table",
            group=group,
        )
    group = composer.group("Table", table.caption)
    header = [_set_row(composer, row, widths, size, "hei") for row in table.header]
    header_height = sum(_height(row, size) for row in header)
    if composer.rows_left() < 2:
        composer.new_page()
    y = composer.frame.row_top(composer.row)
    y = _rows(composer, header, y, size, group)
    for row in table.rows:
        y = _flow_row(composer, _set_row(composer, row, widths, size, "fangsong"), header, header_height, y, size, group)
    composer.go_below(y + 1.0)


def column_shares(table: Table, columns: int) -> list[float]:
    """Return the proportions of a table's columns: as given, else by how much they hold."""
    if len(table.widths) == columns and all(width > 0 for width in table.widths):
        return list(table.widths)
    shares = [1.0] * columns
    for row in (*table.header, *table.rows)[:200]:
        at = 0
        for cell in row:
            if cell.span == 1:
                shares[at] = max(shares[at], min(len(cell.text), 24) ** 0.75)
            at += cell.span
    return shares


def _widths(composer: Composer, table: Table, columns: int) -> tuple[float, list[float]]:
    """Return the type size in points and the columns' widths in mm."""
    rows = (*table.header, *table.rows)
    shares = column_shares(table, columns)
    total = sum(shares)
    full = composer.frame.width
    for size in SIZES:
        least = FEWEST_CHARACTERS * size * MM + 2 * PADDING_X + THIN
        if least * columns > full:
            continue
        spare = full - least * columns
        widths = [least + spare * share / total for share in shares]
        if size > SIZES[-1] and _longest_word_overflows(rows, widths, size):
            continue
        return size, widths
    raise RuleBroken(f"表格有{columns}列，排不进版心，请改为横排附件或拆成几个表", code="table_too_wide")


def _longest_word_overflows(rows: tuple[tuple[Cell, ...], ...], widths: list[float], size: float) -> bool:
    """Tell whether a number would be cut at this size."""
    for row in rows[:200]:
        at = 0
        for cell in row:
            room = sum(widths[at : at + cell.span]) - 2 * PADDING_X
            if cell.text.isascii() and len(cell.text) <= 16 and len(cell.text) * 0.5 * size * MM > room:
                return True
            at += cell.span
    return False


def _set_row(composer: Composer, row: tuple[Cell, ...], widths: list[float], size: float, role: str) -> list[_Set]:
    em = size * MM
    cells, at, x = [], 0, composer.frame.left
    for cell in row:
        width = sum(widths[at : at + cell.span])
        text = cell.text.replace("\n", " ").rstrip()
        text, source = text.lstrip(), None if cell.source is None else cell.source + len(text) - len(text.lstrip())
        measure = max(1.0, (width - 2 * PADDING_X) / em)
        lines = break_lines(text, composer.widths(text, role, size, em), measure, measure, justify=False) if text else []
        cells.append(_Set(text, role, lines, x, width, cell.align, source))
        x += width
        at += cell.span
    if at < len(widths):
        cells.append(_Set("", role, [], x, sum(widths[at:]), "left"))
    return cells


def _height(row: list[_Set], size: float) -> float:
    lines = max((len(cell.lines) for cell in row), default=1) or 1
    return lines * size * MM * LINE_PITCH + 2 * PADDING_Y


def _rows(composer: Composer, rows: list[list[_Set]], y: float, size: float, group: int) -> float:
    for row in rows:
        y = _draw(composer, row, y, _height(row, size), size, group)
    return y


def _flow_row(
    composer: Composer, row: list[_Set], header: list[list[_Set]], header_height: float, y: float, size: float, group: int
) -> float:
    """Draw a row, on the next page when it does not fit; one taller than a page is parted between lines."""
    while True:
        height = _height(row, size)
        bottom = composer.frame.bottom
        if y + height <= bottom + 0.01:
            return _draw(composer, row, y, height, size, group)
        fresh = composer.frame.top + header_height
        if fresh + height > bottom:
            fitting = int((bottom - y - 2 * PADDING_Y) / (size * MM * LINE_PITCH))
            if fitting >= 2 or (fitting >= 1 and y <= fresh + 0.01):
                part = [replace(cell, lines=cell.lines[:fitting]) for cell in row]
                _draw(composer, part, y, _height(part, size), size, group)
                row = [replace(cell, lines=cell.lines[fitting:]) for cell in row]
            elif y <= fresh + 0.01:
                raise RuleBroken("表头太高，一页排不下一行内容，请缩短表头文字", code="table_head_too_tall")
        composer.new_page()
        # A click on a repeated head would lead back to another page: only the first has a place in the draft.
        header = [[replace(cell, source=None) for cell in cells] for cells in header]
        y = _rows(composer, header, composer.frame.top, size, group)


def _draw(composer: Composer, row: list[_Set], y: float, height: float, size: float, group: int) -> float:
    em = size * MM
    pitch = em * LINE_PITCH
    left, right = row[0].x, row[-1].x + row[-1].width
    for edge in (y, y + height):
        composer.bar(left - THIN / 2, edge - THIN / 2, right - left + THIN, THIN, "table")
    for edge in [cell.x for cell in row] + [right]:
        composer.bar(edge - THIN / 2, y, THIN, height, "table")
    for cell in row:
        block = len(cell.lines) * pitch
        top = y + (height - block) / 2 + (pitch - em) / 2
        for number, line in enumerate(cell.lines):
            spare = cell.width - 2 * PADDING_X - line.width * em
            shift = {"left": 0.0, "centre": spare / 2, "right": spare}[cell.align]
            composer.write_line(
                cell.text,
                line,
                cell.role,
                cell.x + PADDING_X + shift,
                top + number * pitch,
                size,
                em,
                element="table",
                group=group,
                source=cell.source,
            )
    composer.lowest = max(composer.lowest, y + height)
    return y + height
