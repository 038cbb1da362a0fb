"""Slips (发文稿纸、文件处理单): ruled cells with a label and a value, and columns in which opinions stand one below the other."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from ..measures import BLACK, RED
from ..pages import Colour, Ink, PageModel
from ..seals.picture import handwriting_size
from .sheet import Box, Sheet

MARGIN, TOP = 22.0, 20.0
TITLE_SIZE, LABEL_SIZE, TEXT_SIZE = 22.0, 12.0, 12.0
PADDING = 1.8
LEAST_CELL, LEAST_COLUMN = 10.5, 26.0
HANDWRITING_HEIGHT = 14.0


@dataclass(frozen=True, slots=True)
class SlipCell:
    """A ruled cell; ``span`` counts how many of the slip's columns it takes."""

    label: str
    value: str = ""
    span: int = 1


@dataclass(frozen=True, slots=True)
class SlipOpinion:
    """One opinion: the words, who, when (as printed).

    Handwriting stands in place of the words: as ``strokes`` (polylines in any unit), which files keep as an annotation signed by
    ``name`` on ``day`` (ISO), or, where only a picture is left, as the PNG ``handwriting``.
    """

    words: str
    name: str = ""
    date: str = ""
    handwriting: bytes = field(default=b"", repr=False)
    strokes: tuple[tuple[tuple[float, float], ...], ...] = field(default=(), repr=False)
    day: str = ""


@dataclass(frozen=True, slots=True)
class SlipColumn:
    """An opinion column (拟稿、核稿、签发、拟办、批示 ...) and what was written in it, in order."""

    label: str
    opinions: tuple[SlipOpinion, ...] = ()
    span: int = 1


C = TypeVar("C", SlipCell, SlipColumn)


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip. ``cells`` and ``opinions`` fill its rows from left to right; a row's last cell is widened to its end.

    ``columns`` is the number of columns that spans refer to; ``note`` stands below the ruled area.
    """

    title: str
    cells: tuple[SlipCell, ...] = ()
    opinions: tuple[SlipColumn, ...] = ()
    columns: int = 2
    note: str = ""
    red: bool = True


def slip_model(slip: Slip) -> PageModel:
    """Lay a slip out; long opinions run over to further pages.

    Raises:
        RuleBroken: it holds a character that cannot be printed.
    """
    return _SlipLayout(slip).model()


@dataclass(slots=True)
class _Piece:
    """Part of a cell that is not parted between pages: a line of text or a handwriting."""

    height: float
    box: Box | None = None
    line: int = 0
    align: str = "left"
    colour: Colour = BLACK
    picture: bytes = b""
    picture_width: float = 0.0
    ink: Ink | None = None


class _SlipLayout:
    def __init__(self, slip: Slip) -> None:
        self.slip = slip
        self.sheet = Sheet(slip.title, left=MARGIN, top=TOP)
        self.colour = RED if slip.red else BLACK

    def model(self) -> PageModel:
        sheet, slip = self.sheet, self.slip
        y = (
            sheet.text(
                slip.title,
                "title",
                TITLE_SIZE,
                sheet.left,
                sheet.top,
                sheet.width,
                align="centre",
                colour=self.colour,
                tag="Title",
            )
            + 4.0
        )
        bottom = sheet.bottom - (8.0 if slip.note else 0.0)
        rows = [(self._cell_row(row), LEAST_CELL) for row in self._rows(slip.cells)]
        opinion_rows = [(self._opinion_row(row), LEAST_COLUMN) for row in self._rows(slip.opinions)]
        needed = sum(self._height(row, least) for row, least in (*rows, *opinion_rows))
        # Empty room on the last page goes to the opinion columns: people write there.
        spare = max(0.0, bottom - y - needed) / len(opinion_rows) if opinion_rows else 0.0
        for row, least in rows:
            y = self._flow(row, least, y, bottom)
        for row, least in opinion_rows:
            y = self._flow(row, self._height(row, least) + spare if spare else least, y, bottom)
        if slip.note:
            sheet.text(slip.note, "fangsong", 10.5, sheet.left, bottom + 1.0, sheet.width, colour=self.colour)
        if len(sheet.composer.pages) > 1:
            sheet.number_pages()
        return sheet.model()

    def _rows(self, cells: Sequence[C]) -> list[list[tuple[C, float]]]:
        """Share cells out over rows; each entry is (cell, width in mm)."""
        rows: list[list[tuple[C, int]]] = []
        row: list[tuple[C, int]] = []
        taken = 0
        columns = max(1, self.slip.columns)
        for cell in cells:
            span = min(max(1, cell.span), columns)
            if taken + span > columns:
                rows.append(row)
                row, taken = [], 0
            row.append((cell, span))
            taken += span
        if row:
            rows.append(row)
        unit = self.sheet.width / columns
        return [
            [
                (cell, unit * (span if index + 1 < len(row) else columns - sum(s for _, s in row[:-1])))
                for index, (cell, span) in enumerate(row)
            ]
            for row in rows
        ]

    def _cell_row(self, row: list[tuple[SlipCell, float]]) -> list[tuple[float, list[_Piece], str]]:
        made = []
        for cell, width in row:
            label_width = self._label_width(cell.label)
            box = self.sheet.box(cell.value, "fangsong", TEXT_SIZE, width - 2 * PADDING - label_width)
            made.append((width, [_Piece(box.pitch, box, index) for index in range(len(box.lines))], cell.label))
        return made

    def _label_width(self, label: str) -> float:
        return self.sheet.composer.text_width(label + "　", "hei", size=LABEL_SIZE)

    def _opinion_row(self, row: list[tuple[SlipColumn, float]]) -> list[tuple[float, list[_Piece], str]]:
        made = []
        for column, width in row:
            pieces: list[_Piece] = []
            label = self.sheet.box(column.label, "hei", LABEL_SIZE, width - 2 * PADDING)
            pieces += [_Piece(label.pitch, label, index, colour=self.colour) for index in range(len(label.lines))]
            for opinion in column.opinions:
                pieces += self._opinion(opinion, width - 2 * PADDING)
            made.append((width, pieces, ""))
        return made

    def _opinion(self, opinion: SlipOpinion, width: float) -> list[_Piece]:
        pieces = []
        if opinion.strokes:
            ink = _fitted(opinion, width)
            pieces.append(_Piece(ink.height + 2.0, ink=ink))
        elif opinion.handwriting:
            wide, high = handwriting_size(opinion.handwriting, width, HANDWRITING_HEIGHT)
            pieces.append(_Piece(high + 1.0, picture=opinion.handwriting, picture_width=wide))
        words = self.sheet.box(opinion.words, "kai", TEXT_SIZE, width, indent=2) if opinion.words else None
        if words:
            pieces += [_Piece(words.pitch, words, index) for index in range(len(words.lines))]
        signed = "　".join(part for part in (opinion.name, opinion.date) if part)
        if signed:
            box = self.sheet.box(signed, "fangsong", LABEL_SIZE, width)
            pieces += [_Piece(box.pitch, box, index, align="right") for index in range(len(box.lines))]
        return pieces

    def _height(self, row: list[tuple[float, list[_Piece], str]], least: float) -> float:
        return max(least, *(sum(piece.height for piece in pieces) + 2 * PADDING for _, pieces, _ in row))

    def _flow(self, row: list[tuple[float, list[_Piece], str]], least: float, y: float, bottom: float) -> float:
        """Draw a row; what does not fit goes on on the next page."""
        sheet = self.sheet
        height = self._height(row, least)
        if y + height <= bottom + 0.01:
            return self._draw(row, y, height)
        if y + max(LEAST_CELL, 20.0) > bottom or height <= sheet.bottom - sheet.top:
            sheet.new_page()
            y = sheet.top
            if y + height <= bottom + 0.01:
                return self._draw(row, y, height)
        while True:
            parts, rest = [], []
            for width, pieces, label in row:
                room = bottom - y - 2 * PADDING
                count = 0
                while count < len(pieces) and room >= pieces[count].height:
                    room -= pieces[count].height
                    count += 1
                parts.append((width, pieces[:count], label))
                rest.append((width, pieces[count:], label))
            if not any(pieces for _, pieces, _ in rest):
                return self._draw(parts, y, self._height(parts, LEAST_CELL))
            self._draw(parts, y, bottom - y)
            sheet.new_page()
            y, row = sheet.top, rest

    def _draw(self, row: list[tuple[float, list[_Piece], str]], y: float, height: float) -> float:
        sheet = self.sheet
        x = sheet.left
        for width, pieces, label in row:
            sheet.frame(x, y, width, height, colour=self.colour)
            inner = x + PADDING
            block = sum(piece.height for piece in pieces)
            at = y + PADDING
            if label:
                label_box = sheet.box(label, "hei", LABEL_SIZE, width - 2 * PADDING)
                sheet.write(
                    label_box,
                    inner,
                    y + (height - label_box.pitch) / 2 if block <= label_box.pitch * 1.5 else at,
                    colour=self.colour,
                )
                inner += self._label_width(label)
                at = y + (height - block) / 2
            for piece in pieces:
                if piece.box:
                    sheet.write(
                        piece.box, inner, at, align=piece.align, colour=piece.colour, first=piece.line, last=piece.line + 1
                    )
                elif piece.picture:
                    sheet.composer.picture(
                        inner, at, piece.picture_width, piece.height - 1.0, "handwriting", piece.picture, "手写意见"
                    )
                elif piece.ink:
                    sheet.composer.ink(replace(piece.ink, x=inner, y=at + 0.5))
                at += piece.height
            x += width
        return y + height


def _fitted(opinion: SlipOpinion, width: float) -> Ink:
    """Return the handwriting without the empty paper around it, as large as ``width`` and the usual height allow, at 0, 0."""
    xs, ys = [[point[axis] for stroke in opinion.strokes for point in stroke] for axis in (0, 1)]
    left, top = min(xs), min(ys)
    wide, high = max(max(xs) - left, 1e-6), max(max(ys) - top, 1e-6)
    scale = min(width / wide, HANDWRITING_HEIGHT / high)
    strokes = tuple(tuple(((x - left) * scale, (y - top) * scale) for x, y in stroke) for stroke in opinion.strokes)
    return Ink(0, 0, wide * scale, high * scale, strokes, author=opinion.name, date=opinion.day, words=opinion.words)
