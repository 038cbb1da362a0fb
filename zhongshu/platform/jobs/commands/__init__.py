"""Every write of background work, by subject."""

from zhongshu.platform.jobs.commands.enqueueing import enqueue
from zhongshu.platform.jobs.commands.events import claim_event, release_event, renew_event
from zhongshu.platform.jobs.commands.leases import claim, fail, finish, reap, renew
from zhongshu.platform.jobs.commands.repairing import discard, retry, retry_event
from zhongshu.platform.jobs.commands.scheduling import enqueue_due, load_schedules
from zhongshu.platform.jobs.commands.workers import beat, remove_old, start_worker, stop_worker

__all__ = [
    "beat",
    "claim",
    "claim_event",
    "discard",
    "enqueue",
    "enqueue_due",
    "fail",
    "finish",
    "load_schedules",
    "reap",
    "release_event",
    "remove_old",
    "renew",
    "renew_event",
    "retry",
    "retry_event",
    "start_worker",
    "stop_worker",
]
