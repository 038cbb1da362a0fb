"""Tables as workbooks: what looks like a formula stays what was typed."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

WIDE = {"事项": 50, "最新进展": 50, "可核实的结果": 40, "工作要求": 40}


def workbook(name: str, heads: Sequence[str], lines: Iterable[Sequence[Any]]) -> bytes:
    """Return one sheet in landscape with its heads repeated on every printed page."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    )
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bg_color": "#EEF3FA", "border": 1})
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for column, head in enumerate(heads):
        sheet.set_column(column, column, WIDE.get(head, 14))
        sheet.write_string(0, column, head, bold)
    for number, line in enumerate(lines, start=1):
        for column, value in enumerate(line):
            if isinstance(value, int | float) and not isinstance(value, bool):
                sheet.write_number(number, column, value)
            else:
                sheet.write_string(number, column, str(value or ""))
    book.close()
    return buffer.getvalue()
