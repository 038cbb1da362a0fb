"""Paragraphs and runs of a DOCX file, their properties in the order the schema asks for."""

from dataclasses import dataclass
from xml.sax.saxutils import escape

FANGSONG, KAI, HEI, TITLE, SONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"
RED = "E60012"
LINE = 579  # twips: 28.95 pt, which gives 22 lines with Word's own grid
CHAR = 316  # twips: one cell of 156/28 mm
TIGHTER = -5  # twentieths of a point between characters: 28 of them fit 156 mm
TITLE_LINE = 720
MASTHEAD_HALF_POINTS, MASTHEAD_LINE = 92, 1100
WIDTH_TWIPS = 8845
RULE = f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="11" w:color="{RED}"/></w:pBdr>'
LETTER_RULE = f'<w:pBdr><w:bottom w:val="thickThinSmallGap" w:sz="24" w:space="11" w:color="{RED}"/></w:pBdr>'
TABLE_HALF_POINTS = 24
NO_CELL_MARGINS = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
IMPRINT = {"moved_recipients", "copy_recipients", "printing_organ", "print_date", "page_number"}
CLOSING = {"signature", "date", "post", "stamp"}


@dataclass(slots=True)
class Style:
    """A paragraph's properties; `xml` writes them in the order the schema asks for."""

    borders: str = ""
    snap: bool = True
    before: int = 0
    line: int = LINE
    indent: str = ""
    align: str = ""
    tabs: str = ""
    break_before: bool = False
    outline: int | None = None
    section: str = ""
    keep_next: bool = False
    role: str = ""

    def xml(self) -> str:
        parts = [
            f'<w:pStyle w:val="{self.role}"/>' if self.role else "",
            "<w:keepNext/>" if self.keep_next else "",
            "<w:pageBreakBefore/>" if self.break_before else "",
            self.borders,
            f"<w:tabs>{self.tabs}</w:tabs>" if self.tabs else "",
            "" if self.snap else '<w:snapToGrid w:val="0"/>',
            f'<w:spacing w:before="{self.before}" w:after="0" w:line="{self.line}" w:lineRule="exact"/>',
            f"<w:ind {self.indent}/>" if self.indent else "",
            f'<w:jc w:val="{self.align}"/>' if self.align else "",
            f'<w:outlineLvl w:val="{self.outline}"/>' if self.outline is not None else "",
            self.section,
        ]
        return f"<w:pPr>{''.join(parts)}</w:pPr>"


def run(
    text: str, font: str = FANGSONG, half_points: int = 32, *, colour: str = "", scale: int = 100, spacing: int | None = None
) -> str:
    """Write one run of text, fonts in all four slots so that figures match the Hanzi."""
    properties = [f'<w:rFonts w:hint="eastAsia" w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>']
    if colour:
        properties.append(f'<w:color w:val="{colour}"/>')
    if spacing is not None:
        properties.append(f'<w:spacing w:val="{spacing}"/>')
    if scale != 100:
        properties.append(f'<w:w w:val="{scale}"/>')
    properties.append(f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>')
    return f'<w:r><w:rPr>{"".join(properties)}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(content: str, style: Style) -> str:
    return f"<w:p>{style.xml()}{content}</w:p>"


def indent_of(*, left: float = 0, right: float = 0, first: float = 0, hanging: float = 0) -> str:
    """Write indents given in characters, in hundredths of a character and in twips for programs that know only those."""
    parts = []
    for name, cells in (("left", left), ("right", right), ("firstLine", first), ("hanging", hanging)):
        if cells:
            parts.append(f'w:{name}Chars="{round(cells * 100)}" w:{name}="{round(cells * CHAR)}"')
    return " ".join(parts) or 'w:left="0"'


def cells_of(text: str) -> float:
    return sum(0.5 if char.isascii() else 1.0 for char in text)
