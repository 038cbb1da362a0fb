"""How a text is built: paragraphs, their numbers, headings and what stands below them."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from zhongshu.domains.supervision.decomposition.reading import CELL, Reading

_NUMERAL = "[一二三四五六七八九十百零]"
# 一、（一）1.（1）① of the standard order; a paragraph without a number has level 0.
_MARKS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(rf"第(?:{_NUMERAL}{{1,4}}|\d{{1,3}})(?:章|节|篇|编|部分)[：、]?")),
    (2, re.compile(rf"{_NUMERAL}{{1,3}}[、.，](?!是|要)")),
    (3, re.compile(rf"（{_NUMERAL}{{1,3}}）[、.]?")),
    (3, re.compile(rf"第(?:{_NUMERAL}{{1,4}}|\d{{1,3}})条[：、]?")),
    (3, re.compile(rf"(?:问题|任务|事项|项目|清单|意见|建议)(?:{_NUMERAL}{{1,3}}|\d{{1,3}})[：、]")),
    (4, re.compile(r"\d{1,3}(?:[、](?!\d)|[.](?!\d))|\d{1,3}\.(?=[一-龥]|20\d\d年|\d{1,2}月)")),
    (5, re.compile(r"（\d{1,3}）[、.]?|\d{1,3}）[、.]?|\d{1,2}\.\d{1,2}(?:\.\d{1,2})?[、.]?(?=[一-龥])")),
    (6, re.compile(r"[①-⑳]")),
    (
        7,
        re.compile(
            rf"第{_NUMERAL}{{1,2}}(?:件事|项|个方面)?[，、：]|{_NUMERAL}{{1,2}}是(?:要)?|{_NUMERAL}要|其{_NUMERAL}[，、：]"
        ),
    ),
)
_BULLET = re.compile(r"^(?:——|—|●|■|◆|★|▲|\*|-|◇|□|○|➢|Ø)+")
_SENTENCE_END = re.compile(r"[。；！？]")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; ``start`` is where its words begin, behind the number."""

    begin: int
    end: int
    level: int
    start: int


@dataclass
class Section:
    """A numbered paragraph with the paragraphs that follow it up to the next number; the first has no number."""

    level: int
    paragraphs: list[Paragraph] = field(default_factory=list)
    deeper: bool = False  # the next section stands below this one

    @property
    def begin(self) -> int:
        return self.paragraphs[0].start

    @property
    def end(self) -> int:
        return self.paragraphs[-1].end

    def heading(self, reading: Reading) -> tuple[int, int]:
        """Return where the heading stands: the whole first paragraph, or its first sentence if that is short."""
        first = self.paragraphs[0]
        bracket = re.search(
            r"（[^（）]{0,60}(?:：|牵头|负责|单位)", reading.text[first.start : min(first.end, first.start + 120)]
        )
        last = first.start + bracket.start() if bracket and bracket.start() > 3 else first.end
        stop = _SENTENCE_END.search(reading.text, first.start, last)
        colon = reading.text.find("：", first.start, last)
        end = stop.start() if stop else last
        if first.start < colon < end and colon - first.start <= 30:
            end = colon
        return first.start, end

    def headed(self, reading: Reading) -> bool:
        """Tell whether the heading is a line of its own, with text or deeper sections below."""
        first = self.paragraphs[0]
        if self.level == 0 or first.end - first.start > 400:
            return False
        plain = re.sub(r"（[^（）]*(?:（[^（）]*）[^（）]*)*）", "", reading.text[first.start : first.end]).rstrip("。")
        if len(plain) > 70:
            return False
        if not self.deeper and "，" in plain and re.search(r"\d|完成|建成|制定", plain):
            return False  # 上半年建成助餐点10个（牵头单位：县民政局）
        if not self.deeper and reading.text[first.end - 1] in "。；":
            return False  # a sentence, with a line below it
        return not _SENTENCE_END.search(plain) and (self.deeper or len(self.paragraphs) > 1)


def paragraphs(reading: Reading) -> list[Paragraph]:
    found = []
    for line in re.finditer(r"[^\n]+", reading.text):
        begin, end = line.span()
        level, start = 0, begin
        if CELL not in line.group():
            for mark_level, pattern in _MARKS:
                mark = pattern.match(reading.text, begin, end)
                if mark and mark.end() < end:
                    level, start = mark_level, mark.end()
                    break
            if not level and (bullet := _BULLET.match(line.group())):
                start = begin + bullet.end()
        if start < end:
            found.append(Paragraph(begin, end, level, start))
    return found


def sections(lines: list[Paragraph]) -> list[Section]:
    found: list[Section] = []
    for paragraph in lines:
        if paragraph.level or not found:
            found.append(Section(paragraph.level, [paragraph]))
        else:
            found[-1].paragraphs.append(paragraph)
    for section, following in pairwise(found):
        section.deeper = following.level > section.level > 0
    return found


_STOP = re.compile(r"[。！？；\n]|(?=(?:[①-⑳]))")


def sentences(reading: Reading, begin: int, end: int) -> list[tuple[int, int]]:
    """Cut at full stops, semicolons and line ends outside brackets and quotation marks."""
    text, found, depth, start = reading.text, [], 0, begin
    for mark in re.finditer(
        r"[。！？；\n（）“”]|[①-⑳]|(?<=[。；：])(?:（[一二三四五六七八九十\d]{1,3}）|\d{1,2}[.、](?!\d))", text[begin:end]
    ):
        at, char = begin + mark.start(), mark.group()
        if len(char) > 1:
            if depth == 0 and at > start:
                found.append((start, at))
                start = at
        elif char in "（“":
            depth += 1
        elif char in "）”":
            depth = max(0, depth - 1)
            if char == "”" and depth == 0 and text[at - 1] in "。！？" and re.match(r"[一-龥]", text[at + 1 : min(end, at + 2)]):
                found.append((start, at + 1))
                start = at + 1
        elif char == "\n" or (depth == 0 and char in "。！？；"):
            found.append((start, at + (char != "\n")))
            start, depth = at + 1, 0
        elif depth == 0 and at > start:
            found.append((start, at))
            start = at
    found.append((start, end))
    return [(b, e) for b, e in found if reading.text[b:e].strip("。！？；，、：\n\t）（")]
