"""From drafting text to blocks: the plain text people write becomes headings and paragraphs.

One line is one block. A line is a heading when it begins with a number of the four levels (GB/T 9704-2012, 7.3.3); a heading
followed by text on the same line is a run-in heading up to its first full stop. Blank lines are ignored.
"""

import re
from datetime import date
from typing import Any

from .document import Block, Cell, Heading, OfficialDocument, Paragraph, Table

HANZI_NUMBER = "[一二三四五六七八九十百]{1,5}"
LEVELS = (
    re.compile(rf"{HANZI_NUMBER}、"),
    re.compile(rf"[（(]{HANZI_NUMBER}[）)]"),
    re.compile(r"\d{1,3}[.．](?!\d)"),
    re.compile(r"[（(]\d{1,3}[）)]"),
)
# A heading alone on its line is short and has no full stop; anything longer is a numbered paragraph.
LONGEST_HEADING = 60
TABLE_ROW = re.compile(r"^\|(.+)\|\s*$")
TABLE_RULE = re.compile(r"^\|[\s:|-]+\|\s*$")


def level_of(line: str) -> int:
    """Return the heading level that the line's number announces, 0 for none."""
    for level, pattern in enumerate(LEVELS, start=1):
        if pattern.match(line):
            return level
    return 0


def blocks_from_text(text: str) -> tuple[Block, ...]:
    """Turn drafting text into blocks; each remembers where in ``text`` it began.

    Rows written ``| a | b |`` become a table, whose first row is the header when a ``|---|---|`` row follows it.
    """
    blocks: list[Block] = []
    rows: list[list[Cell]] = []
    header_rows = 0

    def close_table() -> None:
        nonlocal header_rows
        if rows:
            blocks.append(Table.of(rows[0], rows[1:]) if header_rows else Table.of((), rows))
        rows.clear()
        header_rows = 0

    offset = 0
    for raw in text.split("\n"):
        line = raw.strip()
        start = offset + len(raw) - len(raw.lstrip())
        offset += len(raw) + 1
        row = TABLE_ROW.match(line)
        if row:
            if TABLE_RULE.match(line):
                header_rows = len(rows)
            else:
                rows.append(_cells(row.group(1), start + 1))
            continue
        close_table()
        if line:
            blocks.append(_block(line, start))
    close_table()
    return tuple(blocks)


def _cells(row: str, start: int) -> list[Cell]:
    """Return the cells of a row that begins, after its first bar, at ``start``."""
    cells = []
    for part in row.split("|"):
        cells.append(Cell(part.strip(), source=start + len(part) - len(part.lstrip())))
        start += len(part) + 1
    return cells


def _block(line: str, source: int) -> Block:
    level = level_of(line)
    if not level:
        return Paragraph(line, source)
    stop = line.find("。")
    if stop < 0:
        return Heading(level, line, source=source) if len(line) <= LONGEST_HEADING else Paragraph(line, source)
    head, rest = line[: stop + 1], line[stop + 1 :]
    # A heading alone on its line has no full stop: one that has is a numbered sentence.
    if not rest or level >= 3 or len(head) > LONGEST_HEADING:
        # Levels 3 and 4 are set in the body's own face, so there is nothing to tell apart.
        return Paragraph(line, source)
    return Heading(level, head, rest, source)


def document_from_text(
    title: str, body: str, *, attachments: tuple[Any, ...] = (), signed_date: date | None = None, **elements: Any
) -> OfficialDocument:
    """Build an `OfficialDocument` from a title and drafting text; ``elements`` are its other fields.

    The attachment list (附件说明) is filled from the attachments unless it is given.
    """
    if attachments and "attachment_list" not in elements:
        elements["attachment_list"] = tuple(attachment.title for attachment in attachments)
    return OfficialDocument(
        title=title, body=blocks_from_text(body), attachments=tuple(attachments), signed_date=signed_date, **elements
    )
