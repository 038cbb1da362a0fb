"""A draft that was written on in a word processor, read back as drafting text.

Our own files say by the style of each paragraph what it is; whatever stands between the title and the closing and says nothing of
itself was written in between and belongs to the text. A file of other makers is all text.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..drafting import TABLE_ROW, TABLE_RULE
from ..writers.docx_parts import ROLES
from .docx import Change, DocxFile, DocxParagraph, read_docx

TITLE, RECIPIENTS, BODY = (ROLES[name] for name in ("ZsTitle", "ZsRecipients", "ZsBody"))
REMARK, HEAD = ROLES["ZsRemark"], ROLES["ZsHead"]
AFTER = frozenset(ROLES.values()) - {TITLE, RECIPIENTS, BODY, HEAD}
LOSSES = {
    "picture": "{}幅图片没有带入，请作为附件上传",
    "footnote": "{}处脚注、尾注没有带入，请写进正文",
    "merged": "{}个表格有合并的单元格，已拆成单格",
    "nested": "{}个表格套在单元格里，已接在正文中",
}


@dataclass(frozen=True, slots=True)
class DraftRemark:
    """A comment from the margin, about which words, by whom and when."""

    words: str
    author: str
    date: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class DraftFile:
    """What a word processor gives back.

    Attributes:
        is_ours: whether the paragraphs said what they are; else all is ``body``.
        title, recipients, remark: None where the file has no such paragraph.
        body: drafting text, one paragraph a line, tables as ``| a | b |``.
        changes: tracked changes of the text, already taken into it.
        losses: sentences about what drafting text cannot hold.
    """

    is_ours: bool
    title: str | None
    recipients: str | None
    body: str
    remark: str | None
    changes: tuple[Change, ...] = ()
    remarks: tuple[DraftRemark, ...] = ()
    losses: tuple[str, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)


def read_draft(data: bytes) -> DraftFile:
    """Read a DOCX file as a draft, its tracked changes taken in.

    Raises:
        RuleBroken: it is not a DOCX, damaged, encrypted, too large, or draws content from outside the file.
    """
    file = read_docx(data)
    is_ours = any(paragraph.style in (TITLE, BODY) for paragraph in file.paragraphs)
    remarks = tuple(DraftRemark(one.text, one.author, one.date, one.about) for one in file.comments)
    losses = tuple(sentence.format(file.others[kind]) for kind, sentence in LOSSES.items() if file.others.get(kind))
    if not is_ours:
        body = "\n".join(_lines(file, list(file.paragraphs)))
        return DraftFile(False, None, None, body, None, file.changes, remarks, losses, file.properties)
    title = "".join(_texts(file, TITLE)).replace("\n", "")
    recipients = "".join(_texts(file, RECIPIENTS)).strip().rstrip("：:")
    remark = "".join(_texts(file, REMARK)).strip()
    kept, strayed = _body(file)
    if strayed:
        losses = (*losses, f"落款以后另有{strayed}段文字没有带入，请移到正文中")
    body = "\n".join(_lines(file, kept))
    inner = remark[1:-1] if remark.startswith("（") and remark.endswith("）") else remark
    return DraftFile(True, title, recipients, body, inner, file.changes, remarks, losses, file.properties)


def _texts(file: DocxFile, style: str) -> list[str]:
    return [paragraph.text for paragraph in file.paragraphs if paragraph.style == style and paragraph.cell is None]


def _body(file: DocxFile) -> tuple[list[DocxParagraph], int]:
    """Return the paragraphs of the text, and how many others stand behind it where no text belongs."""
    titles = [place for place, paragraph in enumerate(file.paragraphs) if paragraph.style == TITLE]
    begin = titles[-1] + 1 if titles else 0
    end = next((place for place, one in enumerate(file.paragraphs) if place >= begin and one.style in AFTER), None)
    known = frozenset(ROLES.values())
    kept, strayed = [], 0
    for place, paragraph in enumerate(file.paragraphs):
        if paragraph.style == BODY:
            kept.append(paragraph)
        elif paragraph.style not in known and paragraph.text.strip():
            if place >= begin and (end is None or place < end):
                kept.append(paragraph)
            elif place >= begin:
                strayed += 1
    return kept, strayed


def _lines(file: DocxFile, paragraphs: list[DocxParagraph]) -> Iterator[str]:
    seen: set[int] = set()
    after_table = False
    for paragraph in paragraphs:
        if paragraph.cell is None:
            for line in filter(None, (line.strip() for line in paragraph.text.split("\n"))):
                yield line
                after_table = False
            continue
        number = paragraph.cell[0]
        if number in seen:
            continue
        seen.add(number)
        if after_table:
            yield ""  # two tables without text between them must not become one
        yield from _table(file.tables[number], has_header=file.header_rows[number] > 0)
        after_table = True


def _table(rows: tuple[tuple[str, ...], ...], *, has_header: bool) -> Iterator[str]:
    columns = max((len(row) for row in rows), default=0)
    for place, row in enumerate(rows):
        cells = [" ".join(cell.split()).replace("|", "｜") for cell in row]
        yield "| " + " | ".join([*cells, *[""] * (columns - len(cells))]) + " |"
        if has_header and place == 0:
            yield "|" + "---|" * columns


def canonical(line: str) -> str:
    """Return a line of drafting text as it comes back from a word processor, to be compared with what was sent there."""
    line = line.strip()
    if TABLE_RULE.match(line):
        return "|---|"
    row = TABLE_ROW.match(line)
    if not row:
        return line
    cells = [" ".join(cell.split()) for cell in row.group(1).split("|")]
    while cells and not cells[-1]:
        cells.pop()
    return "| " + " | ".join(cells) + " |"
