"""Ledgers as offices keep them: titles, two-row heads, merged cells, formulas, mixed dates, totals, hidden rows."""

import datetime as dt
import io

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from zhongshu.domains.supervision.choices import Grade, SourceKind, State
from zhongshu.domains.supervision.decomposition import KnownUnit, Standing, UnitNames
from zhongshu.domains.supervision.importing import LedgerSheet, understand
from zhongshu.platform.spreadsheets.public import Sheet, sheets

TODAY = dt.date(2026, 5, 20)
_NAMES = "教育局 财政局 住房和城乡建设局 城市管理局 卫生健康委员会"
NAMES = UnitNames(
    [
        *(KnownUnit(number, (f"云州市{name}",)) for number, name in enumerate(_NAMES.split(), start=1)),
        KnownUnit(20, ("临江区人民政府",), Standing.COUNTY),
        KnownUnit(21, ("云峤县人民政府",), Standing.COUNTY),
    ],
    place="云州市",
)
HEAD = ["序号", "督办事项", "立项依据", "牵头单位", "配合单位", "责任人", "交办日期", "完成时限", "进展情况", "办理状态"]


def _read(rows: list[list], **marks) -> LedgerSheet:
    found = understand(Sheet("台账", rows, **marks), directory=NAMES, today=TODAY)
    assert found is not None
    return found


def _row(**values) -> list:
    fields = ["number", "title", "source", "lead", "support", "responsible", "docketed", "deadline", "progress", "state"]
    plain = {"number": 1.0, "title": "改造小区", "lead": "市住建局", "deadline": dt.date(2026, 9, 30)}
    return [{**plain, **values}.get(name, "") for name in fields]


@pytest.fixture
def messy() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "督查台账"
    sheet.append(["云州市2026年度督查督办台账"])
    sheet.merge_cells("A1:J1")
    sheet.append(["填报单位：市政府督查室"])
    sheet.append(["序号", "督办事项", "立项依据", "责任单位", None, "责任人", "时限", None, "进展情况", "办理状态"])
    sheet.append([None, None, None, "牵头单位", "配合单位", None, "交办日期", "完成时限"])
    for area in ("A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4", "G3:H3", "I3:I4", "J3:J4"):
        sheet.merge_cells(area)
    sheet.append(
        [
            1,
            "改造老旧小区86个",
            "政府工作报告",
            "市住建局",
            "市财政局、各县区",
            "张某某",
            dt.date(2026, 3, 1),
            "12月底",
            "已开工",
            "办理中",
        ]
    )
    sheet.append([2, "建成停车场5处", None, "市城管局", None, "王某", 46100, "2026.9.30", None, None])
    sheet.merge_cells("C5:C6")
    sheet.append(["合计", 2])
    sheet.append(["二、市长批示件"])
    sheet.append([3, "清理闲置用房", None, "市财政局", None, None, "2026/3/5", 46295, "=A5+1", "已办结"])
    sheet.append([4, "更新急救设备", None, "市卫健委", None, None, None, "长期坚持", None, "在办"])
    sheet.row_dimensions[10].hidden = True
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_messy_ledger_is_understood(messy):
    (sheet,) = sheets(messy)
    ledger = understand(sheet, directory=NAMES, today=TODAY)

    assert ledger.mapping == (
        "number",
        "title",
        "source",
        "lead",
        "support",
        "responsible",
        "docketed",
        "deadline",
        "progress",
        "state",
    )
    assert [(row.number, row.title, row.docketed_date, row.deadline) for row in ledger.rows] == [
        (5, "改造老旧小区86个", dt.date(2026, 3, 1), dt.date(2026, 12, 31)),
        (6, "建成停车场5处", dt.date(2026, 3, 19), dt.date(2026, 9, 30)),
        (9, "清理闲置用房", dt.date(2026, 3, 5), dt.date(2026, 9, 30)),
        (10, "更新急救设备", None, None),
    ]
    assert [row.source for row in ledger.rows] == ["政府工作报告", "政府工作报告", "市长批示件", "市长批示件"]
    assert [unit.unit_ids for unit in ledger.rows[0].supporting_units] == [(2,), (20, 21)]
    assert ledger.skipped == ((7, "合计或表尾说明"), (8, "小标题：二、市长批示件"))
    assert ledger.rows[3].hidden
    assert ledger.problems == [(9, "进展情况是公式，文件中没有保存结果，请在表格软件中打开并另存")]
    assert not ledger.importable


def test_a_ledger_without_problems_can_be_imported_whole():
    ledger = _read(
        [HEAD, _row(state="已办结", source="政府工作报告"), _row(number=2.0, title="新建学校", lead="市教育局", state="办理中")]
    )

    assert ledger.importable
    assert [(row.state, row.source_kind, row.grade) for row in ledger.rows] == [
        (State.COMPLETED, SourceKind.WORK_REPORT, Grade.ROUTINE),
        (State.IN_PROGRESS, SourceKind.OTHER, Grade.ROUTINE),
    ]


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"title": ""}, "没有写事项"),
        ({"lead": ""}, "没有牵头单位或责任单位"),
        ({"lead": "市粮食局"}, "“市粮食局”不在通讯录中，请改正名称或先由系统管理员设立"),
        ({"lead": "市教育局、市财政局"}, "牵头单位有2个，一件事项只能有一个牵头单位，其余请移到配合单位"),
        ({"lead": "各县区"}, "牵头单位“各县区”是多个单位，请写明一个"),
        ({"support": "有关单位"}, "“有关单位”没有写明是哪些单位，请逐一列出"),
        ({"support": "市住建局"}, ""),
        ({"deadline": "13月40日"}, "办理时限：“13月40日”不像日期，请写成2026-09-30或9月底的形式"),
        ({"deadline": "2026-02-30"}, "办理时限：没有“2026-02-30”这一天，请核对"),
        ({"deadline": 9.3}, "办理时限：“9.3”不像日期，请写成2026-09-30的形式"),
        ({"deadline": "市教育局"}, "办理时限：“市教育局”不像日期，请写成2026-09-30或9月底的形式"),
        ({"docketed": dt.date(2026, 10, 1)}, "办理时限2026-09-30早于交办日期2026-10-01"),
        ({"state": "好"}, "办理状态“好”无法识别，请写办理中、已办结、已销号或已中止"),
        ({"progress": "#REF!"}, "进展情况：公式出错（#REF!），请改正后另存"),
        ({"title": "长" * 201}, "事项超过200个字，请精简，详细内容写入工作要求"),
    ],
)
def test_what_stands_against_a_row_is_said_with_its_number(values, problem):
    ledger = _read([HEAD, _row(), _row(**{"number": 2.0, "title": "新建学校", **values})])

    assert ledger.problems == ([(3, problem)] if problem else [])


@pytest.mark.parametrize(
    ("written", "day"),
    [
        (dt.date(2026, 9, 30), "2026-09-30"), (dt.datetime(2026, 9, 30, 12), "2026-09-30"), (46295.0, "2026-09-30"), ("46295", "2026-09-30"),
        (20260930.0, "2026-09-30"), ("20260930", "2026-09-30"), ("2026.9.30", "2026-09-30"), ("2026/9/30", "2026-09-30"),
        ("2026-09-30 00:00:00", "2026-09-30"), ("2026年9月30日", "2026-09-30"), ("2026 年 9 月 30 日前", "2026-09-30"), ("9月30日", "2026-09-30"),
        ("9.30", "2026-09-30"), ("9/30", "2026-09-30"), ("9月底前", "2026-09-30"), ("2026年9月", "2026-09-30"), ("2026.9", "2026-09-30"),
        ("9月", "2026-09-30"), ("三季度", "2026-09-30"), ("年底", "2026-12-31"), ("2026年底", "2026-12-31"), ("2026年3月—9月", "2026-09-30"),
        ("2027年上半年", "2027-06-30"), ("２０２６．９．３０", "2026-09-30"), ("长期坚持", None), ("持续推进", None), ("尽快", None),
    ],
)  # fmt: skip
def test_a_deadline_is_read_however_it_was_written(written, day):
    ledger = _read([HEAD, _row(deadline=written)])

    assert ledger.problems == []
    assert ledger.rows[0].deadline == (dt.date.fromisoformat(day) if day else None)


def test_the_year_in_the_title_counts_for_dates_without_one():
    ledger = _read([["云州市2027年重点工作台账"], HEAD, _row(deadline="3月底")])

    assert ledger.rows[0].deadline == dt.date(2027, 3, 31)


def test_responsible_units_without_a_lead_are_led_by_the_first():
    ledger = _read([["序号", "工作任务", "责任单位", "完成时限"], [1.0, "改造管网", "市住建局\n市财政局", "年底"]])

    (row,) = ledger.rows
    assert ([unit.name for unit in row.lead_units], [unit.name for unit in row.supporting_units]) == (["市住建局"], ["市财政局"])
    assert row.remarks[-1] == "没有牵头单位，按排在第一位的“市住建局”牵头"


def test_a_person_may_correct_what_a_column_means():
    rows = [["序号", "督办事项", "谁来办", "牵头单位"], [1.0, "改造管网", "张某某", "市住建局"]]

    ledger = understand(Sheet("台账", rows), directory=NAMES, today=TODAY, mapping=["number", "title", "responsible", "lead"])

    assert ledger.rows[0].responsible == "张某某"


def test_a_number_used_twice_is_a_problem_and_a_matter_written_twice_a_remark():
    ledger = _read([HEAD, _row(number="督〔2026〕1号"), _row(number="督〔2026〕1号")])

    assert ledger.problems == [(3, "编号“督〔2026〕1号”与第2行重复")]
    assert "与第2行事项、牵头单位相同，请确认是否重复" in ledger.rows[1].remarks


def test_a_sheet_without_headings_is_not_understood():
    assert understand(Sheet("说明", [["填表说明"], ["请认真填写"]]), directory=NAMES, today=TODAY) is None


def test_a_ledger_saved_as_text_is_read_in_the_offices_encodings():
    text = "序号,督办事项,牵头单位,完成时限\n1,改造小区,市住建局,9月底\n"
    for content in (text.encode("gb18030"), text.encode("utf-8-sig"), text.replace(",", "\t").encode()):
        (sheet,) = sheets(content)
        assert [row.title for row in understand(sheet, directory=NAMES, today=TODAY).rows] == ["改造小区"]


def test_twenty_thousand_rows_lose_nothing():
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "constant_memory": False})
    sheet = book.add_worksheet("台账")
    sheet.write_row(0, 0, HEAD)
    for number in range(1, 20_001):
        sheet.write_row(
            number, 0, [number, f"完成第{number}项", "市长批示", "市住建局", "各县区", "张某某", "2026.3.1", "12月底", "", "在办"]
        )
    book.close()

    (read,) = sheets(stream.getvalue())
    ledger = understand(read, directory=NAMES, today=TODAY)

    assert (len(ledger.rows), ledger.importable) == (20_000, True)


_cell = st.one_of(
    st.none(), st.text(max_size=12), st.floats(), st.dates(), st.datetimes(), st.booleans(), st.integers(), st.times()
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(_cell, max_size=12), max_size=8))
def test_whatever_stands_in_the_cells_there_is_an_answer(rows):
    ledger = _read([HEAD, *rows])

    assert all(1 < row.number <= len(rows) + 1 for row in ledger.rows)
