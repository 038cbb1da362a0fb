"""What an official document consists of (公文格式各要素, GB/T 9704-2012): plain values, no positions.

A document is described by its elements; `layout` decides where each one stands. All classes are frozen, so a document can be
a cache key, be compared, and be sent to a background job.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from zhongshu.kernel.errors import RuleBroken

Format = Literal["general", "letter", "command", "minutes"]
FORMATS: tuple[Format, ...] = ("general", "letter", "command", "minutes")


SHORT_ENTRY = 8  # characters


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading (层次序数) of level 1 to 4, with its number as written: ``一、``, ``（一）``, ``1.``, ``（1）``.

    ``run_in`` is the text that follows on the same line. ``source`` is where ``text`` begins in the drafting text, ``run_in``
    following without a gap; None when there is no drafting text.
    """

    level: int
    text: str
    run_in: str = ""
    source: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body, two characters indented unless ``indent`` says otherwise."""

    text: str
    source: int | None = None
    indent: int = 2
    align: Literal["justify", "centre", "right"] = "justify"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; ``span`` counts the columns it covers, ``source`` is where its text begins in the drafting text."""

    text: str
    span: int = 1
    align: Literal["left", "centre", "right"] = "left"
    source: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table. ``header`` rows are repeated at the top of every page that the table reaches.

    ``widths`` are proportions of the width of the type area, one per column; empty means by content.
    """

    rows: tuple[tuple[Cell, ...], ...]
    header: tuple[tuple[Cell, ...], ...] = ()
    widths: tuple[float, ...] = ()
    caption: str = ""

    @classmethod
    def of(
        cls,
        header: Iterable[str | Cell],
        rows: Iterable[Iterable[str | Cell]],
        *,
        widths: Iterable[float] = (),
        caption: str = "",
    ) -> "Table":
        """Build a table from plain strings, or cells of which alignment is yet open; columns of short entries are centred."""
        filled = [[_cell(entry) for entry in row] for row in rows]
        names = [_cell(entry) for entry in header]
        longest = [
            max((len(row[index].text) for row in filled if index < len(row)), default=0)
            for index in range(max(map(len, filled), default=0))
        ]
        return cls(
            rows=tuple(
                tuple(
                    replace(cell, align="centre" if longest[index] <= SHORT_ENTRY else "left") for index, cell in enumerate(row)
                )
                for row in filled
            ),
            header=(tuple(replace(cell, align="centre") for cell in names),) if names else (),
            widths=tuple(widths),
            caption=caption,
        )


def _cell(entry: str | Cell) -> Cell:
    return entry if isinstance(entry, Cell) else Cell(entry)


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attachment (附件) bound with the document; its number follows from its place in the list.

    ``landscape`` turns the page: for wide tables.
    """

    title: str
    body: tuple[Block, ...] = ()
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class SealPicture:
    """The picture of a seal (印章): PNG or JPEG with a transparent or white ground. Empty ``picture``: room is kept "
    "for a hand."""

    organ: str
    picture: bytes = field(default=b"", repr=False)
    diameter: float = 42.0


@dataclass(frozen=True, slots=True)
class SignatureStamp:
    """A signer's post and signature stamp (签名章). Without a picture the name is written in its place."""

    post: str
    name: str
    picture: bytes = field(default=b"", repr=False)
    width: float = 40.0
    height: float = 20.0


@dataclass(frozen=True, slots=True)
class Attendance:
    """One list of a meeting's minutes: ``label`` 出席, 请假 or 列席, and the names."""

    label: str
    names: str


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """An official document (公文) with the elements of GB/T 9704-2012; an element left empty is not printed.

    Attributes:
        format: ``general`` 文件, ``letter`` 信函, ``command`` 命令（令）, ``minutes`` 纪要.
        masthead: organ names of the masthead (发文机关标志), leading organ first; one entry per organ.
        masthead_suffix: ``文件`` as a rule in the general format; empty in the others.
        number: document number (发文字号), ``第5号`` in a command, ``第5期`` in minutes.
        secrecy: mark and period as printed, such as ``秘密★1年``.
        signatories: names after 签发人 on an upward document, in the order of the organs.
        title: line feeds in it are kept as line breaks; without any the lines are chosen by meaning and shape.
        recipients: principal recipients (主送机关) as one sentence; the colon is added.
        signature_organs: issuing organs (发文机关署名) below the body.
        seals: one per signing organ. Empty: the rules for documents without a seal apply.
        stamp: signature stamp in place of organ and seal (commands, motions).
        remark: note (附注) below the date; the round brackets are added.
        copy_recipients: 抄送 as one sentence; the full stop is added.
        move_recipients: print the principal recipients in the imprint (版记); done unasked when page 1 would show no body.
        proper_names: names that a title line must not cut.
        page_numbers: False leaves page numbers (页码) out.
    """

    title: str = ""
    body: tuple[Block, ...] = ()
    format: Format = "general"
    masthead: tuple[str, ...] = ()
    masthead_suffix: str = ""
    number: str = ""
    copy_number: str = ""
    secrecy: str = ""
    urgency: str = ""
    signatories: tuple[str, ...] = ()
    recipients: str = ""
    attachment_list: tuple[str, ...] = ()
    signature_organs: tuple[str, ...] = ()
    signed_date: date | None = None
    seals: tuple[SealPicture, ...] = ()
    stamp: SignatureStamp | None = None
    remark: str = ""
    attendance: tuple[Attendance, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    copy_recipients: str = ""
    printing_organ: str = ""
    print_date: date | None = None
    move_recipients: bool = False
    proper_names: tuple[str, ...] = ()
    page_numbers: bool = True

    def __post_init__(self) -> None:
        if self.format not in FORMATS:
            raise RuleBroken(f"没有“{self.format}”这种公文格式", code="unknown_format", field="format")


def written_date(day: date) -> str:
    """Write a date as official documents do: Arabic digits, no leading zeros (2026年3月5日)."""
    return f"{day.year}年{day.month}月{day.day}日"
