"""The title, the recipients and the body (标题、主送机关、正文)."""

from ..document import Block, Heading, OfficialDocument, Paragraph, Table
from ..measures import CELL, MM, PITCH, SEVEN_EIGHTHS, SIZE_2, TITLE_COLUMNS, TITLE_PITCH
from .composer import Composer
from .tables import set_table
from .titles import title_lines

# `Frame.row_after` forgives 0.35 of a row; this makes it half, so the blank line is never far from one line.
NEAREST = 0.15
HEADING_ROLES = {1: "hei", 2: "kai", 3: "fangsong", 4: "fangsong"}


def set_title(
    composer: Composer, title: str, top: float, proper_names: tuple[str, ...], *, tag: str = "Title", element: str = "title"
) -> float:
    """Set a title centred with its first em box at ``top``; return the bottom of its last one."""
    em = SIZE_2 * MM
    group = composer.group(tag, title.replace("\n", ""))
    width = composer.frame.width
    for number, line in enumerate(title_lines(title, proper_names, min(TITLE_COLUMNS, width / em))):
        natural = composer.text_width(line, "title", size=SIZE_2, natural=True)
        scale = min(1.0, width / natural)
        y = top + number * TITLE_PITCH
        composer.free_text(
            line,
            "title",
            composer.frame.left + (width - natural * scale) / 2,
            y,
            size=SIZE_2,
            cell=em * scale,
            element=element,
            group=group,
            natural=True,
            scale=scale,
        )
        bottom = y + em
    return bottom


def title_bottom_to_row(composer: Composer, bottom: float) -> None:
    """Leave one blank line below a title and continue on the nearest row of the grid."""
    composer.go_below(bottom + SEVEN_EIGHTHS + PITCH - NEAREST * PITCH)


def set_recipients(composer: Composer, document: OfficialDocument) -> None:
    """Set the principal recipients flush left with a colon, if they are not moved to the imprint."""
    text = document.recipients.strip().rstrip("：:，,。")
    if text:
        composer.paragraph(text + "：", "fangsong", element="recipients", group=composer.group("P", text), indent=0)


def set_blocks(composer: Composer, blocks: tuple[Block, ...], *, element: str = "body") -> None:
    """Set headings, paragraphs and tables."""
    for block in blocks:
        if isinstance(block, Heading):
            _heading(composer, block, element)
        elif isinstance(block, Table):
            set_table(composer, block)
        else:
            _paragraph(composer, block, element)


def _heading(composer: Composer, block: Heading, element: str) -> None:
    role = HEADING_ROLES.get(block.level, "fangsong")
    text = block.text + block.run_in
    roles = role if not block.run_in else [role] * len(block.text) + ["fangsong"] * len(block.run_in)
    group = composer.group(f"H{min(max(block.level, 1), 4)}", block.text.rstrip("。"))
    composer.paragraph(text, roles, element=element, group=group, source=block.source)


def _paragraph(composer: Composer, block: Paragraph, element: str) -> None:
    group = composer.group("P")
    if block.align == "justify":
        composer.paragraph(block.text, "fangsong", element=element, group=group, indent=block.indent, source=block.source)
        return
    width = composer.text_width(block.text, "fangsong", cell=CELL)
    if width > composer.frame.width:
        composer.paragraph(block.text, "fangsong", element=element, group=group, indent=0, source=block.source)
        return
    spare = (composer.frame.width - width) / CELL
    lead = spare / 2 if block.align == "centre" else spare
    composer.paragraph(block.text, "fangsong", element=element, group=group, lead=lead, source=block.source)
