"""The phone book as a spreadsheet."""

import io
from collections.abc import Iterable

import xlsxwriter

from zhongshu.domains.directory.choices import ContactField
from zhongshu.domains.directory.queries import Entry

_COLUMNS = (
    ("机关", "organ_name", 24), ("科室", "unit_name", 18), ("姓名", "name", 12), ("职务", "post_name", 20),
    *((ContactField(name).label, name, width) for name, width in (
        ("office_phone", 18), ("mobile", 15), ("short_number", 9), ("email", 26), ("room", 10),
    )),
)  # fmt: skip


def workbook(title: str, lines: Iterable[Entry]) -> bytes:
    """Return an XLSX file with one line a person; fields not shown to the reader stay empty.

    The file can be imported again as it is. Every cell is written as text, so that a number keeps its zeros and a text that
    begins with "=" is no formula.
    """
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("通讯录")
    heading = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#EAF1FB", "align": "center"})
    cell = book.add_format({"border": 1, "num_format": "@"})
    sheet.merge_range(0, 0, 0, len(_COLUMNS) - 1, title, heading)
    for column, (label, _, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(1, column, label, head)
    for row, line in enumerate(lines, start=2):
        for column, (_, name, _) in enumerate(_COLUMNS):
            sheet.write_string(row, column, getattr(line, name) or "", cell)
    sheet.freeze_panes(2, 4)
    sheet.repeat_rows(0, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()
    return file.getvalue()
