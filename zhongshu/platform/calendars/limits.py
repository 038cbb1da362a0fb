"""Due dates that explain themselves, suspensions, lights. Pure: a calendar and values in, values out."""

import datetime as dt
from dataclasses import dataclass

from zhongshu.platform.calendars.arithmetic import UnknownYear, WorkingCalendar, day_spans, long_date

# The longest rest that a notice has ordered is nine days (Spring Festival 2026).
LONGEST_REST = dt.timedelta(days=10)


@dataclass(frozen=True)
class Due:
    """When something is due, and why then.

    ``at`` is the limit that people work by. ``strict_at`` is the limit before it was moved out of a rest day; the same as
    ``at`` if it was not moved. Where the rule does not say whether a limit moves, warn by the strict one. ``explanation`` has
    one reason a line.
    """

    at: dt.datetime
    strict_at: dt.datetime
    explanation: str

    @property
    def lines(self) -> list[str]:
        return self.explanation.split("\n")

    @property
    def date(self) -> dt.date:
        return self.at.date()


@dataclass(frozen=True)
class Lamps:
    """Lights for a whole list, computed once: red after the limit, yellow from ``warn_days`` working days before it."""

    now: dt.datetime
    yellow_until: dt.datetime

    def of(self, due_at: dt.datetime | None) -> str:
        """Return "green", "yellow", "red", or an empty text where there is no limit."""
        if due_at is None:
            return ""
        if due_at < self.now:
            return "red"
        return "yellow" if due_at <= self.yellow_until else "green"


def due_in_working_days(calendar: WorkingCalendar, start: dt.datetime, count: int, closing: dt.time) -> Due:
    """Return the close of business on the ``count``-th working day after ``start``, itself not counted (民法典 art. 201)."""
    first, last = start.date(), calendar.add_working_days(start.date(), count)
    at = _closing_of(last, start, closing)
    lines = [f"自{long_date(first)}起算，当日不计入，共{count}个工作日", *_skipped_and_added(calendar, first, last)]
    lines.append(f"到期日为{long_date(last)}，{closing:%H:%M}截止")
    return Due(at, at, "\n".join(lines))


def due_in_calendar_days(calendar: WorkingCalendar, start: dt.datetime, count: int, closing: dt.time, *, move: bool) -> Due:
    """Return the close of business ``count`` days after ``start``.

    With ``move``, a limit that falls on a rest day moves to the next working day (民法典 art. 203).
    """
    first = start.date()
    strict = first + dt.timedelta(days=count)
    lines = [f"自{long_date(first)}起算，当日不计入，共{count}日（自然日），期满日为{long_date(strict)}"]
    last = strict
    if move and not calendar.is_working_day(strict):
        last = calendar.next_working_day(strict)
        lines.append(f"期满日为{calendar.account(strict).reason}，顺延至下一个工作日")
    lines.append(f"到期日为{long_date(last)}，{closing:%H:%M}截止")
    return Due(_closing_of(last, start, closing), _closing_of(strict, start, closing), "\n".join(lines))


def due_in_hours(start: dt.datetime, count: int) -> Due:
    """Return the moment ``count`` hours later; nights and holidays count, as they do for urgent reports."""
    at = start + dt.timedelta(hours=count)
    lines = [
        f"自{long_date(start.date())}{start:%H:%M}起{count}小时，昼夜和节假日连续计算",
        f"到期时间为{long_date(at.date())}{at:%H:%M}",
    ]
    return Due(at, at, "\n".join(lines))


def shifted(
    calendar: WorkingCalendar,
    due_at: dt.datetime,
    stopped_from: dt.datetime,
    stopped_until: dt.datetime,
    *,
    calendar_days: bool = False,
) -> dt.datetime:
    """Return the limit after the clock stood still from ``stopped_from`` until ``stopped_until``.

    The days that were left when it stopped are left when it runs again: working days, or calendar days where the limit counts
    those. A limit that had passed before the stop stays; the time of day stays.
    """
    stop, resume, last = stopped_from.date(), stopped_until.date(), due_at.date()
    if resume <= stop or last < stop:
        return due_at
    if calendar_days:
        new = last + (resume - stop)
    else:
        left = calendar.working_days_between(stop, last)
        new = calendar.add_working_days(resume, left) if left else calendar.working_day_on_or_after(resume)
    return dt.datetime.combine(new, due_at.timetz()) if new != last else due_at


def lamps(calendar: WorkingCalendar, now: dt.datetime, warn_days: int) -> Lamps:
    """Prepare the lights of a list: one calculation for all rows.

    Past the known calendar the warning comes early rather than not at all: a list must be readable while next year's notice is
    awaited.
    """
    try:
        last = calendar.add_working_days(now.date(), warn_days)
    except UnknownYear:
        last = now.date() + dt.timedelta(days=warn_days) + LONGEST_REST
    return Lamps(now, dt.datetime.combine(last, dt.time.max, tzinfo=now.tzinfo))


def _skipped_and_added(calendar: WorkingCalendar, first: dt.date, last: dt.date) -> list[str]:
    skipped: list[str] = []
    added: list[str] = []
    for reason, days in calendar.rests_between(first, last):
        target = added if calendar.is_working_day(days[0]) else skipped
        target.append(f"{reason}（{day_spans(days)}）")
    lines = []
    if skipped:
        lines.append(f"期间不计：{'；'.join(skipped)}")
    if added:
        lines.append(f"期间计入：{'；'.join(added)}")
    return lines


def _closing_of(day: dt.date, start: dt.datetime, closing: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, closing, tzinfo=start.tzinfo)
