"""The django-tasks interface in front of our queue, so that a task written for Django's own ``Task`` API runs here unchanged.

Settings: ``TASKS = {"default": {"BACKEND": "zhongshu.platform.jobs.django_tasks_backend.LeaseQueueBackend"}}``.
"""

from typing import Any

from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskError, TaskResult, TaskResultStatus
from django_tasks.exceptions import InvalidTaskError, TaskResultDoesNotExist
from django_tasks.utils import normalize_json

from zhongshu.platform.jobs import commands
from zhongshu.platform.jobs.choices import State
from zhongshu.platform.jobs.models import Job
from zhongshu.platform.jobs.registry import job

JOB = "jobs.django_task"
_STATUS = {
    State.WAITING: TaskResultStatus.READY,
    State.RUNNING: TaskResultStatus.RUNNING,
    State.DONE: TaskResultStatus.SUCCESSFUL,
    State.FAILED: TaskResultStatus.FAILED,
    State.DISCARDED: TaskResultStatus.FAILED,
}


class LeaseQueueBackend(BaseTaskBackend):
    """Stores tasks as jobs of the lease queue: in the caller's transaction, at least once, with retries."""

    supports_defer = True
    supports_async_task = True
    supports_get_result = True

    def validate_task(self, task: Task) -> None:
        super().validate_task(task)
        if task.takes_context:
            raise InvalidTaskError("this backend passes no context: a job knows no more than its arguments")

    def enqueue(self, task: Task, args: Any, kwargs: Any) -> TaskResult:
        self.validate_task(task)
        row = commands.enqueue(
            JOB,
            run_at=task.run_after,
            task=task.module_path,
            backend=self.alias,
            args=normalize_json(list(args)),
            kwargs=normalize_json(kwargs),
        )
        return self._result(row, task)

    def get_result(self, result_id: str) -> TaskResult:
        row = Job.objects.filter(pk=result_id, name=JOB).first()
        if row is None:
            raise TaskResultDoesNotExist(result_id)
        return self._result(row, import_string(row.arguments["task"]))

    def _result(self, row: Job, task: Task) -> TaskResult:
        # A task failed by an error of its own has no class that we may import again: the job keeps only what is safe to show.
        errors = [TaskError(exception_class_path="builtins.Exception", traceback=row.error)] if row.error else []
        result: TaskResult[Any] = TaskResult(
            task=task,
            id=str(row.pk),
            status=_STATUS[State(row.state)],
            enqueued_at=row.created_at,
            started_at=None,
            last_attempted_at=None,
            finished_at=row.finished_at,
            args=row.arguments["args"],
            kwargs=row.arguments["kwargs"],
            backend=self.alias,
            errors=errors,
            worker_ids=[row.worker] * row.attempts,
        )
        object.__setattr__(result, "_return_value", (row.result or {}).get("value"))
        return result


@job(JOB, label="通用任务")
def run_task(*, task: str, backend: str, args: list, kwargs: dict) -> dict[str, Any]:
    """Run one task of the django-tasks interface and keep what it returns."""
    found: Task = import_string(task)
    return {"value": normalize_json(found.call(*args, **kwargs))}
