import datetime as dt

import pytest

from zhongshu.domains.supervision.decomposition.days import Times
from zhongshu.domains.supervision.decomposition.deadlines import deadlines
from zhongshu.domains.supervision.decomposition.reading import read
from zhongshu.domains.supervision.decomposition.tree import DeadlineKind


def _weekdays_after(start: dt.date, count: int) -> dt.date:
    while count:
        start += dt.timedelta(days=1)
        count -= start.weekday() < 5
    return start


TIMES = Times(dt.date(2026, 5, 20), after_working_days=_weekdays_after)


def _found(text: str, *, times: Times = TIMES, bare: bool = False) -> list:
    reading = read(text)
    return deadlines(reading, 0, len(reading.text), times, bare=bare)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("年底前完成整改", "2026-12-31"),
        ("今年年底前完成", "2026-12-31"),
        ("2027年底前建成", "2027-12-31"),
        ("12月底前完成", "2026-12-31"),
        ("十二月底前完成", "2026-12-31"),
        ("2026年6月30日前报送", "2026-06-30"),
        ("6月30日17时前报送", "2026-06-30"),
        ("9月上旬开工", "2026-09-10"),
        ("9月中旬前完成", "2026-09-20"),
        ("9月下旬前完成", "2026-09-30"),
        ("第三季度末建成投用", "2026-09-30"),
        ("三季度末前完成", "2026-09-30"),
        ("上半年完成", "2026-06-30"),
        ("力争年内开工", "2026-12-31"),
        ("明年6月底前完成", "2027-06-30"),
        ("本月底前报来", "2026-05-31"),
        ("月底前报来", "2026-05-31"),
        ("下月底前完成", "2026-06-30"),
        ("下周五前报送", "2026-05-29"),
        ("本周五前报送", "2026-05-22"),
        ("25日前报送", "2026-05-25"),
        ("10日前报送", "2026-06-10"),
        ("即日起5个工作日内报送", "2026-05-27"),
        ("自印发之日起30日内完成", "2026-06-19"),
        ("3个月内完成", "2026-08-20"),
        ("半年内完成", "2026-11-20"),
        ("一周内完成", "2026-05-27"),
        ("两年内建成", "2028-05-20"),
        ("48小时内反馈", "2026-05-22"),
        ("国庆节前完成", "2026-09-30"),
        ("春节前完成", "2027-02-05"),
        ("到2027年，覆盖率达到90%", "2027-12-31"),
        ("“十五五”末建成", "2030-12-31"),
        ("二〇二六年十月底前完成", "2026-10-31"),
        ("2月底前完成", "2027-02-28"),
        ("2028年2月底前完成", "2028-02-29"),
    ],
)
def test_the_day_of_a_deadline(text, day):
    (found,) = _found(text)

    assert (found.kind, found.day) == (DeadlineKind.FIXED, dt.date.fromisoformat(day))


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026.9.30", "2026-09-30"), ("2026-09-30", "2026-09-30"), ("2026年3月—6月", "2026-06-30"), ("2026年7月1日至2027年3月31日", "2027-03-31"),
     ("12月", "2026-12-31"), ("2027年", "2027-12-31"), ("3月启动，10月底前完成", "2026-10-31")],
)  # fmt: skip
def test_a_field_holds_a_bare_date_and_a_period_ends_with_its_last_day(text, day):
    assert _found(text, bare=True)[-1].day == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("长期坚持", DeadlineKind.STANDING),
        ("持续推进。", DeadlineKind.STANDING),
        ("每月5日前报送", DeadlineKind.RECURRING),
        ("每季度末通报", DeadlineKind.RECURRING),
        ("每半年报告一次", DeadlineKind.RECURRING),
        ("尽快完成", DeadlineKind.VAGUE),
        ("汛期前完成", DeadlineKind.VAGUE),
    ],
)
def test_deadlines_without_a_day(text, kind):
    (found,) = _found(text)

    assert (found.kind, found.day) == (kind, None)


@pytest.mark.parametrize(
    "text",
    [
        "2025年以来，完成投资",
        "自2025年底前建成的项目",
        "自国务院批准设立之日起",
        "2026年5月18日，市长主持召开会议",
        "近年来",
        "第30条",
        "前期工作",
        "年产30万吨",
        "月均收入",
    ],
)
def test_dates_that_limit_nothing(text):
    assert _found(text) == []


def test_the_rule_is_told_and_doubts_are_asked():
    (explained,) = _found("9月上旬完成")
    (doubtful,) = _found("6月前完成")
    (rolled,) = _found("3月底前完成")

    assert explained.explanation == "上旬按10日计，年份按文件日期推定"
    assert doubtful.question == "“6月前”可能指6月底，请确认"
    assert (rolled.day, rolled.question[:9]) == (dt.date(2027, 3, 31), "原文没有写年份，按")


def test_working_days_beyond_the_published_calendar_are_not_guessed():
    (found,) = _found("20个工作日内办结", times=Times(dt.date(2026, 12, 20)))

    assert (found.kind, found.day) == (DeadlineKind.VAGUE, None)
    assert "尚未公布" in found.question
