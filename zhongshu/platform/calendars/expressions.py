"""Limits inside queries."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db.models import DateTimeField, Func
from django.db.models.expressions import Combinable
from django.utils import timezone

from zhongshu.platform.calendars.queries import closing_time


class ClosingMoment(Func):
    """The moment at which a limit in days ends: close of business on that date (民法典 art. 203), comparable with stored moments."""

    output_field = DateTimeField()

    def __init__(self, date: str | Combinable, **extra: Any) -> None:
        super().__init__(date, **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        sql, params = compiler.compile(self.source_expressions[0])
        moment = f"((({sql})::timestamp + %s::interval) AT TIME ZONE %s)"
        return moment, (*params, f"{closing_time():%H:%M}", settings.TIME_ZONE)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        sql, params = compiler.compile(self.source_expressions[0])
        return f"datetime({sql}, %s)", (*params, f"{_seconds_after_utc_midnight()} seconds")


def _seconds_after_utc_midnight() -> int:
    closing = dt.datetime.combine(dt.date(2000, 1, 3), closing_time(), tzinfo=timezone.get_default_timezone())
    midnight = dt.datetime(2000, 1, 3, tzinfo=dt.UTC)
    return int((closing - midnight).total_seconds())
