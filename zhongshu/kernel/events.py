"""Sideways is an event: stored in the same transaction, delivered after commit, safe to run twice."""

import dataclasses
import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction

from zhongshu.kernel import clock
from zhongshu.kernel.models import Outbox

logger = logging.getLogger(__name__)
E = TypeVar("E")

_classes: dict[str, type] = {}
_names: dict[type, str] = {}
_handlers: dict[str, list[Callable[[Any], None]]] = defaultdict(list)


def event(name: str) -> Callable[[type[E]], type[E]]:
    """Announce a frozen dataclass of plain values as the fact ``name``, such as "documents.dispatched"."""

    def announce(cls: type[E]) -> type[E]:
        _classes[name] = cls
        _names[cls] = name
        return cls

    return announce


def publish(fact: Any) -> None:
    """Store a fact in the caller's transaction; its handlers run after the commit."""
    Outbox.objects.create(name=_names[type(fact)], payload=dataclasses.asdict(fact), created_at=clock.now())


def subscribe(cls: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register a handler of a fact. It must be safe to run twice."""

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        if handler not in _handlers[_names[cls]]:
            _handlers[_names[cls]].append(handler)
        return handler

    return register


def announced() -> dict[str, type]:
    """Return all announced facts by name, for the sweep tests."""
    return dict(sorted(_classes.items()))


def deliver(row: Outbox) -> None:
    """Run every handler of one stored fact and mark it delivered; a failing handler leaves it waiting with its error.

    The caller holds the row's lease, so one row is delivered by one worker at a time; a worker that dies leaves it to the next.
    """
    try:
        fact = _classes[row.name](**row.payload)
        for handler in _handlers[row.name]:
            with transaction.atomic():
                handler(fact)
    except Exception as error:  # the job runner's place: whatever a handler does must not stop the others
        logger.exception("event %s %s failed", row.pk, row.name)
        Outbox.objects.filter(pk=row.pk).update(error=f"{type(error).__name__}: {error}"[:2000])
        raise
    Outbox.objects.filter(pk=row.pk, delivered_at=None).update(delivered_at=clock.now(), error="", lease_until=None)


def deliver_all(limit: int = 1000) -> int:
    """Deliver what waits, in order, in this process; for tests and for small commands. Returns how many were delivered."""
    count = 0
    while count < limit:
        row = Outbox.objects.filter(delivered_at=None).order_by("pk").first()
        if row is None:
            break
        deliver(row)
        count += 1
    return count
