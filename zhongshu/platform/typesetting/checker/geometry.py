"""Measure a PDF or an OFD file against the rules of GB/T 9704-2012 that a ruler can check; each finding names its ``FMT-*`` rule.

The numbers here are the standard's own, written down again on purpose: a mistake in the layout engine must not be repeated
by its checker.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from . import measured_ofd
from .measured import MeasuredPage, Stroke, TextLine, read_pages

NUMBER = re.compile(r"〔\d{4}〕\d+号|^第\d+号$|第\d+期")
PAGE_NUMBER = re.compile(r"^[—\-－](\d+)[—\-－]$")
MAY_NOT_BEGIN = frozenset("、，。．；：？！）》〉」』】〕〗”’")
MAY_NOT_END = frozenset("（《〈「『【〔〖“‘")
# Some glyphs reach out of their em box by a twentieth.
INK_OVERHANG = 0.5
# What hangs on the ink of single glyphs, which an OFD file does not tell.
OF_INK = frozenset(["FMT-MASTHEAD-POS", "FMT-PAGENO-STYLE", "FMT-PAGENO-SIDE", "FMT-SEAL-POS"])
OF_INK_WORDS = frozenset(["双线至发文机关标志", "发文字号至发文机关标志", "分隔线至发文字号"])
EDGE_OF_EM = 1.0  # mm: how far an em box may reach where its ink does not
LINE = 225 / 21.54  # a line of the grid, mm; only used for counting


@dataclass(frozen=True, slots=True)
class Measure:
    """One measurement: what the rule asks, what was found, how far they may differ; ``page`` counts from 1."""

    rule: str
    page: int
    what: str
    expected: float
    found: float
    tolerance: float
    severity: str = "error"

    @property
    def ok(self) -> bool:
        return abs(self.found - self.expected) <= self.tolerance

    @property
    def sentence(self) -> str:
        return (
            f"第{self.page}页{self.what}应为{self.expected:g}毫米，实测{self.found:.1f}毫米"
            if self.rule != "FMT-PAGE-GRID"
            else f"第{self.page}页{self.what}应为{self.expected:g}，实为{self.found:g}"
        )


def measure(data: bytes) -> list[Measure]:
    """Return every measurement made on a PDF or an OFD file; those that are not ``ok`` are its faults.

    Raises:
        RuleBroken: the file cannot be read.
    """
    if not data.startswith(b"PK"):
        return _Checker(read_pages(data)).measures()
    made = _Checker(measured_ofd.read_pages(data)).measures()
    kept = [one for one in made if one.rule not in OF_INK and one.what not in OF_INK_WORDS]
    return [replace(one, tolerance=max(one.tolerance, EDGE_OF_EM)) if "超出版心" in one.what else one for one in kept]


def faults(data: bytes) -> list[Measure]:
    """Return the measurements that break their rule."""
    return [found for found in measure(data) if not found.ok]


class _Checker:
    def __init__(self, pages: list[MeasuredPage]) -> None:
        self.pages = pages
        first = pages[0]
        self.red_bars = sorted(
            (bar for bar in first.strokes if bar.red and bar.width > 140 and bar.height < 3), key=lambda bar: bar.y
        )
        self.letter = len(self.red_bars) >= 3 and self.red_bars[0].width > 165
        self.masthead = [line for line in first.lines if line.red and line.size > 11]
        text = "".join(line.text for line in self.masthead)
        self.command = text.endswith("令")
        self.turned_or_sealed = any(page.turned for page in pages)

    def measures(self) -> list[Measure]:
        found = [*self._paper(), *self._masthead_place(), *self._rules(), *self._number(), *self._title()]
        for index, page in enumerate(self.pages, start=1):
            found += self._area(index, page)
            found += self._grid(index, page)
            found += self._marks(index, page)
            found += self._page_number(index, page)
        return [*found, *self._imprint(), *self._seals()]

    def _paper(self) -> Iterator[Measure]:
        for index, page in enumerate(self.pages, start=1):
            yield Measure("FMT-PAGE-SIZE", index, "纸张宽度", 210, page.width, 1)
            yield Measure("FMT-PAGE-SIZE", index, "纸张高度", 297, page.height, 1)

    def _masthead_place(self) -> Iterator[Measure]:
        if not self.masthead:
            return
        expected = 30 if self.letter else 57 if self.command else 72
        yield Measure("FMT-MASTHEAD-POS", 1, "发文机关标志上边缘至纸边", expected, self.masthead[0].top, 1)
        left, right = min(line.left for line in self.masthead), max(line.right for line in self.masthead)
        yield Measure("FMT-MASTHEAD-STYLE", 1, "发文机关标志中线", 106, (left + right) / 2, 2.5, "warning")
        yield Measure("FMT-MASTHEAD-STYLE", 1, "发文机关标志超出版心", 0, max(0.0, 28 - left, right - 184), 0.5, "warning")

    def _rules(self) -> Iterator[Measure]:
        if self.letter:
            bars = self.red_bars
            lower = [bar for bar in bars if bar.y > 200]
            upper = [bar for bar in bars if bar.y < 200]
            for bar in bars:
                yield Measure("FMT-LETTER-RULES", 1, "红色双线长度", 170, bar.width, 0.5)
                yield Measure("FMT-LETTER-RULES", 1, "红色双线中线", 105, bar.x + bar.width / 2, 1.2)
            if upper and self.masthead:
                yield Measure("FMT-LETTER-RULES", 1, "双线至发文机关标志", 4, upper[0].y - self.masthead[-1].bottom, 0.6)
                if len(upper) == 2:
                    yield Measure("FMT-LETTER-RULES", 1, "上双线上粗下细", 1, float(upper[0].height > upper[1].height), 0)
            if lower:
                yield Measure("FMT-LETTER-RULES", 1, "下双线至纸边", 20, 297 - lower[-1].y - lower[-1].height, 1)
                if len(lower) == 2:
                    yield Measure("FMT-LETTER-RULES", 1, "下双线上细下粗", 1, float(lower[0].height < lower[1].height), 0)
            return
        for bar in self.red_bars[:1]:
            yield Measure("FMT-HEADER-RULE", 1, "分隔线长度", 156, bar.width, 0.5)
            yield Measure("FMT-HEADER-RULE", 1, "分隔线左端", 28, bar.x, 0.5)
            above = [line for line in self.pages[0].lines if line.bottom < bar.y and NUMBER.search(line.text)]
            if above:
                # Between the bottom of the em box of the number and the rule.
                em = above[-1].size * 25.4 / 72
                yield Measure("FMT-HEADER-RULE", 1, "分隔线至发文字号", 4, bar.y - (above[-1].baseline + 0.12 * em), 0.6)

    def _number(self) -> Iterator[Measure]:
        found = [line for line in self.pages[0].lines if NUMBER.search(line.text) and line.size < 18 and line.baseline < 150][:1]
        for line in found:
            if "签发人" in line.text or self._signatories():
                yield Measure("FMT-DOCNO-POS", 1, "发文字号左空一字", 28 + 5.57, line.left, 1.2, "warning")
            elif self.letter:
                yield Measure("FMT-DOCNO-POS", 1, "发文字号右端", 184, line.right, 1.5, "warning")
            else:
                yield Measure("FMT-DOCNO-POS", 1, "发文字号中线", 106, (line.left + line.right) / 2, 2.5, "warning")
            if self.masthead and not self.letter and not self._signatories():
                em = line.size * 25.4 / 72
                gap = line.baseline - 0.88 * em - max(mark.bottom for mark in self.masthead)
                yield Measure("FMT-DOCNO-POS", 1, "发文字号至发文机关标志", 2 * LINE, gap, 2.5, "warning")

    def _signatories(self) -> bool:
        return any("签发人" in line.text for line in self.pages[0].lines)

    def _title_lines(self) -> list[TextLine]:
        top = self.red_bars[0].y if self.red_bars else 0
        return [
            line
            for line in self.pages[0].lines
            if 20 < line.size < 24 and not line.red and line.baseline > top and line.baseline < 255
        ][:8]

    def _title(self) -> Iterator[Measure]:
        lines = self._title_lines()
        # Lines of a title follow each other closely; a name in the stamp's place is not one.
        lines = [line for index, line in enumerate(lines) if index == 0 or line.baseline - lines[index - 1].baseline < 20]
        if not lines or self.command:
            return
        for line in lines:
            yield Measure("FMT-TITLE-FONT", 1, "标题中线", 106, (line.left + line.right) / 2, 2.5, "warning")
        if self.red_bars and not self.letter:
            em = 22 * 25.4 / 72
            gap = lines[0].baseline - 0.88 * em - self.red_bars[0].y - self.red_bars[0].height
            yield Measure("FMT-TITLE-POS", 1, "标题至分隔线", 2 * LINE, gap, 3, "warning")
        below = [line for line in self.pages[0].lines if line.baseline > lines[-1].baseline + 1 and line.baseline < 263]
        yield Measure("FMT-BODY-PAGE1", 1, "首页正文行数不少于1", 1, float(min(1, len(below))), 0)

    def _text_lines(self, page: MeasuredPage) -> list[TextLine]:
        return [line for line in page.lines if 15 < line.size < 17 and 36 < line.baseline < 263 and not line.red]

    def _area(self, index: int, page: MeasuredPage) -> Iterator[Measure]:
        lines = [line for line in page.lines if line.baseline < 262.5 and not (index == 1 and line.red)]
        if not lines or page.turned:
            return
        yield Measure(
            "FMT-PAGE-LEFT", index, "文字超出版心左边", 0, max(0.0, 28 - min(line.left for line in lines)), INK_OVERHANG
        )
        yield Measure(
            "FMT-PAGE-AREA", index, "文字超出版心右边", 0, max(0.0, max(line.right for line in lines) - 184), INK_OVERHANG
        )
        yield Measure("FMT-PAGE-AREA", index, "文字超出版心下边", 0, max(0.0, max(line.bottom for line in lines) - 262), 0.5)
        if not (self.letter and index == 1):
            yield Measure("FMT-PAGE-TOP", index, "文字超出版心上边", 0, max(0.0, 37 - min(line.top for line in lines)), 0.3)

    def _grid(self, index: int, page: MeasuredPage) -> Iterator[Measure]:
        lines = self._text_lines(page)
        if page.turned or len(lines) < 4:
            return
        yield Measure("FMT-PAGE-GRID", index, "行数超出22", 0, float(max(0, len(lines) - 22)), 0, "warning")
        pitches = [after.baseline - before.baseline for before, after in itertools.pairwise(lines)]
        close = [pitch for pitch in pitches if 6 < pitch < 13]
        if len(close) >= 3:
            typical = sorted(close)[len(close) // 2]
            yield Measure("FMT-PAGE-GRID", index, "行距（毫米）", 10.33, round(typical, 2), 0.35, "warning")
        for line in lines:
            full = [glyph for glyph in line.glyphs if ord(glyph.char) > 0x2E7F]
            yield Measure("FMT-PAGE-GRID", index, "一行字数超出30", 0, float(max(0, len(full) - 30)), 0, "warning")

    def _marks(self, index: int, page: MeasuredPage) -> Iterator[Measure]:
        for line in self._text_lines(page):
            text = line.text
            if text[0] in MAY_NOT_BEGIN and line.left < 40:
                yield Measure("FMT-LINE-MARKS", index, f"行首有“{text[0]}”，处数", 0, 1, 0)
            if text[-1] in MAY_NOT_END and line.right > 150:
                yield Measure("FMT-LINE-MARKS", index, f"行末有“{text[-1]}”，处数", 0, 1, 0)

    def _page_number(self, index: int, page: MeasuredPage) -> Iterator[Measure]:
        for line in page.lines:
            match = PAGE_NUMBER.match(line.text)
            if not match or line.baseline < 255:
                continue
            dash = line.glyphs[0]
            yield Measure("FMT-PAGENO-STYLE", index, "页码一字线至版心下边缘", 7, dash.ink[1] - 262, 0.5, "warning")
            if int(match.group(1)) % 2:
                yield Measure("FMT-PAGENO-SIDE", index, "单页码右端至版心右边", 4.94, 184 - line.right, 0.6, "warning")
            else:
                yield Measure("FMT-PAGENO-SIDE", index, "双页码左端至版心左边", 4.94, line.left - 28, 0.6, "warning")

    def _imprint(self) -> Iterator[Measure]:
        number, page = len(self.pages), self.pages[-1]
        bars = sorted(
            (bar for bar in page.strokes if not bar.red and bar.width > 140 and bar.height < 1.2 and bar.y > 40),
            key=lambda bar: bar.y,
        )
        prints = [line for line in page.lines if line.text.endswith("印发") and 13 < line.size < 15]
        if not prints or len(bars) < 2:
            return
        last = bars[-1]
        yield Measure("FMT-IMPRINT-ANCHOR", number, "版记末条线至纸边", 35, 297 - (last.y + last.height / 2), 0.5)
        if not self.letter:
            labels = [line for line in page.lines if line.text.startswith(("抄送：", "主送：")) and 13 < line.size < 15]
            top = min(line.top for line in (*prints, *labels))
            yield from self._imprint_bars(number, [bar for bar in bars if bar.y > top - 9])

    def _imprint_bars(self, number: int, bars: list[Stroke]) -> Iterator[Measure]:
        for place, bar in enumerate(bars):
            thick = place in (0, len(bars) - 1)
            yield Measure("FMT-IMPRINT-RULES", number, "版记线长", 156, bar.width, 0.5)
            yield Measure("FMT-IMPRINT-RULES", number, "版记线粗", 0.35 if thick else 0.25, bar.height, 0.06, "warning")

    def _seals(self) -> Iterator[Measure]:
        for index, page in enumerate(self.pages, start=1):
            round_ones = [box for box in page.pictures if 30 < box[2] < 60 and abs(box[2] - box[3]) < 1]
            for place, (x, y, width, height) in enumerate(round_ones):
                text = [line for line in page.lines if line.baseline < 263]
                covered = [line for line in text if y < line.baseline < y + height and line.right > x and line.left < x + width]
                yield Measure("FMT-SEAL-BLANK", index, "印章下没有文字，处数", 0, float(not covered), 0)
                above = [
                    line for line in text if line.bottom <= min((line.top for line in covered), default=y) and line.size > 15
                ]
                if place == 0 and above:
                    yield Measure(
                        "FMT-SEAL-POS",
                        index,
                        "印章上边超出正文一行",
                        0,
                        max(0.0, y - (above[-1].baseline + 0.12 * above[-1].size * 25.4 / 72) - 10.6),
                        0.5,
                        "warning",
                    )
                for other in round_ones[place + 1 :]:
                    gap_x = max(other[0] - x - width, x - other[0] - other[2])
                    gap_y = max(other[1] - y - height, y - other[1] - other[3])
                    yield Measure("FMT-SEAL-POS", index, "印章相交或相切，处数", 0, float(max(gap_x, gap_y) <= 0), 0)
