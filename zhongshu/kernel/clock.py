"""The one place that asks what time it is."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_frozen: ContextVar[dt.datetime | None] = ContextVar("zhongshu_frozen_clock", default=None)


def now() -> dt.datetime:
    """Return the present moment, aware."""
    return _frozen.get() or timezone.now()


def today() -> dt.date:
    """Return today's date in the office's time zone."""
    return timezone.localdate(now())


@contextmanager
def frozen(moment: str | dt.datetime) -> Iterator[dt.datetime]:
    """Stop the clock at ``moment`` (aware, or local text such as "2026-11-22 09:00") for tests and reproducible demonstration data."""
    value = dt.datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    if timezone.is_naive(value):
        value = timezone.make_aware(value)
    token = _frozen.set(value)
    try:
        yield value
    finally:
        _frozen.reset(token)
