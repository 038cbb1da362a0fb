"""What happened and what is to happen at a set time."""

from django.db import models
from django.db.models import Q

from zhongshu.platform.workflow.choices import Operation, TimerState
from zhongshu.platform.workflow.models.running import FlowInstance, FlowStep


class FlowLog(models.Model):
    """办理过程: one line of the history; appended, never changed (database triggers). Names are text.

    ``seq`` runs 1, 2, 3 … within the instance; its uniqueness is the net below the instance lock.
    """

    instance = models.ForeignKey(FlowInstance, models.PROTECT, related_name="log", verbose_name="流程实例")
    seq = models.PositiveIntegerField("序号")
    at = models.DateTimeField("时间")
    operation = models.CharField("操作", max_length=24, choices=Operation)
    person_id = models.BigIntegerField("人员编号", null=True)
    person_name = models.CharField("姓名", max_length=80)
    post_name = models.CharField("岗位", max_length=80, blank=True)
    unit_name = models.CharField("单位", max_length=120, blank=True)
    principal_name = models.CharField("代谁办理", max_length=80, blank=True)
    step_id = models.BigIntegerField("环节", null=True)
    step_name = models.CharField("环节名称", max_length=120, blank=True)
    item_id = models.BigIntegerField("事项", null=True)
    reason = models.CharField("事由", max_length=500, blank=True)
    data = models.JSONField("情况", default=dict, blank=True)

    class Meta:
        ordering = ["instance", "seq"]
        constraints = [models.UniqueConstraint(fields=["instance", "seq"], name="workflow_log_lines_are_numbered")]
        indexes = [models.Index(fields=["person_id", "at"], name="workflow_log_of_person")]

    def __str__(self) -> str:
        return f"{self.instance_id}/{self.seq} {self.operation}"


class FlowTimer(models.Model):
    """定时: a boundary or intermediate timer of the drawing that waits to fire."""

    instance = models.ForeignKey(FlowInstance, models.PROTECT, related_name="timers", verbose_name="流程实例")
    step = models.ForeignKey(FlowStep, models.PROTECT, related_name="timers", verbose_name="环节")
    node = models.CharField("节点", max_length=120)
    fire_at = models.DateTimeField("触发时间")
    state = models.CharField("状态", max_length=6, choices=TimerState, default=TimerState.ARMED)

    class Meta:
        indexes = [
            models.Index(fields=["fire_at"], name="workflow_timer_armed", condition=Q(state=TimerState.ARMED)),
            models.Index(fields=["step"], name="workflow_timer_of_step"),
        ]

    def __str__(self) -> str:
        return f"{self.node} {self.fire_at}"
