"""The structure of a document that the rules see: paragraphs with their kinds, and what is known besides (facts)."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from zhongshu.domains.documents.checks.words.types import type_of_title


class Kind(StrEnum):
    """What a paragraph is in the document (公文要素)."""

    TITLE = "title"
    NUMBER = "number"
    COPY_NUMBER = "copy_number"
    SECRECY = "secrecy"
    URGENCY = "urgency"
    MASTHEAD = "masthead"
    SIGNATORY = "signatory"
    RECIPIENTS = "recipients"
    HEADING = "heading"
    BODY = "body"
    ATTACHMENT_NOTE = "attachment_note"
    SIGNATURE = "signature"
    DATE = "date_line"
    REMARK = "remark"
    ATTACHMENT = "attachment"
    IMPRINT = "imprint"
    TABLE = "table"


TEXT = frozenset({Kind.BODY, Kind.HEADING})
PROSE = frozenset({Kind.BODY, Kind.HEADING, Kind.ATTACHMENT})


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. ``pieces`` maps its text to the source where lines were joined: (offset in text, place in source)."""

    text: str
    kind: Kind
    index: int = 0
    begin: int = 0
    field: str = "body"
    pieces: tuple[tuple[int, int], ...] = ()

    def source(self, offset: int, *, end: bool = False) -> int:
        """Return where the character at ``offset`` stands in the source; ``end`` gives the place behind the one before."""
        if not self.pieces:
            return self.begin + offset
        at = offset - 1 if end and offset else offset
        start, place = max((piece for piece in self.pieces if piece[0] <= at), default=self.pieces[0])
        return place + offset - start


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a document besides its text. What is not known is left empty, and rules that need it stay silent.

    ``whole``: all of the document is there, so that something missing can be told. ``draft``: it is still being written.
    ``organs``: names in the directory. ``subordinates``: copy recipients that are subordinate to the issuer.
    ``relations``: (recipient, relation) as the organisation knows them. ``attachments``: titles of the files attached.
    """

    document_type: str = ""
    issuer: str = ""
    direction: str = ""
    whole: bool = False
    draft: bool = False
    number: str = ""
    signed_date: dt.date | None = None
    principals: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    subordinates: frozenset[str] = frozenset()
    relations: tuple[tuple[str, str], ...] = ()
    organs: frozenset[str] = frozenset()
    attachments: tuple[str, ...] | None = None
    contact: str = ""
    urgency: str = ""
    public: bool = False
    quoted: Mapping[str, str] = field(default_factory=dict)


_HANZI = {char: number for number, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "O": 0}


def _hanzi_date(text: str) -> dt.date | None:
    """Read a date written in Hanzi, such as 二〇〇四年四月二十七日."""
    found = re.search(r"([〇○零O一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日", text)
    if found is None:
        return None
    year = int("".join(str(_HANZI[char]) for char in found.group(1)))
    month, day = (_small(found.group(place)) for place in (2, 3))
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _small(text: str) -> int:
    """Return a number below a hundred written in Hanzi."""
    tens, mark, ones = text.partition("十")
    if not mark:
        return _HANZI[text[0]]
    return (_HANZI[tens] if tens else 1) * 10 + (_HANZI[ones] if ones else 0)


@dataclass(frozen=True)
class Manuscript:
    """A document as the rules see it."""

    paragraphs: tuple[Paragraph, ...]
    facts: Facts = Facts()

    def of(self, *kinds: Kind) -> list[Paragraph]:
        return [paragraph for paragraph in self.paragraphs if paragraph.kind in kinds]

    @cached_property
    def title(self) -> Paragraph | None:
        return next(iter(self.of(Kind.TITLE)), None)

    @cached_property
    def text(self) -> list[Paragraph]:
        """Return headings and paragraphs of the body, in order, without attachments."""
        return self.of(Kind.BODY, Kind.HEADING)

    @cached_property
    def document_type(self) -> str:
        """Return the 文种 as its Chinese word, as known or as the title says; empty if neither tells."""
        return self.facts.document_type or (type_of_title(self.title.text) if self.title else "")

    @cached_property
    def issuer(self) -> str:
        """Return the issuing organ as known, as signed, or as the title begins."""
        if self.facts.issuer:
            return self.facts.issuer
        signatures = self.of(Kind.SIGNATURE)
        if len(signatures) == 1:
            return re.sub(r"\s", "", signatures[0].text)
        if self.title and (found := re.match(r"(.{2,40}?)关于", self.title.text)):
            return found.group(1)
        return ""

    @cached_property
    def principals(self) -> tuple[str, ...]:
        """Return the principal recipients as known or as written."""
        if self.facts.principals:
            return self.facts.principals
        line = "".join(paragraph.text for paragraph in self.of(Kind.RECIPIENTS))
        return tuple(name for name in re.split(r"[、，,;；]", line.strip().rstrip("：:。")) if name.strip())

    @cached_property
    def date(self) -> dt.date | None:
        """Return the signed date as known or as written; None where there is none or it is no date."""
        if self.facts.signed_date:
            return self.facts.signed_date
        for paragraph in self.of(Kind.DATE):
            found = re.search(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日", paragraph.text)
            if found:
                try:
                    return dt.date(*map(int, found.groups()))
                except ValueError:
                    return None
            if day := _hanzi_date(paragraph.text):
                return day
        return None
