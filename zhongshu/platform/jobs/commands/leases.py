"""The life of one job: claimed under a lease, renewed, finished once.

Only the holder of the lease may finish or renew; the holder is told by the worker's name and the number of the attempt, so a
worker that comes back late from the dead changes nothing.
"""

import datetime as dt
import traceback
from typing import Any

from django.db import connection, transaction
from django.db.models import F, QuerySet

from zhongshu.kernel import clock
from zhongshu.kernel.errors import OfficeError
from zhongshu.platform.jobs.backoff import delay
from zhongshu.platform.jobs.choices import State
from zhongshu.platform.jobs.models import Job

LEASE_LOST = "执行进程中断，租约到期"


def claim(worker: str, *, lease: dt.timedelta) -> Job | None:
    """Take the job that has been ready longest, or nothing."""
    now = clock.now()
    ready = Job.objects.filter(state=State.WAITING, run_at__lte=now)
    if not ready.exists():  # looked at first without a transaction: on SQLite an idle worker must not take the write lock
        return None
    with transaction.atomic():
        ready = ready.order_by("run_at", "pk")
        if connection.features.has_select_for_update_skip_locked:
            ready = ready.select_for_update(skip_locked=True)
        job = ready.first()
        if job is None:
            return None
        changes = {"state": State.RUNNING, "worker": worker, "lease_until": now + lease, "attempts": job.attempts + 1}
        if not Job.objects.filter(pk=job.pk, state=State.WAITING).update(**changes):
            return None
    for name, value in changes.items():
        setattr(job, name, value)
    return job


def renew(job: Job, *, lease: dt.timedelta) -> bool:
    """Lengthen the lease of a running job; False says that the job is no longer this worker's."""
    return bool(_held(job).update(lease_until=clock.now() + lease))


def finish(job: Job, result: Any = None) -> bool:
    """Mark a job done; False says that the lease was lost and another worker has the job."""
    changes = {"state": State.DONE, "result": result, "error": "", "lease_until": None, "finished_at": clock.now()}
    return bool(_held(job).update(**changes))


def fail(job: Job, error: BaseException) -> bool:
    """Put a failed job back to be tried later, or aside for the administrator after its last attempt."""
    now = clock.now()
    if job.attempts >= job.max_attempts:
        changes = {"state": State.FAILED, "finished_at": now}
    else:
        changes = {"state": State.WAITING, "run_at": now + delay(job.attempts)}
    return bool(_held(job).update(lease_until=None, error=describe(error), **changes))


def reap() -> int:
    """Put jobs of dead workers back into the queue; returns how many leases had run out."""
    now = clock.now()
    lost = Job.objects.filter(state=State.RUNNING, lease_until__lt=now)
    if not lost.exists():
        return 0
    given_up = lost.filter(attempts__gte=F("max_attempts")).update(
        state=State.FAILED, lease_until=None, error=LEASE_LOST, finished_at=now
    )
    returned = lost.update(state=State.WAITING, lease_until=None, run_at=now, error=LEASE_LOST)
    return given_up + returned


def describe(error: BaseException) -> str:
    """Tell what went wrong without the error's own words, which may quote a document: class, code, lines of the program."""
    code = f" ({error.code})" if isinstance(error, OfficeError) else ""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    lines = [f"{frame.filename.rsplit('/zhongshu/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
    return "\n".join([f"{type(error).__name__}{code}", *lines])


def _held(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, worker=job.worker, attempts=job.attempts)
