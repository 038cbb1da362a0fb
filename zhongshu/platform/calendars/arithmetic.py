"""Working-day arithmetic on plain values. Imports nothing of the project, so that it can be read and tested alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum

ONE_DAY = timedelta(days=1)
WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
SATURDAY = 5


class UnknownYear(Exception):
    """The State Council's notice for this year has not been loaded: the answer would be a guess."""

    def __init__(self, year: int):
        super().__init__(year)
        self.year = year


class DayKind(Enum):
    """Why a day is a working day or a day of rest."""

    WEEKDAY = "weekday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKEUP = "makeup"
    OFFICE_WORKING = "office_working"
    OFFICE_REST = "office_rest"


WORKING_KINDS = frozenset({DayKind.WEEKDAY, DayKind.MAKEUP, DayKind.OFFICE_WORKING})


@dataclass(frozen=True)
class SpecialDay:
    """A day that differs from the plain week: a holiday, a make-up day, an office's own arrangement."""

    kind: DayKind
    name: str


@dataclass(frozen=True)
class DayAccount:
    """One day and the reason why it counts or does not."""

    day: date
    kind: DayKind
    name: str = ""

    @property
    def working(self) -> bool:
        return self.kind in WORKING_KINDS

    @property
    def reason(self) -> str:
        """The reason in a few words: ``春节放假``, ``公休日``."""
        return {
            DayKind.WEEKDAY: "工作日",
            DayKind.WEEKEND: "公休日",
            DayKind.HOLIDAY: f"{self.name}放假",
            DayKind.MAKEUP: f"{self.name}调休上班",
            DayKind.OFFICE_WORKING: f"本机关安排上班：{self.name}",
            DayKind.OFFICE_REST: f"本机关安排休息：{self.name}",
        }[self.kind]

    @property
    def sentence(self) -> str:
        """The whole sentence: ``2026年2月14日（星期六）：春节调休上班，是工作日``."""
        verdict = "" if self.kind is DayKind.WEEKDAY else ("，是工作日" if self.working else "，不是工作日")
        return f"{long_date(self.day)}：{self.reason}{verdict}"


def long_date(day: date) -> str:
    """Write a date as people say it, with the day of the week."""
    return f"{day.year}年{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）"


def short_date(day: date) -> str:
    return f"{day.month}月{day.day}日"


@dataclass(frozen=True)
class WorkingCalendar:
    """The years that are known and the days in them that differ from the plain week.

    Every answer that touches a year outside ``years`` raises ``UnknownYear``.
    """

    years: frozenset[int]
    special_days: Mapping[date, SpecialDay] = field(default_factory=dict)

    def with_office_days(self, office_days: Mapping[date, SpecialDay]) -> "WorkingCalendar":
        """Return the calendar of one organ: its own arrangements go before the State Council's."""
        return WorkingCalendar(self.years, {**self.special_days, **office_days}) if office_days else self

    def account(self, day: date) -> DayAccount:
        """Say what kind of day this is and why."""
        if day.year not in self.years:
            raise UnknownYear(day.year)
        special = self.special_days.get(day)
        if special:
            return DayAccount(day, special.kind, special.name)
        return DayAccount(day, DayKind.WEEKEND if day.weekday() >= SATURDAY else DayKind.WEEKDAY)

    def is_working_day(self, day: date) -> bool:
        return self.account(day).working

    def next_working_day(self, day: date) -> date:
        """Return the first working day after ``day``."""
        return self.add_working_days(day, 1)

    def previous_working_day(self, day: date) -> date:
        """Return the last working day before ``day``."""
        return self.subtract_working_days(day, 1)

    def working_day_on_or_after(self, day: date) -> date:
        return day if self.is_working_day(day) else self.next_working_day(day)

    def working_day_on_or_before(self, day: date) -> date:
        return day if self.is_working_day(day) else self.previous_working_day(day)

    def add_working_days(self, start: date, count: int) -> date:
        """Return the ``count``-th working day after ``start``; the start itself is not counted (民法典 art. 201)."""
        return self._walk(start, count, ONE_DAY)

    def subtract_working_days(self, end: date, count: int) -> date:
        """Return the ``count``-th working day before ``end``; the end itself is not counted."""
        return self._walk(end, count, -ONE_DAY)

    def _walk(self, day: date, count: int, step: timedelta) -> date:
        if count < 0:
            raise ValueError("the number of working days cannot be negative")
        while count:
            day += step
            count -= self.is_working_day(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Count the working days after ``start`` up to and including ``end``; negative when ``end`` is earlier."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(map(self.is_working_day, days_after(start, end)))

    def working_days_inclusive(self, start: date, end: date) -> int:
        """Count the working days from ``start`` to ``end``, both included; 0 when ``end`` is earlier."""
        return sum(map(self.is_working_day, days_after(start - ONE_DAY, end)))

    def rests_between(self, start: date, end: date) -> list[tuple[str, list[date]]]:
        """List what is skipped or added after ``start`` up to ``end``: (reason, days), in order of the first day.

        Plain weekends come under one reason, so do the days of one holiday.
        """
        reasons: dict[str, list[date]] = {}
        for day in days_after(start, end):
            account = self.account(day)
            if account.kind is not DayKind.WEEKDAY:
                reasons.setdefault(account.reason, []).append(day)
        return list(reasons.items())


def days_after(start: date, end: date) -> Iterable[date]:
    """Yield the days after ``start`` up to and including ``end``."""
    return (start + timedelta(days=number) for number in range(1, (end - start).days + 1))


def day_spans(days: Iterable[date]) -> str:
    """Write days briefly, runs joined: ``2月15日至23日、2月28日``."""
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and day - runs[-1][-1] == ONE_DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return "、".join(_run(run[0], run[-1]) for run in runs)


def _run(first: date, last: date) -> str:
    if first == last:
        return short_date(first)
    return f"{short_date(first)}至{f'{last.day}日' if first.month == last.month else short_date(last)}"
