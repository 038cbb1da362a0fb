"""The notices of past years as the package chinesecalendar keeps them. Pure."""

import datetime as dt
from functools import cache

from chinese_calendar import constants

from zhongshu.platform.calendars.arithmetic import DayKind, SpecialDay, WorkingCalendar
from zhongshu.platform.calendars.notice import OFF, WORK, NoticeDay

FIRST_YEAR = 2007
NEW_YEAR = "New Year's Day"
NAMES = {
    NEW_YEAR: "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}


def years() -> list[int]:
    """Return the years whose notices the package holds, from 2007 on."""
    return sorted({day.year for day in constants.holidays if day.year >= FIRST_YEAR})


@cache
def notice_days(year: int) -> tuple[NoticeDay, ...]:
    """Return what the notice of a year says, sorted; days of the December before that belong to New Year are its own."""
    days = [
        NoticeDay(day, kind, NAMES.get(name, name))
        for kind, table in ((OFF, constants.holidays), (WORK, constants.workdays))
        for day, name in table.items()
        if notice_year(day, name) == year
    ]
    return tuple(sorted(days))


def notice_year(day: dt.date, name: str) -> int:
    """Return the year of the notice that arranged a day."""
    return day.year + 1 if day.month == 12 and name == NEW_YEAR else day.year


@cache
def calendar() -> WorkingCalendar:
    """Return the calendar of all the package's years, without a database."""
    special = {
        entry.day: SpecialDay(DayKind.HOLIDAY if entry.kind == OFF else DayKind.MAKEUP, entry.name)
        for year in years()
        for entry in notice_days(year)
    }
    return WorkingCalendar(frozenset(years()), special)
