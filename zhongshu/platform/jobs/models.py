from django.db import models
from django.db.models import Q

from zhongshu.platform.jobs.choices import State


class Job(models.Model):
    """后台任务: one piece of work done outside the request, at least once."""

    TRANSITIONS = {
        State.WAITING: {State.RUNNING, State.DISCARDED},
        State.RUNNING: {State.DONE, State.WAITING, State.FAILED},
        State.FAILED: {State.WAITING, State.DISCARDED},
        State.DONE: set(),
        State.DISCARDED: set(),
    }

    name = models.CharField("任务", max_length=80)
    arguments = models.JSONField("参数", default=dict)
    key = models.CharField("唯一标识", max_length=160, null=True, blank=True, unique=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING)
    run_at = models.DateTimeField("执行时间")
    lease_until = models.DateTimeField("占用至", null=True, blank=True)
    worker = models.CharField("执行进程", max_length=120, blank=True)
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)
    max_attempts = models.PositiveSmallIntegerField("最多次数", default=5)
    error = models.TextField("错误", blank=True)
    result = models.JSONField("结果", null=True, blank=True)
    created_at = models.DateTimeField("创建时间")
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = "后台任务"
        indexes = [
            models.Index(fields=["run_at", "id"], name="jobs_waiting", condition=Q(state=State.WAITING)),
            models.Index(fields=["lease_until"], name="jobs_running", condition=Q(state=State.RUNNING)),
            models.Index(fields=["state", "-id"], name="jobs_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                name="jobs_running_jobs_have_a_lease",
                condition=~Q(state=State.RUNNING) | Q(lease_until__isnull=False),
                violation_error_message="执行中的任务必须有占用期限",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} #{self.pk}"


class Schedule(models.Model):
    """定时任务: the next slot of a job that runs by itself."""

    name = models.CharField("任务", max_length=80, unique=True)
    cron = models.CharField("周期", max_length=80)
    next_run_at = models.DateTimeField("下次执行")
    last_run_at = models.DateTimeField("上次执行", null=True, blank=True)
    active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = "定时任务"

    def __str__(self) -> str:
        return self.name


class Worker(models.Model):
    """工作进程: a process that does background work, with the moment it was last seen alive."""

    name = models.CharField("进程", max_length=120, unique=True)
    started_at = models.DateTimeField("启动时间")
    seen_at = models.DateTimeField("最近心跳")
    stopped_at = models.DateTimeField("停止时间", null=True, blank=True)

    class Meta:
        verbose_name = "工作进程"

    def __str__(self) -> str:
        return self.name
