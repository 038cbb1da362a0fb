"""What is proposed for a registration: each field with its value, how sure we are, and the place where it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from zhongshu.domains.documents.intake.lines import Box, Line

# Below this a field is marked as uncertain.
SURE = 0.8
NAMES = {
    "number": "发文字号",
    "title": "标题",
    "issuers": "发文机关",
    "recipients": "主送机关",
    "date": "成文日期",
    "document_type": "文种",
    "secrecy": "密级",
    "urgency": "紧急程度",
    "copy_number": "份号",
    "signers": "签发人",
    "copies_to": "抄送机关",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of characters in a line, by the line's place among all."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """One field: lists (issuers, signers) are joined by 、; ``sure`` is 0–1."""

    value: str
    sure: float
    pieces: tuple[Piece, ...] = ()

    @property
    def is_uncertain(self) -> bool:
        return self.sure < SURE

    def less_sure(self, factor: float) -> "Found":
        return Found(self.value, self.sure * factor, self.pieces)


@dataclass(slots=True)
class Proposal:
    """What a file says about itself. ``body`` is the line with which the text proper begins."""

    fields: dict[str, Found] = field(default_factory=dict)
    body: int = 0

    def __getitem__(self, name: str) -> str:
        return self.fields[name].value if name in self.fields else ""

    def sure_of(self, name: str) -> float:
        return self.fields[name].sure if name in self.fields else 0.0


def whole(index: int, line: Line) -> Piece:
    return Piece(index, 0, len(line.text))


def words(lines: Sequence[Line], pieces: Iterable[Piece]) -> str:
    """Return the text of the pieces as it stands, joined as one line of Chinese is."""
    joined = ""
    for piece in pieces:
        part = lines[piece.line].text[piece.start : piece.end].strip()
        latin = joined[-1:].isascii() and joined[-1:].isalpha() and part[:1].isascii() and part[:1].isalpha()
        joined += (" " if latin else "") + part
    return joined


def certainty(lines: Sequence[Line], pieces: Iterable[Piece]) -> float:
    """Return how sure the reader is of the words of the pieces: the least sure line counts."""
    return min((lines[piece.line].sure for piece in pieces), default=1.0)


def places(lines: Sequence[Line], pieces: Iterable[Piece]) -> list[tuple[int, Box]]:
    """Return (page, box) of each piece that has a place on a page; a part of a line gets its share of the line's width."""
    found = []
    for piece in pieces:
        line = lines[piece.line]
        if line.box is None or not line.text:
            continue
        width = (line.box.x1 - line.box.x0) / len(line.text)
        box = Box(line.box.x0 + width * piece.start, line.box.y0, line.box.x0 + width * piece.end, line.box.y1)
        found.append((line.page, box))
    return found
