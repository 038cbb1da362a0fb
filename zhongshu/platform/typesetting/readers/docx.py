"""Read DOCX with its tracked changes, tables and automatic numbers.

Libraries that give "the text of a paragraph" lose both what was inserted and what was deleted under tracking; this reads
the document's own XML, so that the final, the original and the marked-up text are all exact.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from zhongshu.kernel.errors import RuleBroken

from .numbering import Numbering
from .package import Package, find_all, local

Mode = Literal["final", "original", "all"]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
INSERTED, DELETED = {"ins", "moveTo"}, {"del", "moveFrom"}
# Relationships that may lead out of the file without harm: they are only followed when a person clicks.
HARMLESS_LINKS = ("/hyperlink",)
# What stands in a paragraph and is no text.
_OTHERS = {"drawing": "picture", "pict": "picture", "footnoteReference": "footnote", "endnoteReference": "footnote"}
DEEPEST = 200
MOST_PARAGRAPHS = 200_000


@dataclass(frozen=True, slots=True)
class Change:
    """A tracked change: ``kind`` inserted or deleted, what, by whom and when as the file says (ISO)."""

    kind: Literal["inserted", "deleted"]
    text: str
    author: str
    date: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment in the margin: what is said, by whom and when as the file says, about which words."""

    text: str
    author: str
    date: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class DocxParagraph:
    """A paragraph: its text with its automatic number, style name, and (table, row, column) when it stands in a cell."""

    text: str
    style: str = ""
    number: str = ""
    cell: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class DocxFile:
    """What a DOCX file holds, in the order of reading."""

    paragraphs: tuple[DocxParagraph, ...]
    changes: tuple[Change, ...]
    tables: tuple[tuple[tuple[str, ...], ...], ...]
    comments: tuple[Comment, ...] = ()
    header_rows: tuple[int, ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    # What text cannot hold, by kind: picture, footnote, textbox, merged, nested.
    others: Mapping[str, int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


def read_docx(data: bytes, *, mode: Mode = "final") -> DocxFile:
    """Read a DOCX file: ``final`` with changes accepted, ``original`` with them rejected, ``all`` with both texts.

    Raises:
        RuleBroken: it is not a DOCX, damaged, encrypted, too large, or draws content from outside the file.
    """
    if data.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise RuleBroken("DOCX 文件加了密码，请先解除密码", code="encrypted_file")
        raise RuleBroken("这是旧版 Word 或 WPS 文件，请先转换为 DOCX", code="old_format")
    package = Package(data, "DOCX")
    _refuse_outside_content(package)
    body = package.xml("word/document.xml")
    styles = (
        {style.get(_w(style, "styleId"), ""): _style_name(style) for style in find_all(package.xml("word/styles.xml"), "style")}
        if "word/styles.xml" in package
        else {}
    )
    numbering = Numbering(package.xml("word/numbering.xml") if "word/numbering.xml" in package else None)
    return _Reader(mode, styles, numbering, _written_comments(package)).read(body, _properties(package))


def _properties(package: Package) -> dict[str, str]:
    """Return the file's own custom properties."""
    if "docProps/custom.xml" not in package:
        return {}
    found = find_all(package.xml("docProps/custom.xml"), "property")
    return {entry.get("name", ""): "".join(entry.itertext()).strip() for entry in found}


def _written_comments(package: Package) -> dict[str, tuple[str, str, str]]:
    """Return, by its id, each comment's words, author and date."""
    if "word/comments.xml" not in package:
        return {}
    found = {}
    for entry in find_all(package.xml("word/comments.xml"), "comment"):
        paragraphs = ("".join(text.text or "" for text in find_all(one, "t")) for one in find_all(entry, "p"))
        words = "\n".join(filter(None, paragraphs))
        found[entry.get(_w(entry, "id"), "")] = (words, entry.get(_w(entry, "author"), ""), entry.get(_w(entry, "date"), ""))
    return found


def _refuse_outside_content(package: Package) -> None:
    for name in package.names:
        if name.endswith(".rels"):
            for relation in find_all(package.xml(name), "Relationship"):
                if relation.get("TargetMode") == "External" and not relation.get("Type", "").endswith(HARMLESS_LINKS):
                    kind = relation.get("Type", "").rsplit("/", 1)[-1]
                    raise RuleBroken(f"DOCX 文件引用了文件以外的内容（{kind}），不能打开", code="external_reference")


def _w(element: etree._Element, name: str) -> str:
    """Return an attribute's full name in the element's own namespace."""
    namespace = etree.QName(element).namespace
    return f"{{{namespace}}}{name}" if namespace else name


def _style_name(style: etree._Element) -> str:
    name = next((child for child in style if isinstance(child.tag, str) and local(child) == "name"), None)
    return name.get(_w(name, "val"), "") if name is not None else ""


class _Reader:
    def __init__(
        self, mode: Mode, styles: dict[str, str], numbering: Numbering, comments: dict[str, tuple[str, str, str]]
    ) -> None:
        self.comments = comments
        # The words under each comment whose range is open; all of them once it is closed.
        self.commented: dict[str, str] = {}
        self.open: set[str] = set()
        self.header_rows: list[int] = []
        self.others: Counter[str] = Counter()
        self.mode = mode
        self.styles = styles
        self.numbering = numbering
        self.paragraphs: list[DocxParagraph] = []
        self.changes: list[Change] = []
        self.tables: list[list[list[list[str]]]] = []
        self.joined = ""

    def read(self, root: etree._Element, properties: Mapping[str, str]) -> DocxFile:
        self._blocks(root, None, 0)
        tables = tuple(tuple(tuple("\n".join(cell) for cell in row) for row in table) for table in self.tables)
        comments = tuple(Comment(*made, self.commented.get(number, "").strip()) for number, made in self.comments.items())
        return DocxFile(
            tuple(self.paragraphs), tuple(self.changes), tables, comments, tuple(self.header_rows), properties, self.others
        )

    def _blocks(self, element: etree._Element, cell: tuple[int, int, int] | None, depth: int) -> None:
        if depth > DEEPEST:
            raise RuleBroken("DOCX 文件嵌套过深，不能打开", code="bad_file")
        for child in element:
            if not isinstance(child.tag, str):
                continue
            name = local(child)
            if name == "p":
                self._paragraph(child, cell)
            elif name == "tbl":
                self.others["nested"] += cell is not None
                self._table(child, depth)
            elif name in ("commentRangeStart", "commentRangeEnd"):
                self._comment_range(child, name)
            elif name in ("body", "sdt", "sdtContent", "customXml", "ins", "del", "moveTo", "moveFrom", "smartTag", "document"):
                self._blocks(child, cell, depth + 1)

    def _table(self, table: etree._Element, depth: int) -> None:
        number = len(self.tables)
        self.tables.append([])
        rows = [row for row in table if isinstance(row.tag, str) and local(row) == "tr"]
        self.header_rows.append(sum(_is_header(row) for row in rows))
        self.others["merged"] += any(find_all(row, "gridSpan") or find_all(row, "vMerge") for row in rows)
        for row_number, row in enumerate(rows):
            self.tables[number].append([])
            for column, cell in enumerate(cell for cell in row if isinstance(cell.tag, str) and local(cell) == "tc"):
                self.tables[number][row_number].append([])
                self._blocks(cell, (number, row_number, column), depth + 1)

    def _paragraph(self, paragraph: etree._Element, cell: tuple[int, int, int] | None) -> None:
        if len(self.paragraphs) >= MOST_PARAGRAPHS:
            raise RuleBroken(f"DOCX 文件超过{MOST_PARAGRAPHS}段，不能打开", code="file_too_large")
        style, number, mark = self._properties(paragraph)
        text = "".join(self._pieces(paragraph))
        # A paragraph mark that was deleted joins the paragraph to the next one.
        if (self.mode, mark) in (("final", "del"), ("original", "ins")):
            self.joined += text
            return
        made = DocxParagraph(number + self.joined + text, style, number, cell)
        self.joined = ""
        self.paragraphs.append(made)
        if cell is not None:
            self.tables[cell[0]][cell[1]][cell[2]].append(made.text)

    def _properties(self, paragraph: etree._Element) -> tuple[str, str, str]:
        """Return (style name, automatic number, whether the paragraph mark itself was inserted or deleted)."""
        style = number = mark = ""
        properties = next((child for child in paragraph if isinstance(child.tag, str) and local(child) == "pPr"), None)
        if properties is None:
            return style, number, mark
        for child in properties:
            if not isinstance(child.tag, str):
                continue
            if local(child) == "pStyle":
                style = self.styles.get(child.get(_w(child, "val"), ""), "")
            elif local(child) == "numPr":
                values = {local(part): part.get(_w(part, "val"), "") for part in child if isinstance(part.tag, str)}
                number = self.numbering.next(values.get("numId", ""), values.get("ilvl", "0"))
            elif local(child) == "rPr":
                names = {local(part) for part in child if isinstance(part.tag, str)}
                mark = "del" if names & DELETED else "ins" if names & INSERTED else ""
        return style, number, mark

    def _pieces(self, paragraph: etree._Element) -> Iterator[str]:
        """Return the paragraph's text by the mode; collect its changes."""
        stack: list[tuple[etree._Element, str, etree._Element | None]] = [(child, "", None) for child in reversed(paragraph)]
        while stack:
            element, state, change = stack.pop()
            if not isinstance(element.tag, str):
                continue
            name = local(element)
            if name in _OTHERS:
                self.others[_OTHERS[name]] += 1
            if name in ("pPr", "rPr", "Fallback", "instrText", "txbxContent"):
                continue
            if name in ("commentRangeStart", "commentRangeEnd"):
                self._comment_range(element, name)
                continue
            if name in INSERTED:
                state, change = "inserted", element
            elif name in DELETED:
                state, change = "deleted", element
            text = _text(element, name)
            if text is not None:
                if state and change is not None:
                    self._note(state, text, change)
                if not state or self.mode == "all" or (state == "inserted") == (self.mode == "final"):
                    for number in self.open:
                        self.commented[number] = self.commented.get(number, "") + text
                    yield text
                continue
            stack += [(child, state, change) for child in reversed(element)]

    def _comment_range(self, element: etree._Element, name: str) -> None:
        number = element.get(_w(element, "id"), "")
        if name == "commentRangeStart":
            self.open.add(number)
        else:
            self.open.discard(number)

    def _note(self, state: str, text: str, change: etree._Element) -> None:
        author, date = change.get(_w(change, "author"), ""), change.get(_w(change, "date"), "")
        kind: Literal["inserted", "deleted"] = "inserted" if state == "inserted" else "deleted"
        place = len(self.paragraphs)
        if (
            self.changes
            and (last := self.changes[-1])
            and (last.kind, last.author, last.date, last.paragraph) == (kind, author, date, place)
        ):
            self.changes[-1] = Change(kind, last.text + text, author, date, place)
        else:
            self.changes.append(Change(kind, text, author, date, place))


def _text(element: etree._Element, name: str) -> str | None:
    """Return what an element of a run prints; None when it is only a container."""
    if name in ("t", "delText"):
        return element.text or ""
    if name == "tab":
        return "\t"
    if name in ("br", "cr"):
        return "\n"
    if name == "noBreakHyphen":
        return "-"
    return None


def _is_header(row: etree._Element) -> bool:
    properties = next((child for child in row if isinstance(child.tag, str) and local(child) == "trPr"), None)
    return properties is not None and bool(find_all(properties, "tblHeader"))
