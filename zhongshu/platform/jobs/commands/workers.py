"""Workers announce themselves; old entries are removed."""

import datetime as dt

from django.db.models import Q

from zhongshu.kernel import clock
from zhongshu.kernel.models import Outbox
from zhongshu.platform.jobs.choices import State
from zhongshu.platform.jobs.models import Job, Worker

KEEP = dt.timedelta(days=90)


def start_worker(name: str) -> None:
    now = clock.now()
    Worker.objects.update_or_create(name=name, defaults={"started_at": now, "seen_at": now, "stopped_at": None})


def beat(name: str) -> None:
    """Record that the worker is alive."""
    Worker.objects.filter(name=name).update(seen_at=clock.now())


def stop_worker(name: str) -> None:
    now = clock.now()
    Worker.objects.filter(name=name).update(seen_at=now, stopped_at=now)


def remove_old() -> int:
    """Remove jobs, delivered facts and workers that ended more than 90 days ago; failed jobs stay until somebody decides.

    Background work is machinery, not a record of the office: the record is the audit trail, which is never removed.
    """
    limit = clock.now() - KEEP
    ended = Q(state__in=[State.DONE, State.DISCARDED], finished_at__lt=limit)
    removed = Job.objects.filter(ended).delete()[0]
    removed += Outbox.objects.filter(delivered_at__lt=limit).delete()[0]
    removed += Worker.objects.filter(seen_at__lt=limit).delete()[0]
    return removed
