import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongshu.platform.calendars import limits, official

CALENDAR = official.calendar()
ZONE = ZoneInfo("Asia/Shanghai")
CLOSING = dt.time(17, 30)


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


working_moments = st.dates(dt.date(2024, 1, 1), dt.date(2025, 12, 1)).map(
    lambda day: dt.datetime.combine(CALENDAR.working_day_on_or_after(day), CLOSING, tzinfo=ZONE)
)


def test_a_limit_in_working_days_tells_what_was_not_counted():
    due = limits.due_in_working_days(CALENDAR, moment("2026-02-13 10:00"), 5, CLOSING)

    assert due.at == moment("2026-02-27 17:30")
    assert due.lines == [
        "自2026年2月13日（星期五）起算，当日不计入，共5个工作日",
        "期间不计：春节放假（2月15日至23日）",
        "期间计入：春节调休上班（2月14日）",
        "到期日为2026年2月27日（星期五），17:30截止",
    ]


@pytest.mark.parametrize(
    ("start", "count", "strict", "moved"),
    [
        ("2026-03-02", 60, "2026-05-01", "2026-05-06"),
        ("2026-03-02", 15, "2026-03-17", "2026-03-17"),
        ("2026-01-31", 15, "2026-02-15", "2026-02-24"),
        ("2026-05-01", 30, "2026-05-31", "2026-06-01"),
    ],
)
def test_a_limit_in_calendar_days_keeps_the_strict_and_the_moved_date(start, count, strict, moved):
    due = limits.due_in_calendar_days(CALENDAR, moment(f"{start} 09:00"), count, CLOSING, move=True)

    assert (due.strict_at, due.at) == (moment(f"{strict} 17:30"), moment(f"{moved} 17:30"))


def test_a_moved_limit_says_why():
    due = limits.due_in_calendar_days(CALENDAR, moment("2026-03-02 09:00"), 60, CLOSING, move=True)

    assert due.lines[1] == "期满日为劳动节放假，顺延至下一个工作日"


def test_a_limit_that_may_not_move_stays_on_the_holiday():
    due = limits.due_in_calendar_days(CALENDAR, moment("2026-03-02 09:00"), 60, CLOSING, move=False)

    assert due.at == due.strict_at == moment("2026-05-01 17:30")


def test_hours_run_through_the_night():
    assert limits.due_in_hours(moment("2026-09-30 23:00"), 2).at == moment("2026-10-01 01:00")


@pytest.mark.parametrize(
    ("due", "stop", "resume", "expected"),
    [
        ("2026-03-13 17:30", "2026-03-10 09:00", "2026-03-16 09:00", "2026-03-19 17:30"),  # three days were left
        ("2026-03-13 17:30", "2026-03-10 09:00", "2026-03-10 16:00", "2026-03-13 17:30"),  # stopped for hours only
        ("2026-03-13 17:30", "2026-03-16 09:00", "2026-03-20 09:00", "2026-03-13 17:30"),  # was late already
        ("2026-03-13 17:30", "2026-03-13 09:00", "2026-03-21 09:00", "2026-03-23 17:30"),  # due that day: next working day
        ("2026-02-12 17:30", "2026-02-10 09:00", "2026-02-20 09:00", "2026-02-25 17:30"),  # runs again within a holiday
    ],
)
def test_a_limit_moves_by_the_days_that_the_clock_stood_still(due, stop, resume, expected):
    assert limits.shifted(CALENDAR, moment(due), moment(stop), moment(resume)) == moment(expected)


def test_a_limit_in_calendar_days_moves_by_calendar_days():
    moved = limits.shifted(
        CALENDAR, moment("2026-03-13 17:30"), moment("2026-03-10 09:00"), moment("2026-03-16 09:00"), calendar_days=True
    )

    assert moved == moment("2026-03-19 17:30")


@given(working_moments, st.integers(0, 30), st.integers(0, 30))
def test_what_was_left_before_a_suspension_is_left_after_it(stop, left, stopped):
    due = dt.datetime.combine(CALENDAR.add_working_days(stop.date(), left), CLOSING, tzinfo=ZONE)
    resume = dt.datetime.combine(CALENDAR.add_working_days(stop.date(), stopped), CLOSING, tzinfo=ZONE)

    moved = limits.shifted(CALENDAR, due, stop, resume)

    assert CALENDAR.working_days_between(resume.date(), moved.date()) == left


@pytest.mark.parametrize(
    ("due", "light"),
    [
        (None, ""),
        ("2026-02-13 16:59", "red"),
        ("2026-02-13 17:30", "yellow"),
        ("2026-02-14 17:30", "yellow"),  # the make-up Saturday is the one working day left
        ("2026-02-24 17:30", "green"),
    ],
)
def test_lights_count_working_days(due, light):
    lamps = limits.lamps(CALENDAR, moment("2026-02-13 17:00"), 1)

    assert lamps.of(due and moment(due)) == light


def test_lights_warn_early_where_the_calendar_is_not_known():
    lamps = limits.lamps(CALENDAR, moment("2026-12-31 09:00"), 1)

    assert lamps.of(moment("2027-01-11 17:30")) == "yellow"
    assert lamps.of(moment("2027-01-13 17:30")) == "green"
