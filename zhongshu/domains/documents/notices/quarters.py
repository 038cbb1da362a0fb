"""A quarter as a span of time: pure rules."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

_NAMES = ("", "一", "二", "三", "四")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    year: int
    number: int

    @property
    def label(self) -> str:
        return f"{self.year}年第{_NAMES[self.number]}季度"

    @property
    def start(self) -> dt.datetime:
        return timezone.make_aware(dt.datetime(self.year, self.number * 3 - 2, 1))

    @property
    def end(self) -> dt.datetime:
        """The first moment after the quarter."""
        after = self.next
        return timezone.make_aware(dt.datetime(after.year, after.number * 3 - 2, 1))

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    @property
    def previous(self) -> "Quarter":
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    @classmethod
    def of(cls, day: dt.date) -> "Quarter":
        return cls(day.year, (day.month + 2) // 3)
