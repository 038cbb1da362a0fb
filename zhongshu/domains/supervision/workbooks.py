"""Tables as workbooks: what looks like a formula stays what was typed."""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from zhongshu.domains.supervision.importing import LABELS
from zhongshu.domains.supervision.models.importing import LedgerImport, LedgerImportRow

WIDE = {"事项": 50, "需改正": 50, "最新进展": 50, "可核实的结果": 40, "工作要求": 40}


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


def left_out_rows(shown: LedgerImport, rows: Sequence[LedgerImportRow]) -> bytes:
    """Return the rows with problems as they stand in the sheet, each with its number and what to do about it."""
    heads = ["原行号", "需改正", *(head or f"第{number}列" for number, head in enumerate(shown.headers, start=1))]
    width = len(shown.headers)
    lines = [[row.number, "；".join(row.problems), *(row.cells + [""] * width)[:width]] for row in rows]
    return workbook("需改正的行", heads, lines)


def ledger_template(today: dt.date) -> bytes:
    """Return an empty ledger with the headings that the import understands at once, and one row that shows how to fill it in."""
    example = {
        "number": "1", "title": "（示例，请删除本行）改造老旧供水管网12条", "requirement": "分三批施工，汛前完成一批", "outcome": "12条管网全部通水",
        "source": "市政府常务会议", "lead": "市水利局", "support": "市财政局、市住建局", "docketed": f"{today:%Y-%m-%d}",
        "deadline": f"{today.year}-12-31", "progress": "已开工4条，完成30%", "state": "办理中", "grade": "重点",
    }  # fmt: skip
    names = [name for name in LABELS if name not in ("units", "instruction")]
    return workbook("督查台账", [LABELS[name] for name in names], [[example.get(name, "") for name in names]])
