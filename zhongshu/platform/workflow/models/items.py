"""Work in people's hands: the item table is itself the to-do list."""

from django.db import models
from django.db.models import Q

from zhongshu.platform.workflow.choices import LIVE_ITEMS, Alert, ItemRole, ItemState
from zhongshu.platform.workflow.models.running import FlowInstance, FlowStep


class FlowItem(models.Model):
    """办理事项: one person's part in one step.

    ``assignee`` holds it; under a delegation that is the agent, ``principal`` is the one it was meant for, and both see it.
    An item to be claimed has no assignee yet; its candidates are ``FlowItemHolder`` rows.
    """

    instance = models.ForeignKey(FlowInstance, models.PROTECT, related_name="items", verbose_name="流程实例")
    step = models.ForeignKey(FlowStep, models.PROTECT, related_name="items", verbose_name="环节")
    role = models.CharField("身份", max_length=10, choices=ItemRole, default=ItemRole.MAIN)
    state = models.CharField("状态", max_length=12, choices=ItemState, default=ItemState.OPEN)
    assignee = models.ForeignKey(
        "organizations.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办理人"
    )
    assignee_name = models.CharField("办理人姓名", max_length=80, blank=True)
    principal = models.ForeignKey(
        "organizations.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="委托人"
    )
    principal_name = models.CharField("委托人姓名", max_length=80, blank=True)
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位")
    unit_name = models.CharField("单位名称", max_length=120, blank=True)
    origin = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offspring",
        verbose_name="由来",
        help_text="加签人、被征询人所从属的事项",
    )
    succeeds = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name="接替",
        help_text="转办、移交或取回之前的事项",
    )
    added_by = models.ForeignKey(
        "organizations.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="加入人"
    )
    reason = models.CharField("事由", max_length=500, blank=True)
    position = models.PositiveIntegerField("次序", default=0)
    created_at = models.DateTimeField("到达时间")
    opened_at = models.DateTimeField("打开时间", null=True, blank=True)
    due_at = models.DateTimeField("办理时限", null=True, blank=True)
    due_order = models.DateTimeField("时限排序", help_text="没有时限的排在最后")
    alert_at = models.DateTimeField("下次提醒时间", null=True, blank=True)
    alert = models.PositiveSmallIntegerField("提醒程度", choices=Alert, default=Alert.NONE)
    done_at = models.DateTimeField("办结时间", null=True, blank=True)
    done_by = models.ForeignKey(
        "organizations.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="实际办理人"
    )
    done_by_name = models.CharField("实际办理人姓名", max_length=80, blank=True)
    outcome = models.CharField("结果", max_length=60, blank=True)
    was_returned = models.BooleanField("退回而来", default=False)
    late = models.BooleanField("会签结束后补签", default=False)
    times_urged = models.PositiveIntegerField("催办次数", default=0)
    closed_at_revision = models.PositiveIntegerField("在第几行历史关闭", null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["assignee", "due_order", "id"], name="workflow_item_to_do", condition=Q(state=ItemState.OPEN)),
            models.Index(
                fields=["principal", "due_order", "id"],
                name="workflow_item_delegated",
                condition=Q(state=ItemState.OPEN, principal__isnull=False),
            ),
            models.Index(fields=["done_by", "-done_at", "-id"], name="workflow_item_done", condition=Q(done_at__isnull=False)),
            models.Index(fields=["step"], name="workflow_item_of_step"),
            models.Index(fields=["instance", "id"], name="workflow_item_of_instance"),
            models.Index(
                fields=["alert_at"], name="workflow_item_alert", condition=Q(state=ItemState.OPEN, alert_at__isnull=False)
            ),
            models.Index(fields=["assignee"], name="workflow_item_live_of", condition=Q(state__in=[*LIVE_ITEMS])),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["step", "assignee", "unit"],
                condition=Q(state__in=[*LIVE_ITEMS]),
                name="workflow_one_live_item_per_unit_signer",
                violation_error_message="该人员已在此环节中",
            ),
            models.UniqueConstraint(
                fields=["step", "assignee"],
                condition=Q(state__in=[*LIVE_ITEMS], unit__isnull=True, assignee__isnull=False),
                name="workflow_one_live_item_per_signer",
                violation_error_message="该人员已在此环节中",
            ),
            models.CheckConstraint(
                condition=~Q(state=ItemState.DONE) | Q(done_at__isnull=False), name="workflow_done_items_have_a_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignee_name} #{self.pk}"

    @property
    def holder_line(self) -> str:
        """The name as the office writes it: 张三, or 李四（代张三）."""
        return f"{self.assignee_name}（代{self.principal_name}）" if self.principal_name else self.assignee_name


class FlowItemHolder(models.Model):
    """候选: one of those who may claim an item; ``key`` is ``person:5``, ``post:7`` or ``duty:3:registry_clerk``.

    Only for items not yet claimed: the rows go when somebody takes it, the history tells who could have.
    """

    item = models.ForeignKey(FlowItem, models.PROTECT, related_name="holders", verbose_name="事项")
    key = models.CharField("候选", max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "key"], name="workflow_candidates_are_unique")]
        indexes = [models.Index(fields=["key", "item"], name="workflow_items_of_candidate")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.key}"


class FlowParticipant(models.Model):
    """经办: whom an object has passed through; owners use it in their visibility rules. ``key`` as in ``FlowItemHolder``."""

    ref_kind = models.CharField("对象类别", max_length=60)
    ref_id = models.BigIntegerField("对象")
    key = models.CharField("经办", max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "ref_kind", "ref_id"], name="workflow_participants_are_unique")]

    def __str__(self) -> str:
        return f"{self.ref_kind} {self.ref_id} {self.key}"


class FlowUrge(models.Model):
    """催办: somebody pressed the holder of an item."""

    item = models.ForeignKey(FlowItem, models.PROTECT, related_name="urges", verbose_name="事项")
    person = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+", verbose_name="催办人")
    person_name = models.CharField("催办人姓名", max_length=80)
    urged_on = models.DateField("催办日期")
    at = models.DateTimeField("时间")
    text = models.CharField("内容", max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "person", "urged_on"],
                name="workflow_one_urge_a_day",
                violation_error_message="今天已经催办过，请明天再催",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.at}"
