"""Registers (台账) and phone booklets (通讯录): ruled lists with their head on every page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..pages import PageModel
from .sheet import Box, Sheet

TITLE_SIZE, NOTE_SIZE, HEAD_SIZE, TEXT_SIZE, GROUP_SIZE = 18.0, 10.5, 10.5, 10.5, 12.0
PADDING_X, PADDING_Y = 1.2, 1.1
THIN = 0.2


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a register: its head, its share of the width, how its entries stand."""

    label: str
    share: float = 1.0
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Register:
    """A register. ``note`` stands below the title (unit, period), ``foot`` at the end (who made it, when)."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    foot: str = ""
    landscape: bool = True


@dataclass(frozen=True, slots=True)
class BookletGroup:
    """A unit in a phone booklet and its people, one row each."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Booklet:
    """A phone booklet (通讯录): units in order, each with a ruled list under the same columns."""

    title: str
    columns: tuple[Column, ...]
    groups: tuple[BookletGroup, ...]
    note: str = ""


def register_model(register: Register) -> PageModel:
    """Lay a register out, landscape by default."""
    sheet = Sheet(register.title, left=15.0, top=18.0, landscape=register.landscape)
    writer = _Lists(sheet, register.columns)
    y = _heading(sheet, register.title, register.note)
    y = writer.rows(register.rows, y, head=True)
    if register.foot:
        y = writer.room(y + 2.0, 8.0, head=False)
        sheet.text(register.foot, "fangsong", NOTE_SIZE, sheet.left, y, sheet.width, align="right")
    sheet.number_pages()
    return sheet.model()


def booklet_model(booklet: Booklet) -> PageModel:
    """Lay a phone booklet out; a unit's name is never left alone at the foot of a page."""
    sheet = Sheet(booklet.title, left=20.0, top=20.0)
    writer = _Lists(sheet, booklet.columns)
    y = _heading(sheet, booklet.title, booklet.note)
    for group in booklet.groups:
        y = writer.room(y + 3.0, 24.0, head=False)
        y = sheet.text(group.name, "hei", GROUP_SIZE, sheet.left, y, sheet.width, tag="H1")
        if group.note:
            y = sheet.text(group.note, "kai", NOTE_SIZE, sheet.left, y, sheet.width)
        y = writer.rows(group.rows, y + 1.0, head=True)
    sheet.number_pages()
    return sheet.model()


def _heading(sheet: Sheet, title: str, note: str) -> float:
    y = sheet.text(title, "title", TITLE_SIZE, sheet.left, sheet.top, sheet.width, align="centre", tag="Title") + 1.5
    return sheet.text(note, "fangsong", NOTE_SIZE, sheet.left, y, sheet.width) + 1.0 if note else y


class _Lists:
    """Writes ruled rows, beginning new pages with the columns' heads."""

    def __init__(self, sheet: Sheet, columns: Sequence[Column]) -> None:
        self.sheet = sheet
        self.columns = columns
        total = sum(column.share for column in columns) or 1.0
        self.widths = [sheet.width * column.share / total for column in columns]

    def room(self, y: float, height: float, *, head: bool) -> float:
        """Return where ``height`` mm fit: here, or at the top of a new page."""
        if y + height <= self.sheet.bottom:
            return y
        self.sheet.new_page()
        return self._head(self.sheet.top) if head else self.sheet.top

    def rows(self, rows: Iterable[Sequence[str]], y: float, *, head: bool) -> float:
        if head:
            y = self._head(y)
        for row in rows:
            boxes = [self._box(text, index, "fangsong", TEXT_SIZE) for index, text in enumerate(row[: len(self.columns)])]
            y = self._flow(boxes, y)
        return y

    def _head(self, y: float) -> float:
        boxes = [self._box(column.label, index, "hei", HEAD_SIZE) for index, column in enumerate(self.columns)]
        return self._draw(boxes, y, centred=True)

    def _box(self, text: str, index: int, role: str, size: float) -> Box:
        return self.sheet.box(text, role, size, self.widths[index] - 2 * PADDING_X)

    def _flow(self, boxes: list[Box], y: float) -> float:
        """Draw a row; one taller than a page goes on on the next."""
        first = 0
        while True:
            pitch = boxes[0].pitch if boxes else 1.0
            left = max((len(box.lines) for box in boxes), default=1) - first
            fitting = int((self.sheet.bottom - y - 2 * PADDING_Y) / pitch)
            if left <= fitting:
                return self._draw(boxes, y, first=first)
            if left * pitch + 2 * PADDING_Y > self.sheet.bottom - self.sheet.top - 30 and fitting > 2:
                self._draw(boxes, y, first=first, last=first + fitting)
                first += fitting
            self.sheet.new_page()
            y = self._head(self.sheet.top)

    def _draw(self, boxes: list[Box], y: float, *, centred: bool = False, first: int = 0, last: int | None = None) -> float:
        lines = max((len(box.lines[first:last]) for box in boxes), default=1) or 1
        height = lines * (boxes[0].pitch if boxes else 5.0) + 2 * PADDING_Y
        x = self.sheet.left
        for index, width in enumerate(self.widths):
            self.sheet.frame(x, y, width, height, thickness=THIN)
            if index < len(boxes):
                box = boxes[index]
                shown = box.lines[first:last]
                top = y + PADDING_Y + (lines - len(shown)) * box.pitch / 2
                align = "centre" if centred else self.columns[index].align
                self.sheet.write(box, x + PADDING_X, top, align=align, first=first, last=last)
            x += width
        return y + height
