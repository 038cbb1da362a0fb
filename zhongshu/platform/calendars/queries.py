"""Reads of the calendars: kept in the process, one small query to see whether they changed."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from zhongshu.kernel import clock
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.versioned import Versioned
from zhongshu.platform.calendars import limits
from zhongshu.platform.calendars.arithmetic import DayAccount, DayKind, SpecialDay, UnknownYear, WorkingCalendar
from zhongshu.platform.calendars.choices import NoticeKind
from zhongshu.platform.calendars.limits import Due, Lamps
from zhongshu.platform.calendars.models import CalendarDay, CalendarStamp, CalendarYear, OfficeDay


@dataclass(frozen=True)
class _Calendars:
    national: WorkingCalendar
    office_days: dict[int, dict[dt.date, SpecialDay]]

    def of(self, organ_id: int | None) -> WorkingCalendar:
        return self.national.with_office_days(self.office_days.get(organ_id or 0, {}))


def _version() -> str:
    return CalendarStamp.objects.filter(pk=1).values_list("version", flat=True).first() or ""


def _load() -> _Calendars:
    kinds = {NoticeKind.HOLIDAY: DayKind.HOLIDAY, NoticeKind.MAKEUP: DayKind.MAKEUP}
    special = {day.date: SpecialDay(kinds[NoticeKind(day.kind)], day.name) for day in CalendarDay.objects.all()}
    office_days: dict[int, dict[dt.date, SpecialDay]] = {}
    for day in OfficeDay.objects.filter(withdrawn_at=None):
        kind = DayKind.OFFICE_WORKING if day.working else DayKind.OFFICE_REST
        office_days.setdefault(day.organ_id, {})[day.date] = SpecialDay(kind, day.reason)
    return _Calendars(WorkingCalendar(frozenset(CalendarYear.objects.values_list("year", flat=True)), special), office_days)


kept = Versioned(read_version=_version, load=_load)


class _Refusing(WorkingCalendar):
    """The calendar of an organ, which refuses an unknown year with a sentence for people."""

    def account(self, day: dt.date) -> DayAccount:
        try:
            return super().account(day)
        except UnknownYear as error:
            message = f"尚未导入{error.year}年放假安排，不能推算工作日，请联系系统管理员导入国务院办公厅的放假通知"
            raise RuleBroken(message, code="no_calendar", year=error.year) from error


def calendar(organ_id: int | None = None) -> WorkingCalendar:
    """Return the calendar of an organ (its own arrangements first), or the State Council's."""
    found = kept.get().of(organ_id)
    return _Refusing(found.years, found.special_days)


def is_working_day(day: dt.date, *, organ_id: int | None = None) -> bool:
    return calendar(organ_id).is_working_day(day)


def add_working_days(start: dt.date, count: int, *, organ_id: int | None = None) -> dt.date:
    """Return the ``count``-th working day after ``start``; the next working day is day 1."""
    return calendar(organ_id).add_working_days(start, count)


def subtract_working_days(end: dt.date, count: int, *, organ_id: int | None = None) -> dt.date:
    """Return the ``count``-th working day before ``end``."""
    return calendar(organ_id).subtract_working_days(end, count)


def working_days_between(start: dt.date, end: dt.date, *, organ_id: int | None = None) -> int:
    """Count the working days after ``start`` up to and including ``end``; negative when ``end`` is earlier."""
    return calendar(organ_id).working_days_between(start, end)


def next_working_day(day: dt.date, *, organ_id: int | None = None) -> dt.date:
    return calendar(organ_id).next_working_day(day)


def previous_working_day(day: dt.date, *, organ_id: int | None = None) -> dt.date:
    return calendar(organ_id).previous_working_day(day)


def explain(day: dt.date, *, organ_id: int | None = None) -> str:
    """Say in one sentence whether a day is a working day, and why."""
    return calendar(organ_id).account(day).sentence


def due(
    start: dt.datetime,
    working_days: int | None = None,
    *,
    calendar_days: int | None = None,
    hours: int | None = None,
    move: bool = True,
    organ_id: int | None = None,
) -> Due:
    """Return when something is due, with the reasons; exactly one of the three periods is given.

    Args:
        start: the moment from which the period runs; its own day is not counted.
        move: a period in calendar days that ends on a rest day ends on the next working day (民法典 art. 203).

    Raises:
        RuleBroken: the period reaches a year whose notice is not known (``no_calendar``).
    """
    given = [period for period in (working_days, calendar_days, hours) if period is not None]
    if len(given) != 1 or given[0] < 0:
        raise ValueError("give exactly one period, not negative: working_days, calendar_days or hours")
    local = timezone.localtime(start)
    if working_days is not None:
        return limits.due_in_working_days(calendar(organ_id), local, working_days, closing_time())
    if calendar_days is not None:
        return limits.due_in_calendar_days(calendar(organ_id), local, calendar_days, closing_time(), move=move)
    return limits.due_in_hours(local, given[0])


def shift(
    due_at: dt.datetime,
    stopped_from: dt.datetime,
    stopped_until: dt.datetime,
    *,
    calendar_days: bool = False,
    organ_id: int | None = None,
) -> dt.datetime:
    """Return the limit after a suspension: what was left when the clock stopped is left when it runs again."""
    moments = [timezone.localtime(moment) for moment in (due_at, stopped_from, stopped_until)]
    return limits.shifted(calendar(organ_id), *moments, calendar_days=calendar_days)


def lamps(*, now: dt.datetime | None = None, warn_days: int = 1, organ_id: int | None = None) -> Lamps:
    """Return the lights for a whole list: ``lamps().of(row.due_at)`` costs no query."""
    found = kept.get().of(organ_id)
    return limits.lamps(found, timezone.localtime(now or clock.now()), warn_days)


def light(due_at: dt.datetime | None, now: dt.datetime | None = None, warn_days: int = 1, *, organ_id: int | None = None) -> str:
    """Return the light of one limit: "green", "yellow", "red"; empty where there is none."""
    return lamps(now=now, warn_days=warn_days, organ_id=organ_id).of(due_at)


def closing_time() -> dt.time:
    """Return the close of business, until which a limit lasts on its day (民法典 art. 203)."""
    return dt.time.fromisoformat(settings.CLOSING_TIME)


def missing_year(today: dt.date | None = None) -> int | None:
    """Return a year that should be known by now and is not: this one, or from December on the next one."""
    today = today or clock.today()
    wanted = [today.year, today.year + 1] if today.month == 12 else [today.year]
    return next((year for year in wanted if year not in kept.get().national.years), None)


def known_years() -> QuerySet[CalendarYear]:
    return CalendarYear.objects.all()


def office_days(organ_id: int, year: int) -> QuerySet[OfficeDay]:
    """Return an organ's own arrangements of a year, withdrawn ones left out."""
    return OfficeDay.objects.filter(organ_id=organ_id, date__year=year, withdrawn_at=None)
