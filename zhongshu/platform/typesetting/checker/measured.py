"""What is on the pages of a PDF, in millimetres from the upper left corner: characters, lines of text, bars."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from zhongshu.kernel.errors import RuleBroken

POINT = 25.4 / 72
LARGEST_FILE = 50 * 1024 * 1024
MOST_PAGES = 500
SAME_LINE = 0.8  # mm between baselines


@dataclass(slots=True)
class Glyph:
    """A printed character: its ink (left, top, right, bottom), the origin on the baseline, size in points."""

    char: str
    x: float
    y: float
    ink: tuple[float, float, float, float]
    size: float
    red: bool
    turned: bool


@dataclass(slots=True)
class TextLine:
    """Characters on one baseline, from left to right."""

    glyphs: list[Glyph] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(glyph.char for glyph in self.glyphs)

    @property
    def baseline(self) -> float:
        return self.glyphs[0].y

    @property
    def left(self) -> float:
        return min(glyph.ink[0] for glyph in self.glyphs)

    @property
    def right(self) -> float:
        return max(glyph.ink[2] for glyph in self.glyphs)

    @property
    def top(self) -> float:
        return min(glyph.ink[1] for glyph in self.glyphs)

    @property
    def bottom(self) -> float:
        return max(glyph.ink[3] for glyph in self.glyphs)

    @property
    def size(self) -> float:
        """Return the size of most of the line's characters."""
        sizes = sorted(round(glyph.size, 1) for glyph in self.glyphs)
        return sizes[len(sizes) // 2]

    @property
    def red(self) -> bool:
        return sum(glyph.red for glyph in self.glyphs) * 2 > len(self.glyphs)


@dataclass(slots=True)
class Stroke:
    """A bar or line, as a rectangle."""

    x: float
    y: float
    width: float
    height: float
    red: bool


@dataclass(slots=True)
class MeasuredPage:
    width: float
    height: float
    lines: list[TextLine]
    strokes: list[Stroke]
    pictures: list[tuple[float, float, float, float]]
    turned: bool


def read_pages(data: bytes) -> list[MeasuredPage]:
    """Measure every page of a PDF.

    Raises:
        RuleBroken: it is not a PDF, damaged, encrypted, or too large.
    """
    if len(data) > LARGEST_FILE:
        raise RuleBroken("PDF 文件太大，不能检查", code="file_too_large")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as failure:
        raise RuleBroken("PDF 文件已损坏或加了密码，不能检查", code="bad_pdf") from failure
    try:
        if len(document) > MOST_PAGES:
            raise RuleBroken(f"PDF 超过{MOST_PAGES}页，不能检查", code="too_many_pages")
        return [_page(document[index]) for index in range(len(document))]
    finally:
        document.close()


def _page(page: pdfium.PdfPage) -> MeasuredPage:
    height = page.get_height()
    text_page = page.get_textpage()
    glyphs = list(_glyphs(text_page, height))
    text_page.close()
    strokes, pictures = [], []
    for item in page.get_objects(max_depth=3):
        left, bottom, right, top = (value * POINT for value in item.get_bounds())
        box = (left, height * POINT - top, right - left, top - bottom)
        if item.type == raw.FPDF_PAGEOBJ_PATH:
            strokes.append(Stroke(*box, _is_red(item)))
        elif item.type == raw.FPDF_PAGEOBJ_IMAGE:
            pictures.append(box)
    turned = sum(glyph.turned for glyph in glyphs) * 2 > len(glyphs)
    upright = [glyph for glyph in glyphs if not glyph.turned]
    return MeasuredPage(page.get_width() * POINT, height * POINT, lines_of(upright), strokes, pictures, turned)


def _glyphs(text_page: pdfium.PdfTextPage, height: float) -> Iterator[Glyph]:
    handle = text_page.raw
    x, y = ctypes.c_double(), ctypes.c_double()
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    channels = [ctypes.c_uint() for _ in range(4)]
    for index in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(handle, index)
        if code < 0x21 or code in (0xA0, 0x3000) or raw.FPDFText_IsGenerated(handle, index) == 1:
            continue
        raw.FPDFText_GetCharOrigin(handle, index, x, y)
        raw.FPDFText_GetCharBox(handle, index, left, right, bottom, top)
        raw.FPDFText_GetFillColor(handle, index, *channels)
        ink = (left.value * POINT, (height - top.value) * POINT, right.value * POINT, (height - bottom.value) * POINT)
        red = channels[0].value > 150 and channels[1].value < 80 and channels[2].value < 80
        turned = abs(abs(raw.FPDFText_GetCharAngle(handle, index)) % 3.1416 - 1.5708) < 0.2
        yield Glyph(
            chr(code),
            x.value * POINT,
            (height - y.value) * POINT,
            ink,
            raw.FPDFText_GetFontSize(handle, index),
            red,
            turned,
        )


def _is_red(item: pdfium.PdfObject) -> bool:
    channels = [ctypes.c_uint() for _ in range(4)]
    found = False
    for read in (raw.FPDFPageObj_GetFillColor, raw.FPDFPageObj_GetStrokeColor):
        if read(item.raw, *channels):
            found |= channels[0].value > 150 and channels[1].value < 80 and channels[2].value < 80
    return found


def lines_of(glyphs: list[Glyph]) -> list[TextLine]:
    """Put glyphs into lines by their baselines, from the top, each from left to right."""
    lines: list[TextLine] = []
    for glyph in sorted(glyphs, key=lambda glyph: (glyph.y, glyph.x)):
        if lines and abs(lines[-1].glyphs[-1].y - glyph.y) < SAME_LINE:
            lines[-1].glyphs.append(glyph)
        else:
            lines.append(TextLine([glyph]))
    for line in lines:
        line.glyphs.sort(key=lambda glyph: glyph.x)
    return lines
