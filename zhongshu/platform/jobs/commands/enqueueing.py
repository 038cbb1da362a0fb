"""Putting work into the queue."""

import datetime as dt
from typing import Any

from zhongshu.kernel import clock
from zhongshu.platform.jobs import registry
from zhongshu.platform.jobs.models import Job


def enqueue(name: str, *, key: str | None = None, run_at: dt.datetime | None = None, **arguments: Any) -> Job:
    """Store a job in the caller's transaction; a worker does it after the commit.

    Args:
        key: makes the job unique: a second call with the same key gives back the first job, whatever became of it.
        run_at: not before this moment; now if left out.
        arguments: plain JSON values, ids rather than content.

    Raises:
        LookupError: no module announced such a job.
    """
    handler = registry.handler(name)
    now = clock.now()
    values = {
        "name": name,
        "arguments": arguments,
        "run_at": run_at or now,
        "max_attempts": handler.max_attempts,
        "created_at": now,
    }
    if key is None:
        return Job.objects.create(**values)
    return Job.objects.get_or_create(key=key, defaults=values)[0]
