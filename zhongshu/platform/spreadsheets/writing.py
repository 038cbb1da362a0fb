"""A list as a spreadsheet that can be imported again as it is."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import xlsxwriter

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading and its width in characters."""

    label: str
    width: int = 12


def workbook(
    title: str, columns: Sequence[Column], rows: Iterable[Sequence[str]], *, sheet_name: str = "", fixed: int = 0
) -> bytes:
    """Return an XLSX file with a title, the headings and one line a row; ``fixed`` columns stay in view.

    Every cell is written as text, so that a number keeps its zeros and a text that begins with "=" is no formula.
    """
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet((sheet_name or title)[:31])
    heading = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#EAF1FB", "align": "center"})
    cell = book.add_format({"border": 1, "num_format": "@"})
    sheet.merge_range(0, 0, 0, len(columns) - 1, title, heading)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(1, number, column.label, head)
    for line, row in enumerate(rows, start=2):
        for number, text in enumerate(row):
            sheet.write_string(line, number, text, cell)
    sheet.freeze_panes(2, fixed)
    sheet.repeat_rows(0, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    book.close()
    return file.getvalue()
