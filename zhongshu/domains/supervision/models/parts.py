from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhongshu.domains.supervision.choices import LIVE_PARTS, FeedbackKind, PartRole, PartState
from zhongshu.domains.supervision.models.items import SupervisionItem

P = PartState


class Part(models.Model):
    """承办任务: what one unit does of an item, with its own person and, if it has one, its own earlier limit."""

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        P.PLANNED: {P.ASSIGNED, P.CANCELLED},
        P.ASSIGNED: {P.IN_PROGRESS, P.REFUSED, P.TRANSFERRED, P.CANCELLED},
        P.IN_PROGRESS: {P.REPORTED, P.REFUSED, P.TRANSFERRED, P.CANCELLED},
        P.REPORTED: {P.IN_PROGRESS, P.CANCELLED},
        P.REFUSED: set(),
        P.TRANSFERRED: set(),
        P.CANCELLED: set(),
    }

    can_handle: bool

    item = models.ForeignKey(SupervisionItem, models.PROTECT, related_name="parts", verbose_name="督查事项")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="承办单位", db_index=False)
    role = models.CharField("角色", max_length=12, choices=PartRole)
    responsible = models.ForeignKey(
        "organizations.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人", db_index=False
    )
    task = models.TextField("承办任务", blank=True)
    measure = models.CharField("量化目标", max_length=200, blank=True)
    deadline = models.DateField("办理时限")
    state = models.CharField("状态", max_length=12, choices=PartState, default=PartState.PLANNED)
    assigned_at = models.DateTimeField("交办时间", null=True, blank=True)
    signed_at = models.DateTimeField("签收时间", null=True, blank=True)
    signed_by_name = models.CharField("签收人", max_length=40, blank=True)
    reported_at = models.DateTimeField("报结时间", null=True, blank=True)
    reason = models.CharField("退回或转办理由", max_length=500, blank=True)
    created_at = models.DateTimeField("列入时间")

    class Meta:
        ordering = ["role", "pk"]
        indexes = [
            models.Index(fields=["unit", "state", "deadline"], name="supervision_parts_of_unit"),
            models.Index(fields=["responsible", "state"], name="supervision_parts_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "unit"],
                condition=Q(state__in=LIVE_PARTS),
                name="supervision_one_part_per_unit",
                violation_error_message="同一单位在一个事项中只能有一项任务",
            ),
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(role=PartRole.LEAD, state__in=LIVE_PARTS),
                name="supervision_one_lead_per_item",
                violation_error_message="一个事项只能有一个牵头单位",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}：{self.task[:40]}"


class Feedback(models.Model):
    """反馈: what a unit reported of its part, and what was still missing if it was returned. The words never change."""

    part = models.ForeignKey(Part, models.PROTECT, related_name="feedback", verbose_name="承办任务")
    item = models.ForeignKey(SupervisionItem, models.PROTECT, related_name="feedback", verbose_name="督查事项")
    kind = models.CharField("类别", max_length=12, choices=FeedbackKind, default=FeedbackKind.PROGRESS)
    milestone = models.CharField("阶段", max_length=60, blank=True)
    words = models.TextField("进展情况")
    difficulties = models.TextField("困难和建议", blank=True)
    progress = models.PositiveSmallIntegerField("完成进度", default=0)
    due_date = models.DateField("应反馈日期", null=True, blank=True)
    reporter = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="反馈人")
    reporter_name = models.CharField("反馈人姓名", max_length=40)
    unit_name = models.CharField("反馈单位", max_length=80)
    given_at = models.DateTimeField("反馈时间")
    returned_at = models.DateTimeField("退回时间", null=True, blank=True)
    returned_reason = models.CharField("退回原因", max_length=300, blank=True)

    class Meta:
        ordering = ["given_at", "pk"]
        indexes = [models.Index(fields=["item", "-given_at"], name="supervision_feedback_of_item")]
        constraints = [
            models.CheckConstraint(
                name="supervision_progress_is_a_percentage",
                condition=Q(progress__lte=100),
                violation_error_message="完成进度应在 0 至 100 之间",
            )
        ]

    def __str__(self) -> str:
        return self.words[:40]
