"""Lights and words of limits for one page, with the organ's calendar read once."""

import datetime as dt
from functools import cached_property
from typing import Any

from django.utils import timezone

from zhongshu.kernel import clock
from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.worklist.lights import CountDown

WARN_DAYS = 1
# Where next year's notice is awaited the warning comes early rather than not at all; no rest ordered so far was longer than
# nine days.
_LONGEST_REST = dt.timedelta(days=10)


class Limits:
    """How far limits are for the reader of a page; nothing is read before the first one is asked for."""

    def __init__(self, organ_id: int | None) -> None:
        self._organ_id = organ_id
        self._now = timezone.localtime(clock.now())

    @cached_property
    def _calendar(self) -> Any:
        return calendars.calendar(self._organ_id)

    @cached_property
    def _words(self) -> CountDown:
        return CountDown(self._now, self._calendar.working_days_between)

    @cached_property
    def lamps(self) -> calendars.Lamps:
        today = self._now.date()
        try:
            last = self._calendar.add_working_days(today, WARN_DAYS)
        except RuleBroken:
            last = today + dt.timedelta(days=WARN_DAYS) + _LONGEST_REST
        return calendars.Lamps(self._now, dt.datetime.combine(last, dt.time.max, tzinfo=self._now.tzinfo))

    def of(self, due_at: dt.datetime | None) -> dict[str, Any]:
        """Return ``due_at`` with its ``light`` and ``limit_words``; both empty without a limit."""
        if due_at is None:
            return {"due_at": None, "light": "", "limit_words": ""}
        try:
            words = self._words.words(due_at)
        except RuleBroken:  # a year whose notice has not come: the list stays readable
            words = f"{timezone.localtime(due_at):%Y-%m-%d}到期"
        return {"due_at": due_at, "light": self.lamps.of(due_at), "limit_words": words}
