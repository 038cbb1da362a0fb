from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongshu.platform.calendars import official
from zhongshu.platform.calendars.arithmetic import DayKind, SpecialDay, UnknownYear, WorkingCalendar, day_spans

CALENDAR = official.calendar()
days = st.dates(date(2008, 1, 1), date(2025, 12, 31))
counts = st.integers(0, 60)


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2026-02-13", 20, "2026-03-19"),
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-09-18", 7, "2026-09-29"),
        ("2026-09-30", 15, "2026-10-27"),
        ("2025-09-26", 20, "2025-10-30"),
        ("2025-12-30", 3, "2026-01-05"),
        ("2026-04-30", 5, "2026-05-11"),
        ("2026-01-02", 5, "2026-01-08"),
    ],
)
def test_a_period_in_working_days_ends_on(start, count, due):
    assert CALENDAR.add_working_days(date.fromisoformat(start), count) == date.fromisoformat(due)


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_year_of_the_new_holiday_law_has_248_working_days(year):
    assert CALENDAR.working_days_inclusive(date(year, 1, 1), date(year, 12, 31)) == 248


def test_nothing_is_added_for_no_days():
    assert CALENDAR.add_working_days(date(2026, 2, 17), 0) == date(2026, 2, 17)


def test_a_year_without_a_notice_is_refused():
    with pytest.raises(UnknownYear) as refusal:
        CALENDAR.add_working_days(date(2026, 12, 30), 5)

    assert refusal.value.year == 2027


def test_a_negative_number_of_days_is_a_mistake():
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add_working_days(date(2026, 3, 2), -1)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2026, 2, 14), "2026年2月14日（星期六）：春节调休上班，是工作日"),
        (date(2026, 2, 17), "2026年2月17日（星期二）：春节放假，不是工作日"),
        (date(2026, 3, 7), "2026年3月7日（星期六）：公休日，不是工作日"),
        (date(2026, 3, 9), "2026年3月9日（星期一）：工作日"),
    ],
)
def test_a_day_explains_itself(day, sentence):
    assert CALENDAR.account(day).sentence == sentence


def test_an_offices_own_arrangement_goes_before_the_notice():
    own = CALENDAR.with_office_days({date(2026, 3, 9): SpecialDay(DayKind.OFFICE_REST, "民族节日")})

    assert own.account(date(2026, 3, 9)).sentence == "2026年3月9日（星期一）：本机关安排休息：民族节日，不是工作日"
    assert CALENDAR.is_working_day(date(2026, 3, 9))


@given(days, counts)
def test_going_forth_and_back_ends_where_it_began(day, count):
    start = CALENDAR.working_day_on_or_after(day)

    assert CALENDAR.subtract_working_days(CALENDAR.add_working_days(start, count), count) == start


@given(days, counts)
def test_as_many_working_days_lie_between_as_were_added(day, count):
    assert CALENDAR.working_days_between(day, CALENDAR.add_working_days(day, count)) == count


@given(days, counts, counts)
def test_adding_in_two_steps_is_adding_at_once(day, first, second):
    in_steps = CALENDAR.add_working_days(CALENDAR.add_working_days(day, first), second)

    assert in_steps == CALENDAR.add_working_days(day, first + second)


@given(days, days)
def test_the_distance_back_is_the_distance_forth_turned_round(one, other):
    assert CALENDAR.working_days_between(one, other) == -CALENDAR.working_days_between(other, one)


@given(days, counts.filter(bool))
def test_a_limit_falls_on_a_working_day(day, count):
    assert CALENDAR.is_working_day(CALENDAR.add_working_days(day, count))


@given(days)
def test_the_previous_working_day_is_followed_by_no_other_before_this_day(day):
    previous = CALENDAR.previous_working_day(day)

    assert CALENDAR.next_working_day(previous) == CALENDAR.working_day_on_or_after(day)


@given(st.sets(st.integers(0, 400), min_size=1, max_size=20))
def test_without_special_days_only_the_week_counts(numbers):
    plain = WorkingCalendar(frozenset({2024, 2025}))

    for number in numbers:
        day = date(2024, 3, 1) + timedelta(days=number)
        assert plain.is_working_day(day) == (day.weekday() < 5)


def test_runs_of_days_are_written_briefly():
    listed = [date(2026, 2, 28), *(date(2026, 2, number) for number in range(15, 24)), date(2026, 3, 1)]

    assert day_spans(listed) == "2月15日至23日、2月28日至3月1日"
