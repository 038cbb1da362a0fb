"""What other layers may use of background work."""

from zhongshu.platform.jobs.commands import enqueue
from zhongshu.platform.jobs.queries import Health, health, workers_alive
from zhongshu.platform.jobs.registry import job, schedule
from zhongshu.platform.jobs.worker import drain

__all__ = ["Health", "drain", "enqueue", "health", "job", "schedule", "workers_alive"]
