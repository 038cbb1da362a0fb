"""Work that runs by itself: one job per slot, however many workers there are."""

import datetime as dt

from croniter import croniter
from django.db import transaction
from django.utils import timezone

from zhongshu.kernel import clock
from zhongshu.platform.jobs import registry
from zhongshu.platform.jobs.commands.enqueueing import enqueue
from zhongshu.platform.jobs.models import Schedule


def next_slot(cron: str, after: dt.datetime) -> dt.datetime:
    """Return the first slot of the cron line after the moment, read in the office's local time."""
    return croniter(cron, timezone.localtime(after)).get_next(dt.datetime)


def load_schedules() -> None:
    """Write what the modules announce into the table; safe to run twice and by several workers at once."""
    now = clock.now()
    announced = registry.crons()
    stored = {row.name: row for row in Schedule.objects.all()}
    for name, cron in announced.items():
        row = stored.get(name)
        if row is None:
            Schedule.objects.get_or_create(name=name, defaults={"cron": cron, "next_run_at": next_slot(cron, now)})
        elif row.cron != cron or not row.active:
            Schedule.objects.filter(pk=row.pk).update(cron=cron, next_run_at=next_slot(cron, now), active=True)
    Schedule.objects.filter(active=True).exclude(name__in=announced).update(active=False)


def enqueue_due() -> int:
    """Make the jobs of all slots that have come; missed slots are made up once. Returns how many jobs this call made."""
    now = clock.now()
    made = 0
    for row in Schedule.objects.filter(active=True, next_run_at__lte=now):
        if not registry.is_known(row.name):
            continue
        slot = row.next_run_at
        with transaction.atomic():
            moved = Schedule.objects.filter(pk=row.pk, next_run_at=slot).update(
                next_run_at=next_slot(row.cron, now), last_run_at=now
            )
            if moved:
                enqueue(row.name, key=f"{row.name}:{slot.isoformat()}")
                made += 1
    return made
