"""What the administrator and the readiness check ask about background work."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.models import Outbox
from zhongshu.platform.jobs.choices import State
from zhongshu.platform.jobs.models import Job, Schedule, Worker
from zhongshu.platform.jobs.policies import policy

EVENT_ATTEMPTS = 10
MOST_COUNTED = 1000
ALIVE = dt.timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Health:
    """How background work stands: counts are capped at 1,000; waits are in whole seconds."""

    waiting: int
    failed: int
    undelivered: int
    stuck_events: int
    oldest_wait: int
    workers_alive: int


def jobs(viewer: Actor, *, state: str = "", name: str = "") -> QuerySet[Job]:
    """Return the jobs that the viewer may see, newest first by number."""
    rows = policy.visible(viewer).defer("arguments", "result")
    if state:
        rows = rows.filter(state=state)
    if name:
        rows = rows.filter(name=name)
    return rows


def health() -> Health:
    """Tell how background work stands, for the administrator's page and for monitoring."""
    now = clock.now()
    ready = Job.objects.filter(state=State.WAITING, run_at__lte=now).order_by("run_at", "pk")[:MOST_COUNTED]
    jobs_waiting = ready.aggregate(count=Count("pk"), oldest=Min("run_at"))
    undelivered = Outbox.objects.filter(delivered_at=None).order_by("pk")[:MOST_COUNTED]
    stuck = Count("pk", filter=Q(attempts__gte=EVENT_ATTEMPTS))
    events_waiting = undelivered.aggregate(count=Count("pk"), stuck=stuck, oldest=Min("created_at"))
    oldest = min(filter(None, [jobs_waiting["oldest"], events_waiting["oldest"]]), default=now)
    return Health(
        waiting=jobs_waiting["count"],
        failed=Job.objects.filter(state=State.FAILED).values("pk")[:MOST_COUNTED].count(),
        undelivered=events_waiting["count"],
        stuck_events=events_waiting["stuck"],
        oldest_wait=max(0, int((now - oldest).total_seconds())),
        workers_alive=len(workers_alive()),
    )


def workers() -> QuerySet[Worker]:
    """Return the worker processes seen during the last day, latest heartbeat first."""
    return Worker.objects.filter(seen_at__gte=clock.now() - dt.timedelta(days=1)).order_by("-seen_at")


def workers_alive(within: dt.timedelta = ALIVE) -> list[str]:
    """Return the names of the workers whose heart beat within the last minute; the readiness check asks this."""
    rows = Worker.objects.filter(stopped_at=None, seen_at__gte=clock.now() - within)
    return list(rows.order_by("name").values_list("name", flat=True))


def schedules() -> QuerySet[Schedule]:
    return Schedule.objects.filter(active=True).order_by("next_run_at", "name")


def failing_events() -> QuerySet[Outbox]:
    """Return stored facts whose delivery has failed at least once and that still wait, oldest first."""
    return Outbox.objects.filter(Q(delivered_at=None) & Q(attempts__gt=0) & ~Q(error="")).defer("payload").order_by("pk")
