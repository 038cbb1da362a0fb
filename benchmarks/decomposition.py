"""Supervision: tasks found in texts, and ledgers read from spreadsheets beside openpyxl.

    ./zs bench decomposition [--samples DIR] [--texts DIR] [--rows 10000]

Samples are parted by the SHA-256 of their id: an even first hexadecimal digit is for tuning, an odd one for the test. They are scored by the
program that lies beside them (``DIR/score.py``). With ``--texts`` the tasks found in each text of a folder are counted and printed.
"""

import argparse
import datetime as dt
import hashlib
import importlib.util
import io
import json
import os
import random
import time
from pathlib import Path
from types import ModuleType

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhongshu.site.settings.dev")
TODAY = dt.date(2026, 5, 20)
PASSAGES = Path(__file__).resolve().parents[1] / "zhongshu/domains/supervision/decomposition/tests/passages.jsonl"
ROUNDS = 7


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--samples", type=Path)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--rows", type=int, default=10_000)
    given = parser.parse_args()
    from common import machine

    django.setup()
    print(machine())
    if given.samples:
        halves(given.samples)
    speed()
    if given.texts:
        texts(given.texts)
    ledger(given.rows)


def halves(folder: Path) -> None:
    """Score the answers to the two halves of the samples."""
    from common import table

    from zhongshu.domains.supervision.decomposition.answers import decomposition

    scorer = _scorer(folder)
    rows = []
    for half in ("tuning", "test"):
        cases = [case for case in _lines(folder / "decomposition.jsonl") if _half(case["id"]) == half]
        said = {case["id"]: {"id": case["id"], **decomposition(case, folder)} for case in cases}
        figures = scorer.score_decomposition(cases, said)
        rows.append(
            [half, len(cases), *(figures[name]["f1"] for name in ("tasks", "lead", "units")), figures["deadline_accuracy"]]
        )
    table("Decomposition", ["half", "passages", "task F1", "lead F1", "units F1", "deadline"], rows)


def _half(name: str) -> str:
    return "test" if int(hashlib.sha256(name.encode()).hexdigest()[0], 16) % 2 else "tuning"


def _lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _scorer(folder: Path) -> ModuleType:
    described = importlib.util.spec_from_file_location("score", folder / "score.py")
    assert described is not None
    assert described.loader is not None
    module = importlib.util.module_from_spec(described)
    described.loader.exec_module(module)
    return module


def speed() -> None:
    """Time the decomposition of long texts."""
    from common import median, milliseconds, table

    from zhongshu.domains.supervision.decomposition import decompose

    whole = "\n".join(case["text"] for case in _lines(PASSAGES))
    rows = []
    for length in (10_000, 20_000, 40_000, 80_000):
        text = (whole * (length // len(whole) + 1))[:length]
        taken = median(milliseconds(lambda text=text: decompose(text, today=TODAY)) for _ in range(3))
        rows.append([f"{length:,}", len(decompose(text, today=TODAY).tasks), taken])
    table("Time of decomposition", ["characters", "tasks", "ms"], rows)


def texts(folder: Path) -> None:
    """Count and print the tasks proposed in each text of a folder."""
    from common import table

    from zhongshu.domains.supervision.decomposition import decompose

    rows = []
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        tree = decompose(text, today=TODAY)
        rows.append([path.stem[:3], len(text), len(tree.tasks), 1000 * len(tree.tasks) / len(text)])
        for task in tree.tasks:
            print(f"{path.stem[:3]}  {'、'.join(unit.name for unit in task.units) or '？'}  {task.sentence[:60]!r}")
    table("Tasks proposed in speeches", ["text", "characters", "tasks", "per 1,000 characters"], rows)


def ledger(count: int) -> None:
    """Read a ledger of many rows, and the same file with openpyxl."""
    import openpyxl
    from common import median, table

    from zhongshu.domains.supervision.importing import understand
    from zhongshu.platform.spreadsheets.public import sheets

    content, names = _ledger(count), _names()
    readers = {
        "platform.spreadsheets (types, merged cells, hidden rows, open formulas)": lambda: sheets(content),
        "openpyxl, read-only (values alone)": lambda: [
            list(row)
            for row in openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True).active.iter_rows(
                values_only=True
            )
        ],
        "openpyxl (values, merged cells, hidden rows)": lambda: [
            list(row) for row in openpyxl.load_workbook(io.BytesIO(content), data_only=True).active.iter_rows(values_only=True)
        ],
    }
    taken: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(ROUNDS):
        for name, read in readers.items():
            started = time.perf_counter()
            read()
            taken[name].append(time.perf_counter() - started)
    own = median(next(iter(taken.values())))
    table(
        f"Reading {count:,} rows",
        ["reader", "s", "× own"],
        [[name, median(times), median(times) / own] for name, times in taken.items()],
    )
    (sheet,) = sheets(content)
    started = time.perf_counter()
    read = understand(sheet, directory=names, today=TODAY)
    assert read is not None
    whole = time.perf_counter() - started
    table("The whole import up to the preview", ["rows", "problems", "s"], [[len(read.rows), len(read.problems), own + whole]])


def _names():
    from zhongshu.domains.supervision.decomposition import KnownUnit, Standing, UnitNames

    departments = [
        "教育局",
        "财政局",
        "住房和城乡建设局",
        "城市管理局",
        "卫生健康委员会",
        "发展和改革委员会",
        "水利局",
        "农业农村局",
    ]
    counties = [KnownUnit(100 + number, (f"第{number}县人民政府",), Standing.COUNTY) for number in range(12)]
    return UnitNames(
        [*(KnownUnit(number, (f"云州市{name}",)) for number, name in enumerate(departments, start=1)), *counties], place="云州市"
    )


def _ledger(count: int) -> bytes:
    """Make a ledger with a title, a two-row head, mixed dates, merged cells, totals and hidden rows."""
    import xlsxwriter

    chance = random.Random(2026)
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("督查台账")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.merge_range(0, 0, 0, 10, "云州市2026年督查督办台账")
    upper = ["序号", "督办事项", "立项依据", "责任单位", "", "责任人", "时限", "", "进展情况", "办理状态", "批示领导"]
    sheet.write_row(1, 0, upper)
    sheet.write_row(2, 3, ["牵头单位", "配合单位", "", "交办日期", "完成时限"])
    for index in range(count):
        row = index + 3
        sheet.write_row(row, 0, [index + 1, f"完成第{index + 1}项重点工作并形成可核实的结果"])
        if index % 5 == 0:
            sheet.merge_range(row, 2, row + 4, 2, chance.choice(["政府工作报告", "市长批示", "市委常委会会议"]))
        leads = ["市教育局", "市财政局", "市住建局", "市城管局", "市卫健委", "市发改委"]
        sheet.write_row(row, 3, [chance.choice(leads), "市水利局、各县区", f"张某{index % 7}"])
        sheet.write_datetime(row, 6, dt.datetime(2026, 1, 1) + dt.timedelta(days=chance.randrange(100)), day)
        if index % 3:
            sheet.write(row, 7, chance.choice(["12月底", "2026.9.30", "9月上旬", "2026年10月31日前", "长期坚持", 46295]))
        else:
            sheet.write_datetime(row, 7, dt.datetime(2026, 6, 1) + dt.timedelta(days=chance.randrange(200)), day)
        sheet.write_row(row, 8, ["前期工作已经完成，正在按计划推进。" * 3, chance.choice(["办理中", "已办结"]), "李某某"])
        if index % 97 == 0:
            sheet.set_row(row, None, None, {"hidden": True})
    sheet.write_row(count + 3, 0, ["合计", count])
    book.close()
    return stream.getvalue()


if __name__ == "__main__":
    main()
