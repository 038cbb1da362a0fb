"""Delivery of stored facts (the outbox), one row under a lease at a time."""

import datetime as dt

from django.db import connection, transaction
from django.db.models import Q

from zhongshu.kernel import clock
from zhongshu.kernel.models import Outbox
from zhongshu.platform.jobs.backoff import delay
from zhongshu.platform.jobs.queries import EVENT_ATTEMPTS


def claim_event(*, lease: dt.timedelta) -> Outbox | None:
    """Take the oldest fact that waits for delivery and that no other worker holds, or nothing."""
    now = clock.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    due = Q(next_try_at=None) | Q(next_try_at__lte=now)
    ready = Outbox.objects.filter(free & due, delivered_at=None, attempts__lt=EVENT_ATTEMPTS)
    if not ready.exists():
        return None
    with transaction.atomic():
        waiting = ready.order_by("pk")
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        row = waiting.first()
        if row is None:
            return None
        row.lease_until = now + lease
        row.attempts += 1
        row.save(update_fields=["lease_until", "attempts"])
    return row


def renew_event(row: Outbox, *, lease: dt.timedelta) -> bool:
    """Lengthen the lease on a fact whose handlers take long; False says that it is delivered or somebody else's."""
    until = clock.now() + lease
    held = Outbox.objects.filter(pk=row.pk, delivered_at=None, lease_until=row.lease_until)
    if not held.update(lease_until=until):
        return False
    row.lease_until = until
    return True


def release_event(row: Outbox) -> None:
    """Let go of a fact whose delivery failed, to be tried again after a while."""
    Outbox.objects.filter(pk=row.pk, delivered_at=None).update(lease_until=None, next_try_at=clock.now() + delay(row.attempts))
