"""What was read of a file: lines with their place on the page. Everything else in this folder works on these."""

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from opencc import OpenCC

# Width in characters of one line of an office document; what is much longer is a paragraph.
_SPACES = " \t\u3000\u00a0\u2002\u2003\u2009\u200b"
_SPACED = re.compile(rf"[{_SPACES}]+")
_HANZI = r"\u3400-\u9fff\uf900-\ufaff〇○"
_BETWEEN_HANZI = re.compile(rf"(?<=[{_HANZI}（）〔〕：，、。；《》“”★\d]) (?=[{_HANZI}（）〔〕：，、。；《》“”★\d])")
_SINGLES = re.compile(rf"(?<![^ ])(?:[{_HANZI}] ){{3,}}[{_HANZI}](?![^ ])")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")
_READINGS = re.compile(rf"(?<=[{_HANZI}])[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{{1,7}}[)）]")
# Same length in, same length out: places found in the plain text are places in the text as it stands.
_PLAIN = {ord("﹝"): "〔", ord("﹞"): "〕", ord("［"): "〔", ord("］"): "〕", ord("["): "〔", ord("]"): "〕", ord("【"): "〔",
          ord("】"): "〕", ord(":"): "：", ord("∶"): "：", ord("︰"): "：", ord(";"): "；", ord(","): "，", ord("("): "（",
          ord(")"): "）", ord("＊"): "*", ord("⭐"): "★", ord("☆"): "★"}  # fmt: skip
_PLAIN |= {code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
# A page's number alone on its line.
PAGE_NUMBER = re.compile(r"[—\-－―–·•. ]*\d{1,4}[—\-－―–·•. ]*|第? ?\d{1,4} ?页(?:[ ，/]*共 ?\d{1,4} ?页)?|\d{1,4} ?/ ?\d{1,4}")
_to_simplified = OpenCC("t2s")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in parts (0–1) of its width and height; y grows downwards."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def middle(self) -> float:
        return (self.y0 + self.y1) / 2

    def united(self, other: "Box") -> "Box":
        return Box(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))


@dataclass(frozen=True, slots=True)
class Line:
    """One line as printed, or one paragraph of a file without pages.

    Args:
        size: height of the characters in parts of the page's width; 0 where unknown.
        sure: how sure the reader is of the words, 0–1; 1 where nothing had to be recognised.
    """

    text: str
    page: int = 0
    box: Box | None = None
    size: float = 0.0
    sure: float = 1.0
    is_red: bool = False
    is_paragraph: bool = False

    @property
    def plain(self) -> str:
        """The text in simplified characters with one kind of bracket and digit, as long as the text itself."""
        return plain(self.text)


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as read.

    Args:
        kind: docx, text, pdf, ofd or scan.
        pages: how many pages it has; 0 where it has none.
        read: which pages were read, from 0.
        notes: Chinese sentences about what the reader met.
        sizes: width and height of each page read, in any unit.
    """

    lines: tuple[Line, ...]
    kind: str
    pages: int = 0
    read: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    sizes: dict[int, tuple[float, float]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def is_whole(self) -> bool:
        return len(self.read) == self.pages


def cleaned(lines: list[Line]) -> list[Line]:
    """Return the lines without empty ones, with letter-spaced words closed up and other gaps as one space."""
    found = []
    for line in lines:
        for part in line.text.split("\n"):
            text = tidy(part)
            if text:
                found.append(replace(line, text=text))
    return found


def tidy(text: str) -> str:
    """Close up letter-spaced words (国 务 院), keep other gaps as one space: they part names that stand side by side.

    Readings of characters in brackets (大發(fā)展) are taken out: some web pages add them.
    """
    text = _READINGS.sub("", _SPACED.sub(" ", _UNSEEN.sub("", text)).strip())
    if " " not in text:
        return text
    tokens = text.split(" ")
    if len(tokens) >= 3 and sum(len(token) <= 1 for token in tokens) >= 0.7 * len(tokens):
        return _BETWEEN_HANZI.sub("", text)
    return _SINGLES.sub(lambda match: match[0].replace(" ", ""), text)


@lru_cache(maxsize=8192)
def _simple(character: str) -> str:
    found = _to_simplified.convert(character)
    return found if len(found) == 1 else character


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return the text for matching: simplified, half-width digits, one kind of bracket, of the same length."""
    text = text.translate(_PLAIN)
    return "".join(character if character < "\u3400" else _simple(character) for character in text)


def is_traditional(text: str) -> bool:
    """Tell whether a text is written in Traditional characters."""
    hanzi = [character for character in text if character >= "\u3400"][:4000]
    return bool(hanzi) and sum(_simple(character) != character for character in hanzi) > 0.08 * len(hanzi)


def mostly_same_row(first: Box, second: Box) -> bool:
    """Tell whether two boxes stand on one line: their middles lie within half the lower one's height."""
    return abs(first.middle - second.middle) < 0.5 * min(first.height, second.height)
