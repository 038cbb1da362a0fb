"""Background work about background work."""

from zhongshu.platform.jobs import commands
from zhongshu.platform.jobs.django_tasks_backend import run_task
from zhongshu.platform.jobs.registry import schedule

__all__ = ["remove_old", "run_task"]


@schedule("jobs.remove_old", cron="40 3 * * *", label="清理过期任务记录")
def remove_old() -> int:
    return commands.remove_old()
