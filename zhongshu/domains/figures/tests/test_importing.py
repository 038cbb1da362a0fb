from decimal import Decimal

import pytest

from zhongshu.domains.figures import sheets
from zhongshu.domains.figures.commands import importing
from zhongshu.domains.figures.models import Figure, FigureImport, FigureValue
from zhongshu.domains.figures.queries import importing as queries
from zhongshu.domains.figures.tests.factories import FigureFactory, FigureImportFactory, FigureValueFactory
from zhongshu.kernel import clock
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.organizations.tests.factories import UnitFactory, actor_for, person_in
from zhongshu.platform.spreadsheets.public import Column, ImportState, workbook

KNOWN = {"地区生产总值": sheets.Known(1, "地区生产总值", "亿元", "quarter", True, "市统计局", {"2026Q2": Decimal(810)})}
LONG = ["name", "unit", "period", "value"]


def line(*cells: str, number: int = 3) -> dict:
    return {"number": number, "section": "", "cells": list(cells)}


def judged(*cells: str, mapping=LONG, known=KNOWN) -> sheets.Row:
    return sheets.judge([line(*cells)], mapping, known=known)[0]


# ── rules ────────────────────────────────────────────────────────────────────


def test_columns_named_like_periods_hold_their_values():
    table = sheets.HEADINGS.understand(
        [["主要指标一览", "", ""], ["指标名称", "单位", "2026年一季度"], ["地区生产总值", "亿元", "400"]]
    )

    assert sheets.mapping_of(table.headers, table.mapping) == ["name", "unit", "value@2026年一季度"]


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [("400", "亿元", "400"), ("4,000,000", "万元", "400"), ("400亿元", "", "400"), ("400.50", "", "400.5")],
)
def test_units_are_converted_to_the_registered_one(cell, unit, value):
    row = judged("地区生产总值", unit, "2026年一季度", cell)

    assert (row.action, row.period, row.value) == ("record", "2026Q1", Decimal(value))


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (("", "亿元", "2026年一季度", "400"), "没有名称"),
        (("地区生产总值", "万人", "2026年一季度", "400"), "不能换算"),
        (("地区生产总值", "亿元", "去年", "400"), "看不懂期间“去年”"),
        (("地区生产总值", "亿元", "2026年一季度", "较好"), "不是数"),
        (("地区生产总值", "亿元", "2026年上半年", "811"), "已有数值 810"),
        (("粮食产量", "", "2026年", "5"), "须有计量单位"),
    ],
)
def test_what_cannot_be_taken_in_is_said(cells, problem):
    row = judged(*cells)

    assert row.action == ""
    assert problem in "；".join(row.problems)


def test_an_equal_value_and_an_empty_cell_change_nothing():
    assert judged("地区生产总值", "亿元", "2026年上半年", "810").action == "unchanged"
    assert judged("地区生产总值", "亿元", "2026年一季度", "—").action == "unchanged"


def test_a_figure_of_another_unit_is_not_filled_in():
    theirs = {"地区生产总值": sheets.Known(1, "地区生产总值", "亿元", "quarter", False, "市统计局", {})}

    assert judged("地区生产总值", "亿元", "2026年一季度", "1", known=theirs).problems == [
        "“地区生产总值”由市统计局掌握，不能代填，请直接引用"
    ]


def test_the_same_value_twice_in_a_sheet_is_said():
    rows = sheets.judge([line("地区生产总值", "", "2026Q1", "4", number=number) for number in (3, 4)], LONG, known=KNOWN)

    assert rows[1].problems == ["与第 3 行是同一数据项同一期间，请删去一行"]


# ── commands ─────────────────────────────────────────────────────────────────

db = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with clock.frozen("2026-11-22 09:00"):
        yield


@pytest.fixture
def organ():
    return UnitFactory(region="云州市")


@pytest.fixture
def keeper(organ):
    return person_in(organ, Duty.CONTACT_PERSON)


def sheet(*rows: list[str], heads=("名称", "口径", "单位", "2025年", "2026年")) -> bytes:
    return workbook("主要数据", [Column(head) for head in heads], rows)


@db
def test_a_sheet_is_previewed_and_then_taken_in_whole(organ, keeper):
    known = FigureFactory(name="粮食总产量", unit_of_measure="万吨", frequency="year", organ=organ, contact=keeper)
    content = sheet(["粮食总产量", "", "万吨", "88.2", "90"], ["常住人口", "年末数", "万人", "301.5", ""])
    made = importing.preview_import(file_name="主要数据.xlsx", content=content, by=actor_for(keeper))
    assert queries.tally(queries.judged(made, actor_for(keeper))) == {"register": 1, "record": 3, "unchanged": 0, "problems": 0}

    importing.apply_import(made, by=actor_for(keeper))

    assert (made.registered, made.recorded, made.lines) == (1, 3, [])
    assert set(known.values.values_list("period", "value")) == {("2025", Decimal("88.2")), ("2026", Decimal(90))}
    fresh = Figure.objects.get(name="常住人口")
    assert (fresh.unit_of_measure, fresh.values.get().source) == ("万人", "主要数据.xlsx")


@db
def test_a_sheet_with_a_problem_is_not_taken_in_at_all(organ, keeper):
    FigureFactory(name="粮食总产量", unit_of_measure="万吨", frequency="year")
    content = sheet(["粮食总产量", "", "万吨", "88.2", ""], ["常住人口", "年末数", "万人", "301.5", ""])
    made = importing.preview_import(file_name="数据.xlsx", content=content, by=actor_for(keeper))

    with pytest.raises(RuleBroken, match="没有导入任何内容"):
        importing.apply_import(made, by=actor_for(keeper))

    assert not FigureValue.objects.exists()


@db
def test_a_stranger_previews_applies_and_discards_nothing(organ, keeper):
    with pytest.raises(NotPermitted):
        importing.preview_import(file_name="数据.xlsx", content=sheet(), by=actor_for(person_in(organ)))
    made = FigureImportFactory(organ=organ, entered_by=keeper)
    stranger = actor_for(person_in(UnitFactory(), Duty.CONTACT_PERSON))
    for command in (importing.apply_import, importing.discard_import):
        with pytest.raises(NotPermitted):
            command(made, by=stranger)

    made.refresh_from_db()
    assert made.state == ImportState.PREVIEWED


@db
def test_a_decided_import_is_not_decided_again(organ, keeper):
    made = FigureImportFactory(organ=organ, entered_by=keeper)
    importing.discard_import(made, by=actor_for(keeper))

    for command in (importing.apply_import, importing.discard_import):
        with pytest.raises(RuleBroken, match="已放弃"):
            command(made, by=actor_for(keeper))


@db
def test_a_new_preview_puts_the_earlier_one_away(organ, keeper):
    earlier = FigureImportFactory(organ=organ, entered_by=keeper)

    importing.preview_import(file_name="数据.xlsx", content=sheet(["常住人口", "年末数", "万人", "1", ""]), by=actor_for(keeper))

    earlier.refresh_from_db()
    assert earlier.state == ImportState.DISCARDED


@db
def test_a_sheet_without_names_is_refused(keeper):
    with pytest.raises(RuleBroken) as refusal:
        importing.preview_import(file_name="数据.xlsx", content=sheet(heads=("甲", "乙", "丙", "丁", "戊")), by=actor_for(keeper))

    assert refusal.value.code == "no_headings"
    assert not FigureImport.objects.exists()


@db
def test_the_value_that_is_there_already_is_not_overwritten(organ, keeper):
    figure = FigureFactory(name="粮食总产量", unit_of_measure="万吨", frequency="year", organ=organ, contact=keeper)
    FigureValueFactory(figure=figure, period="2025", value=Decimal(88))
    made = importing.preview_import(
        file_name="数据.xlsx", content=sheet(["粮食总产量", "", "万吨", "89", "90"]), by=actor_for(keeper)
    )

    rows = queries.judged(made, actor_for(keeper))

    assert [bool(row.problems) for row in rows] == [True, False]
