import datetime as dt
from decimal import Decimal

import pytest

from zhongshu.domains.supervision.target_lights import Thresholds, difference, finished_quarter, stand_of, written

PLAN = {1: Decimal(200), 2: Decimal(500), 3: Decimal(900), 4: Decimal(1200)}
NOVEMBER = dt.date(2026, 11, 23)


def stand(reached, today=NOVEMBER, planned=PLAN, **values):
    given = {number: (Decimal(value), verified) for number, (value, verified) in reached.items()}
    return stand_of(
        year=2026, today=today, wanted=Decimal(1200), planned=planned, reached=given, unit="户", thresholds=Thresholds(), **values
    )


@pytest.mark.parametrize(
    ("reached", "light", "reason"),
    [
        ({3: (900, True)}, "green", "前三季度完成900户，计划900户，达到计划的100%"),
        ({3: (855, True)}, "green", "前三季度完成855户，计划900户，达到计划的95%"),
        ({3: (800, True)}, "yellow", "前三季度完成800户，计划900户，达到计划的88.9%，低于95%"),
        ({3: (700, True)}, "red", "前三季度完成700户，计划900户，达到计划的77.8%，低于80%"),
        ({3: (900, False)}, "blue", "前三季度完成900户，计划900户，达到计划的100%；待核实"),
        ({2: (500, True)}, "yellow", "前三季度进度应在10月15日前报告，尚未报告"),
    ],
)
def test_the_light_says_why(reached, light, reason):
    found = stand(reached)

    assert (found.light, found.reason) == (light, reason)


def test_before_the_report_is_due_the_last_one_counts():
    found = stand({2: (500, True)}, today=dt.date(2026, 10, 9))

    assert (found.light, found.reason) == ("green", "上半年完成500户，计划500户，达到计划的100%")


def test_a_number_that_should_stay_low_is_judged_the_other_way_round():
    planned = dict.fromkeys((1, 2, 3, 4), Decimal(50))

    assert stand({3: (40, True)}, planned=planned, at_most=True).light == "green"
    assert stand({3: (55, True)}, planned=planned, at_most=True).light == "yellow"
    assert stand({3: (80, True)}, planned=planned, at_most=True).light == "red"


@pytest.mark.parametrize(
    ("today", "planned", "light", "reason"),
    [
        (dt.date(2026, 2, 1), PLAN, "green", "一季度尚未结束"),
        (NOVEMBER, {}, "grey", "还没有安排分期进度，无法对照"),
        (dt.date(2026, 4, 3), PLAN, "green", "一季度进度4月15日前报告"),
    ],
)
def test_where_nothing_is_owed_nothing_is_said_to_be_late(today, planned, light, reason):
    found = stand({}, today=today, planned=planned)

    assert (found.light, found.reason) == (light, reason)


def test_the_bar_shows_what_is_reached_and_where_the_plan_stands():
    found = stand({3: (800, True)})

    assert (found.percent, found.planned_percent) == (66, 75)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ([], ""),
        (["700", "500"], ""),
        (["700", "450"], "各部分合计1150户，比总数1200户少50户"),
        (["700", "500.5"], "各部分合计1200.5户，比总数1200户多0.5户"),
    ],
)
def test_the_sum_of_the_parts_is_held_against_the_whole(parts, sentence):
    assert difference(Decimal(1200), [Decimal(part) for part in parts], unit="户") == sentence


@pytest.mark.parametrize(("value", "text"), [("1200.0000", "1200"), ("98.6000", "98.6"), ("0.0000", "0"), ("-3.5", "-3.5")])
def test_numbers_are_written_without_empty_decimals(value, text):
    assert written(Decimal(value)) == text


def test_quarters_end_when_their_last_day_is_over():
    assert [finished_quarter(2026, day) for day in (dt.date(2026, 3, 31), dt.date(2026, 4, 1), dt.date(2027, 1, 1))] == [0, 1, 4]
