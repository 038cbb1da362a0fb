"""A document as DOCX by the same rules: 22 lines of 28 characters, red head, imprint at the foot, page numbers on
alternate sides.

Word processors break lines themselves, so this is the office's working copy; PDF and OFD are the printed form. Seals are not
drawn here: they are pressed on paper or set in PDF and OFD; their room is kept. The XML is written in schema order,
without dates.
"""

import re
from collections.abc import Mapping
from typing import Any

from ..document import Attachment, Block, Cell, Heading, OfficialDocument, Table, written_date
from ..layout.checks import printable
from ..layout.engine import lay_out
from ..layout.tables import column_shares
from ..layout.titles import title_lines, title_width
from ..measures import ASCENT, IMPRINT_PITCH, LEFT, MM, PITCH, ROWS, TITLE_COLUMNS, TOP
from ..pages import PageModel, Run
from .docx_parts import (
    CONTENT_TYPES,
    RELATIONS,
    ROOT_RELATIONS,
    SETTINGS,
    STYLES,
    core_properties,
    custom_properties,
    document_part,
    footer_part,
    section_properties,
)
from .docx_text import (
    CHAR,
    CLOSING,
    FANGSONG,
    HEI,
    IMPRINT,
    KAI,
    LETTER_RULE,
    LINE,
    MASTHEAD_HALF_POINTS,
    MASTHEAD_LINE,
    NO_CELL_MARGINS,
    RED,
    RULE,
    TABLE_HALF_POINTS,
    TITLE,
    TITLE_LINE,
    WIDTH_TWIPS,
    Style,
    cells_of,
    indent_of,
    paragraph,
    run,
)
from .ofd import pack

# The beginning of a paragraph that has neither borders nor tabs nor a break before it.
_PLAIN = re.compile(r"^(<w:p><w:pPr>(?:<w:pStyle [^>]*/>)?)(?=<w:(?:snapToGrid|spacing))")


def write_docx(document: OfficialDocument, properties: Mapping[str, str] | None = None) -> bytes:
    """Return the document as a DOCX file; ``properties`` of our own go with it, to be found when it comes back."""
    return _Writer(printable(document), lay_out(document)).write(properties or {})


class _Writer:
    def __init__(self, document: OfficialDocument, model: PageModel) -> None:
        self.document = document
        self.model = model
        self.parts: list[str] = []
        self.role = ""

    def write(self, properties: Mapping[str, str]) -> bytes:
        document = self.document
        self.role = "ZsHead"
        self._head()
        self.role = "ZsTitle"
        self._title(document.title)
        self.role = "ZsRecipients"
        if document.recipients and not document.move_recipients:
            self._add(run(document.recipients.rstrip("：:，,。") + "："))
        self.role = "ZsBody"
        self._blocks(document.body)
        self.role = "ZsAttachmentList"
        self._attachment_list()
        self.role = "ZsAttendance"
        self._attendance()
        self.role = "ZsClosing"
        self._signature()
        self.role = "ZsRemark"
        if document.remark:
            remark = document.remark.strip()
            self._add(run(remark if remark.startswith("（") else f"（{remark}）"), indent=indent_of(first=2))
        landscape = False
        self.role = "ZsAttachment"
        for number, attachment in enumerate(document.attachments, start=1):
            landscape = self._attachment(attachment, number if len(document.attachments) > 1 else 0, landscape)
        if landscape:
            self._end_section(landscape=True)
        self.role = "ZsImprint"
        self._imprint()
        letter = document.format == "letter"
        files = {
            "[Content_Types].xml": CONTENT_TYPES,
            "_rels/.rels": ROOT_RELATIONS,
            "docProps/core.xml": core_properties(document.title.replace("\n", ""), self.model.date),
            "docProps/custom.xml": custom_properties(properties),
            "word/document.xml": document_part("".join(self.parts), letter=letter),
            "word/_rels/document.xml.rels": RELATIONS,
            "word/styles.xml": STYLES,
            "word/settings.xml": SETTINGS,
            "word/footer1.xml": footer_part("right") if document.page_numbers else footer_part(""),
            "word/footer2.xml": footer_part("left") if document.page_numbers else footer_part(""),
            "word/footer3.xml": footer_part(""),
        }
        return pack({name: text.encode() for name, text in files.items()})

    def _add(self, content: str, **style: Any) -> None:
        """Add a paragraph; ``style`` are the fields of `Style`."""
        self.parts.append(paragraph(content, Style(role=self.role, **style)))

    def _blank(self, count: int = 1) -> None:
        for _ in range(count):
            self._add("")

    # -- header block

    def _head(self) -> None:
        document = self.document
        letter = document.format == "letter"
        marks = [(document.copy_number, FANGSONG), (document.secrecy, HEI), (document.urgency, HEI)]
        present = [mark for mark in marks if mark[0]]
        if letter:
            self._masthead(before=0, borders=LETTER_RULE, indent='w:left="-454" w:right="-340"')
            if present or document.number:
                first = present[0] if present else ("", FANGSONG)
                tabs = f'<w:tab w:val="right" w:pos="{WIDTH_TWIPS}"/>'
                self._add(run(first[0], first[1]) + "<w:r><w:tab/></w:r>" + run(document.number), tabs=tabs, before=280)
            for text, font in present[1:]:
                self._add(run(text, font))
            return
        rows = 3 if document.format != "command" else 1
        for text, font in present[:rows]:
            self._add(run(text, font))
        self._blank(rows - len(present[:rows]))
        if document.masthead:
            self._masthead(before=120, borders="", indent="")
        if document.format == "command":
            if document.number:
                self._add(run(document.number), align="center", before=2 * LINE)
            return
        self._number()

    def _masthead(self, *, before: int, borders: str, indent: str) -> None:
        names, suffix = self.document.masthead, self.document.masthead_suffix
        if not names:
            return
        if len(names) == 1:
            text = names[0] + suffix
            size, scale = _masthead_size(len(text))
            self._add(
                run(text, TITLE, size, colour=RED, scale=scale, spacing=0),
                align="center",
                before=before,
                line=max(size * 12, MASTHEAD_LINE),
                borders=borders,
                indent=indent,
                snap=False,
            )
            return
        longest = max(map(len, names))
        size, scale = _masthead_size(
            longest + len(suffix) + 1, most=max(20, min(MASTHEAD_HALF_POINTS, round(84 / (len(names) * 1.25) / MM * 2)))
        )
        line = size * 12
        right = len(suffix) * size * 10 * scale // 100 + 200 if suffix else 0
        left = WIDTH_TWIPS - right
        stack = "".join(
            paragraph(
                run(name, TITLE, size, colour=RED, scale=scale, spacing=0),
                Style(role=self.role, snap=False, line=line, align="distribute"),
            )
            for name in names
        )
        cells = f'<w:tc><w:tcPr><w:tcW w:w="{left}" w:type="dxa"/></w:tcPr>{stack}</w:tc>'
        if suffix:
            label = paragraph(
                run(suffix, TITLE, size, colour=RED, scale=scale, spacing=0), Style(role=self.role, snap=False, line=line)
            )
            cells += f'<w:tc><w:tcPr><w:tcW w:w="{right}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{label}</w:tc>'
        grid = f'<w:gridCol w:w="{left}"/>' + (f'<w:gridCol w:w="{right}"/>' if suffix else "")
        self.parts.append(
            f'<w:tbl><w:tblPr><w:tblW w:w="{WIDTH_TWIPS}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{NO_CELL_MARGINS}</w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid><w:tr>{cells}</w:tr></w:tbl>"
        )

    def _number(self) -> None:
        document = self.document
        if document.signatories:
            rows = [document.signatories[index : index + 2] for index in range(0, len(document.signatories), 2)]
            names = ["　".join(_spread_name(name) for name in row) for row in rows]
            longest = max(cells_of(text) for text in names)
            start = round((28 - 1 - longest - 4) * CHAR)
            tabs = f'<w:tab w:val="left" w:pos="{start}"/><w:tab w:val="left" w:pos="{start + 4 * CHAR}"/>'
            for index, text in enumerate(names):
                last = index == len(names) - 1
                content = run(document.number) if last and document.number else ""
                content += "<w:r><w:tab/></w:r>" + (run("签发人：") if index == 0 else "<w:r><w:tab/></w:r>") + run(text, KAI)
                self._add(
                    content,
                    tabs=tabs,
                    before=2 * LINE if index == 0 else 0,
                    borders=RULE if last else "",
                    indent=indent_of(first=1) if last and document.number else "",
                )
        elif document.number:
            self._add(run(document.number), align="center", before=2 * LINE, borders=RULE)
        elif document.masthead:
            self._add("", borders=RULE)

    # -- main block

    def _title(self, title: str, *, before: int = 2 * LINE, outline: int = 0) -> None:
        if not title:
            self._blank(2)
            return
        lines = title_lines(title, self.document.proper_names, TITLE_COLUMNS)
        content = "<w:r><w:br/></w:r>".join(
            run(line, TITLE, 44, spacing=0, scale=min(100, int(2000 / max(title_width(line), 1)))) for line in lines
        )
        self._add(content, align="center", before=before, line=TITLE_LINE, snap=False, outline=outline)
        self._blank()

    def _blocks(self, blocks: tuple[Block, ...], width: int = WIDTH_TWIPS) -> None:
        fonts = {1: HEI, 2: KAI}
        for block in blocks:
            if isinstance(block, Table):
                self._table(block, width)
            elif isinstance(block, Heading):
                content = run(block.text, fonts.get(block.level, FANGSONG)) + (run(block.run_in) if block.run_in else "")
                self._add(content, indent=indent_of(first=2), align="both", outline=None if block.run_in else block.level)
            else:
                align = {"justify": "both", "centre": "center", "right": "right"}[block.align]
                self._add(run(block.text), indent=indent_of(first=block.indent if block.align == "justify" else 0), align=align)

    def _table(self, table: Table, width: int) -> None:
        columns = max((sum(cell.span for cell in row) for row in (*table.header, *table.rows)), default=0)
        if not columns:
            return
        if table.caption:
            self._add(run(table.caption, HEI, TABLE_HALF_POINTS), align="center")
        shares = column_shares(table, columns)
        widths = [round(width * share / sum(shares)) for share in shares]
        borders = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        grid = "".join(f'<w:gridCol w:w="{value}"/>' for value in widths)
        rows = "".join(self._row(row, widths, header=True) for row in table.header) + "".join(
            self._row(row, widths, header=False) for row in table.rows
        )
        self.parts.append(
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
        )
        self.parts.append(paragraph("", Style(role=self.role, line=20, snap=False)))

    def _row(self, row: tuple[Cell, ...], widths: list[int], *, header: bool) -> str:
        cells, at = [], 0
        for cell in row:
            align = {"left": "left", "centre": "center", "right": "right"}[cell.align]
            content = paragraph(
                run(cell.text, HEI if header else FANGSONG, TABLE_HALF_POINTS, spacing=0),
                Style(role=self.role, line=340, snap=False, align=align),
            )
            span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
            cells.append(
                f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths[at : at + cell.span])}" w:type="dxa"/>{span}<w:vAlign '
                f'w:val="center"/></w:tcPr>{content}</w:tc>'
            )
            at += cell.span
        if at < len(widths):
            cells.append(
                f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths[at:])}" w:type="dxa"/><w:gridSpan w:val="{len(widths) - at}"/>'
                f"</w:tcPr>{paragraph('', Style(role=self.role, line=340))}</w:tc>"
            )
        properties = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if header else "<w:trPr><w:cantSplit/></w:trPr>"
        return f"<w:tr>{properties}{''.join(cells)}</w:tr>"

    def _attachment_list(self) -> None:
        names = self.document.attachment_list
        if not names:
            return
        self._blank()
        for index, name in enumerate(names, start=1):
            number = f"{index}." if len(names) > 1 else ""
            hang = 3 + cells_of(number) if index == 1 else cells_of(number)
            self._add(
                run(("附件：" if index == 1 else "") + number + name),
                indent=indent_of(left=2 + hang if index == 1 else 5 + hang, hanging=hang),
            )

    def _attendance(self) -> None:
        if self.document.format != "minutes" or not self.document.attendance:
            return
        self._blank()
        for entry in self.document.attendance:
            label = entry.label.rstrip("：:") + "："
            self._add(run(label, HEI) + run(entry.names), indent=indent_of(left=2 + len(label), hanging=len(label)))

    def _signature(self) -> None:
        """Write signature and date row by row where our own layout has them, each text at its tab stop."""
        for page in self.model.pages:
            rows: dict[int, list[Run]] = {}
            for text in page.runs:
                if text.element in CLOSING:
                    rows.setdefault(_row_of(text), []).append(text)
            if not rows:
                continue
            above = [
                _row_of(text)
                for text in page.runs
                if text.element not in CLOSING and text.element not in IMPRINT and _row_of(text) < min(rows)
            ]
            last = max(above, default=-1)
            # The line above goes along: signature and seal do not stand on a page without text.
            self.parts[-1] = _PLAIN.sub(r"\1<w:keepNext/>", self.parts[-1], count=1)
            for row in sorted(rows):
                for _ in range(row - last - 1):
                    self._add("", keep_next=True)
                last = row
                texts = _whole_texts(rows[row])
                tabs = "".join(f'<w:tab w:val="left" w:pos="{max(1, round((text.x - LEFT) / MM * 20))}"/>' for text, _ in texts)
                content = "".join(
                    "<w:r><w:tab/></w:r>" + run(words, KAI if text.element == "stamp" else FANGSONG, round(text.size * 2))
                    for text, words in texts
                )
                self._add(content, tabs=tabs, keep_next=row != max(rows))

    # -- attachments and imprint

    def _attachment(self, attachment: Attachment, number: int, landscape: bool) -> bool:
        """Write an attachment; return whether the section now open is a landscape one."""
        if attachment.landscape != landscape:
            self._end_section(landscape=landscape)
        label = f"附件{number}" if number else "附件"
        self._add(run(label, HEI), break_before=attachment.landscape == landscape)
        self._blank()
        self._title(attachment.title, before=0)
        self._blocks(attachment.body, round(225 / 25.4 * 1440) if attachment.landscape else WIDTH_TWIPS)
        return attachment.landscape

    def _end_section(self, *, landscape: bool) -> None:
        self._add(
            "", section=section_properties(letter=self.document.format == "letter", landscape=landscape), line=20, snap=False
        )

    def _imprint(self) -> None:
        document = self.document
        letter = document.format == "letter"
        moved = any(run_.element == "moved_recipients" for run_ in self.model.pages[-1].runs)
        entries = [("主送：", document.recipients)] if moved else []
        entries += [("抄送：", document.copy_recipients)] if document.copy_recipients else []
        rows = []
        for label, text in entries:
            content = run(f"{label}{text.strip().rstrip('：:，,。')}。", FANGSONG, 28, spacing=0)
            rows.append(
                paragraph(
                    content,
                    Style(role=self.role, line=560, snap=False, indent=f'w:left="{280 * 4}" w:right="280" w:hanging="{280 * 3}"'),
                )
            )
        if not letter and (document.printing_organ or document.print_date):
            date = written_date(document.print_date) + "印发" if document.print_date else ""
            tabs = f'<w:tab w:val="right" w:pos="{WIDTH_TWIPS - 280}"/>'
            rows.append(
                paragraph(
                    run(document.printing_organ, FANGSONG, 28, spacing=0)
                    + "<w:r><w:tab/></w:r>"
                    + run(date, FANGSONG, 28, spacing=0),
                    Style(role=self.role, line=560, snap=False, indent='w:left="280"', tabs=tabs),
                )
            )
        if not rows:
            return
        self.parts.append(paragraph("", Style(role=self.role, before=self._room_above_imprint(), line=20, snap=False)))
        thick = 'w:val="single" w:sz="8" w:space="0" w:color="000000"'
        thin = 'w:val="single" w:sz="6" w:space="0" w:color="000000"'
        borders = "" if letter else f"<w:tblBorders><w:top {thick}/><w:bottom {thick}/><w:insideH {thin}/></w:tblBorders>"
        body = "".join(
            f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{WIDTH_TWIPS}" w:type="dxa"/>'
            f"</w:tcPr>{row}</w:tc></w:tr>"
            for row in rows
        )
        self.parts.append(
            '<w:tbl><w:tblPr><w:tblpPr w:vertAnchor="margin" w:horzAnchor="margin" w:tblpX="0" w:tblpYSpec="bottom"/>'
            f'<w:tblW w:w="{WIDTH_TWIPS}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/>{NO_CELL_MARGINS}</w:tblPr>'
            f'<w:tblGrid><w:gridCol w:w="{WIDTH_TWIPS}"/></w:tblGrid>{body}</w:tbl>'
        )
        self.parts.append(paragraph("", Style(role=self.role, line=20, snap=False)))

    def _room_above_imprint(self) -> int:
        """Return twips to leave above the imprint, from our own layout; programs that pin the table to the foot ignore it."""
        page = self.model.pages[-1]
        lowest = max((run_.y for run_ in page.runs if run_.element not in IMPRINT and not run_.turn), default=TOP)
        used = min(ROWS, int((lowest - TOP) // PITCH) + 2)
        lines = len({round(run_.y, 1) for run_ in page.runs if run_.element in IMPRINT - {"page_number"}})
        return max(0, round((ROWS - used) * LINE - lines * IMPRINT_PITCH / MM * 20) - 2 * LINE)


def _row_of(text: Run) -> int:
    return round((text.y - ASCENT * text.size * MM - TOP) / PITCH)


def _whole_texts(runs: list[Run]) -> list[tuple[Run, str]]:
    """Join the runs of one text (figures have a face of their own); return the first run of each with the whole text."""
    texts: dict[int, list[Run]] = {}
    for text in sorted(runs, key=lambda text: text.x):
        texts.setdefault(text.group, []).append(text)
    return [(parts[0], "".join(part.text for part in parts)) for parts in texts.values()]


def _masthead_size(characters: int, most: int = MASTHEAD_HALF_POINTS) -> tuple[int, int]:
    """Return half-points and the percentage of condensing for a masthead of so many characters."""
    size = min(most, int(WIDTH_TWIPS / (characters * 0.62 * 10)))
    return size, min(100, int(WIDTH_TWIPS / (characters * size * 10) * 100))


def _spread_name(name: str) -> str:
    return f"{name[0]}　{name[1]}" if len(name) == 2 else name
