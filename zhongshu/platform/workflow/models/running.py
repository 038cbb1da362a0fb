"""A running process as rows: instance, scopes, steps and the links that say which step led to which."""

from django.db import models
from django.db.models import F, Q

from zhongshu.kernel.refs import Referring
from zhongshu.platform.workflow.choices import OPEN_STEPS, InstanceState, LinkKind, ScopeState, StepState
from zhongshu.platform.workflow.models.definitions import FlowVersion


class FlowInstance(Referring):
    """流程实例: one process about one object of a subject. ``revision`` counts the lines of its history.

    ``variables`` carries routing values only; the text and the data of the matter stay with its owner.
    """

    TRANSITIONS = {
        InstanceState.RUNNING: {
            InstanceState.SUSPENDED,
            InstanceState.COMPLETED,
            InstanceState.TERMINATED,
            InstanceState.WITHDRAWN,
        },
        InstanceState.SUSPENDED: {InstanceState.RUNNING, InstanceState.TERMINATED, InstanceState.WITHDRAWN},
        InstanceState.TERMINATED: {InstanceState.RUNNING},
        InstanceState.COMPLETED: set(),
        InstanceState.WITHDRAWN: set(),
    }

    version = models.ForeignKey(FlowVersion, models.PROTECT, related_name="+", verbose_name="流程版本")
    organ = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="机关")
    secrecy = models.PositiveSmallIntegerField("涉密等级", default=0)
    state = models.CharField("状态", max_length=12, choices=InstanceState, default=InstanceState.RUNNING)
    starter = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="发起人")
    starter_name = models.CharField("发起人姓名", max_length=80)
    starter_unit = models.ForeignKey("organizations.Unit", models.PROTECT, null=True, related_name="+", verbose_name="发起单位")
    variables = models.JSONField("流转变量", default=dict, blank=True)
    revision = models.PositiveIntegerField("历史行数", default=0)
    repeats = models.BooleanField("有节点可能再次到达", default=False, help_text="退回、取回、跳转或图上有环时为真")
    started_at = models.DateTimeField("发起时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    suspended_at = models.DateTimeField("挂起时间", null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["ref_kind", "ref_id"], name="workflow_instance_about"),
            models.Index(fields=["starter", "-started_at", "-id"], name="workflow_instance_started_by"),
            models.Index(fields=["organ", "id"], name="workflow_instance_running", condition=Q(state=InstanceState.RUNNING)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["ref_kind", "ref_id"],
                condition=Q(state__in=[InstanceState.RUNNING, InstanceState.SUSPENDED]),
                name="workflow_one_live_instance_per_object",
                violation_error_message="该事项已有正在办理的流程",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[InstanceState.RUNNING, InstanceState.SUSPENDED], ended_at__isnull=True)
                | Q(
                    state__in=[InstanceState.COMPLETED, InstanceState.TERMINATED, InstanceState.WITHDRAWN],
                    ended_at__isnull=False,
                ),
                name="workflow_ended_instances_have_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref_title} #{self.pk}"


class FlowScope(models.Model):
    """子流程的一次运行: the inside of one sub-process step, or one of its runs for one element of a list."""

    instance = models.ForeignKey(FlowInstance, models.PROTECT, related_name="scopes", verbose_name="流程实例")
    container = models.ForeignKey("FlowStep", models.PROTECT, related_name="inner_scopes", verbose_name="所在环节")
    position = models.PositiveIntegerField("次序", default=0)
    element = models.JSONField("名单成员", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=ScopeState, default=ScopeState.OPEN)
    variables = models.JSONField("变量", default=dict, blank=True)

    class Meta:
        indexes = [models.Index(fields=["container", "state"], name="workflow_scope_of_container")]
        constraints = [models.UniqueConstraint(fields=["container", "position"], name="workflow_scope_positions_are_unique")]

    def __str__(self) -> str:
        return f"{self.container_id}/{self.position}"


class FlowStep(models.Model):
    """环节: one visit of the process to a step or a join. Returning makes a new visit; the old one stays, marked ``void``."""

    instance = models.ForeignKey(FlowInstance, models.PROTECT, related_name="steps", verbose_name="流程实例")
    scope = models.ForeignKey(FlowScope, models.PROTECT, null=True, blank=True, related_name="steps", verbose_name="所在子流程")
    node = models.CharField("节点", max_length=120)
    kind = models.CharField("种类", max_length=12)
    name = models.CharField("名称", max_length=120, blank=True)
    entry = models.CharField("进入的连线", max_length=120, blank=True)
    round = models.PositiveIntegerField("轮次", default=1)
    state = models.CharField("状态", max_length=10, choices=StepState, default=StepState.ACTIVE)
    void = models.BooleanField("已被后来的退回或取回作废", default=False)
    resume_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办完直接回到", help_text="直送时有值"
    )
    outcome = models.CharField("结果", max_length=60, blank=True)
    many_parts = models.BooleanField("多人办理", default=False, help_text="会签、加签或征询过；否则一人办完即完成")
    entered_at = models.DateTimeField("到达时间")
    left_at = models.DateTimeField("离开时间", null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["instance", "id"], name="workflow_step_of_instance"),
            models.Index(fields=["instance"], name="workflow_step_open", condition=Q(state__in=[*OPEN_STEPS])),
            models.Index(fields=["scope"], name="workflow_step_of_scope", condition=Q(scope__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[*OPEN_STEPS], left_at__isnull=True, void=False) | ~Q(state__in=[*OPEN_STEPS]),
                name="workflow_open_steps_are_valid_and_have_not_left",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name or self.node} #{self.pk}"


class FlowLink(models.Model):
    """流转: which step led to which. ``path`` lists the drawn flows between them, gateways included."""

    instance = models.ForeignKey(FlowInstance, models.PROTECT, related_name="links", verbose_name="流程实例")
    source = models.ForeignKey(FlowStep, models.PROTECT, related_name="links_out", verbose_name="从")
    target = models.ForeignKey(FlowStep, models.PROTECT, related_name="links_in", verbose_name="到")
    kind = models.CharField("种类", max_length=10, choices=LinkKind, default=LinkKind.NORMAL)
    path = models.JSONField("经过的连线", default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="workflow_one_link_per_pair"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="workflow_no_step_leads_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"
