"""The year as a sheet of months. Pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from zhongshu.platform.calendars.arithmetic import DayAccount, WorkingCalendar, days_after


@dataclass(frozen=True)
class Month:
    """One month: ``weeks[row][column]``, column 0 is Monday; None before the first and after the last day."""

    number: int
    weeks: tuple[tuple[DayAccount | None, ...], ...]
    working_days: int


def months(calendar: WorkingCalendar, year: int) -> list[Month]:
    """Lay out the twelve months of a known year."""
    return [_month(calendar, year, number) for number in range(1, 13)]


def _month(calendar: WorkingCalendar, year: int, number: int) -> Month:
    first = dt.date(year, number, 1)
    last = (first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
    accounts = [calendar.account(day) for day in days_after(first - dt.timedelta(days=1), last)]
    cells: list[DayAccount | None] = [None] * first.weekday() + list(accounts)
    cells += [None] * (-len(cells) % 7)
    return Month(number, _rows(cells), sum(account.working for account in accounts))


def _rows(cells: Sequence[DayAccount | None]) -> tuple[tuple[DayAccount | None, ...], ...]:
    return tuple(tuple(cells[start : start + 7]) for start in range(0, len(cells), 7))
