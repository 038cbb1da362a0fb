"""A ledger of 10,000 rows taken in from a spreadsheet: reading beside openpyxl, and from the file to the ledger; 20,000 messy rows answered."""

import io
import random
import time
from itertools import pairwise
from typing import Any

import openpyxl
import xlsxwriter
from common import median, milliseconds, table

ROWS = 10_000
MESSY = 20_000
READING_BAR, IMPORT_BAR = 5.0, 15.0
HEADS = (
    "序号",
    "督办事项",
    "立项依据",
    "牵头单位",
    "配合单位",
    "责任人",
    "交办日期",
    "完成时限",
    "进展情况",
    "办理状态",
    "办结日期",
)
DEADLINES = ("2026-12-31", "12月底", "2026.9.30", 46295, "9月30日前", "2026年三季度")


def run(database: str, office: dict[str, Any], actor: Any) -> None:
    clean, messy = _workbook(ROWS, messy=False), _workbook(MESSY, messy=True)
    _reading(clean)
    _taking_in(database, clean, messy, actor)


def _workbook(count: int, *, messy: bool) -> bytes:
    """Return a ledger; a messy one has a title, two rows of heads, merged sources, formulas, totals and wrong cells."""
    generator = random.Random(11)
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("台账")
    if messy:
        sheet.merge_range(0, 0, 0, len(HEADS) - 1, "云州市2026年督查台账")
    first = 1 if messy else 0
    sheet.write_row(first, 0, HEADS)
    line = first + 1
    for number in range(1, count + 1):
        done = generator.random() < 0.5
        lead = generator.randrange(60)
        supporting = f"云州市第{(lead + 7) % 60}局、云州市第{(lead + 9) % 60}局"
        cells: list[Any] = [
            number, f"完成第{number}项供水管网改造并通水", "市政府常务会议", f"云州市第{lead}局", supporting, "", "2026-03-02",
            generator.choice(DEADLINES), "已开工，完成70%", "已办结" if done else "办理中", "2026-06-30" if done else "",
        ]  # fmt: skip
        if messy and number % 50 == 0:
            cells[7] = "13月40日"
        sheet.write_row(line, 0, cells)
        if messy and number % 40 == 0:
            sheet.write_formula(line, 0, f"=A{line}+1", None, number)
        line += 1
        if messy and number % 100 == 0:
            sheet.merge_range(line - 100, 2, line - 1, 2, "市政府常务会议")
            sheet.write_row(line, 0, ["合计", 100])
            line += 1
    book.close()
    return stream.getvalue()


def _reading(content: bytes) -> None:
    from zhongshu.platform.spreadsheets.public import sheets

    def peer(*, read_only: bool) -> int:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=read_only, data_only=True)
        return sum(1 for sheet in book for _ in sheet.iter_rows(values_only=True))

    ways = {
        "ours (types, merged cells, hidden rows)": lambda: sheets(content),
        "openpyxl": lambda: peer(read_only=False),
        "openpyxl, read-only": lambda: peer(read_only=True),
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(3):  # alternating, so that a busy moment hits all alike
        for name, read in ways.items():
            times[name].append(milliseconds(read))
    ours = median(times["ours (types, merged cells, hidden rows)"])
    rows = [[name, median(found), median(found) / ours] for name, found in times.items()]
    table(
        f"Reading {ROWS:,} rows of {len(HEADS)} columns; bar: ≥ {READING_BAR:.0f}× faster than openpyxl",
        ["reader", "ms", "× ours"],
        rows,
    )


def _taking_in(database: str, clean: bytes, messy: bytes, actor: Any) -> None:
    from zhongshu.domains.supervision.commands import importing, taking_in
    from zhongshu.domains.supervision.models import ItemEvent, SupervisionItem
    from zhongshu.platform.jobs import public as jobs

    rows = []
    for name, content, leave_out in (("clean", clean, False), ("messy", messy, True)):
        steps = [time.perf_counter()]
        shown = importing.upload(file_name=f"{name}.xlsx", content=content, by=actor)
        steps.append(time.perf_counter())
        jobs.drain()
        shown.refresh_from_db()
        steps.append(time.perf_counter())
        taking_in.take_in(shown, leave_out=leave_out, by=actor)
        jobs.drain()
        shown.refresh_from_db()
        steps.append(time.perf_counter())
        assert shown.imported == shown.rows_total - shown.rows_bad, shown.failure
        upload, understand, write = (after - before for before, after in pairwise(steps))
        rows.append([name, shown.rows_total, shown.rows_bad, len(shown.skipped), upload, understand, write, steps[-1] - steps[0]])
    assert ItemEvent.objects.count() == SupervisionItem.objects.count() == sum(row[1] - row[2] for row in rows)
    heads = ["sheet", "rows", "with problems", "totals", "upload s", "understanding s", "writing s", "end to end s"]
    table(f"From the file to the ledger ({database}); bar: {ROWS:,} rows ≤ {IMPORT_BAR:.0f} s", heads, rows)
