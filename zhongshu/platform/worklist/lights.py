"""How far a limit is, in words. Pure."""

import datetime as dt
from collections.abc import Callable


class CountDown:
    """Says how far each limit of a list is, in working days; a day is counted once however many rows end on it.

    ``days_between(a, b)`` counts working days after ``a`` up to ``b``.
    """

    def __init__(self, now: dt.datetime, days_between: Callable[[dt.date, dt.date], int]) -> None:
        self.now = now
        self._between = days_between
        self._known: dict[dt.date, int] = {}

    def words(self, due_at: dt.datetime | None) -> str:
        """Return 剩余3个工作日, 今天到期, 超期2个工作日 …; an empty text without a limit."""
        if due_at is None:
            return ""
        today, day = self.now.date(), due_at.astimezone(self.now.tzinfo).date()
        overdue = due_at < self.now
        if day == today:
            return "已超期" if overdue else "今天到期"
        if day not in self._known:
            self._known[day] = abs(self._between(*sorted((today, day))))
        days = self._known[day]
        if overdue:
            return f"超期{days}个工作日" if days else "已超期"
        return f"剩余{days}个工作日" if days else "休息日到期"
