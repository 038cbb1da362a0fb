from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhongshu.domains.supervision.choices import (
    ExtensionState,
    NoticeKind,
    NoticeState,
    UrgingKind,
    VerificationKind,
)
from zhongshu.domains.supervision.models.items import SupervisionItem
from zhongshu.domains.supervision.models.parts import Part


class Extension(models.Model):
    """延期: a later deadline that somebody asked for, and what the docketing side answered."""

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        ExtensionState.REQUESTED: {ExtensionState.APPROVED, ExtensionState.REFUSED},
        ExtensionState.APPROVED: set(),
        ExtensionState.REFUSED: set(),
    }

    item = models.ForeignKey(SupervisionItem, models.PROTECT, related_name="extension_requests", verbose_name="督查事项")
    part = models.ForeignKey(Part, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办任务")
    working_days = models.PositiveIntegerField("申请延长工作日数")
    reason = models.CharField("延期理由", max_length=500)
    from_date = models.DateField("原时限")
    to_date = models.DateField("延期至")
    explanation = models.TextField("时限计算", blank=True)
    state = models.CharField("状态", max_length=12, choices=ExtensionState, default=ExtensionState.REQUESTED)
    requested_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="申请人")
    requested_by_name = models.CharField("申请人姓名", max_length=40)
    unit_name = models.CharField("申请单位", max_length=80)
    requested_at = models.DateTimeField("申请时间")
    decided_by_name = models.CharField("审批人", max_length=40, blank=True)
    decided_at = models.DateTimeField("审批时间", null=True, blank=True)
    decision = models.CharField("审批意见", max_length=300, blank=True)

    class Meta:
        ordering = ["requested_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(state=ExtensionState.REQUESTED),
                name="supervision_one_open_extension",
                violation_error_message="该事项已有延期申请待批准",
            ),
            models.CheckConstraint(
                name="supervision_extension_is_later",
                condition=Q(to_date__gt=F("from_date")),
                violation_error_message="延期后的时限必须晚于原时限",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_date} → {self.to_date}"


class Verification(models.Model):
    """核查: somebody who did not report the result made sure of it, or found that it is not so."""

    item = models.ForeignKey(SupervisionItem, models.PROTECT, related_name="verifications", verbose_name="督查事项")
    kind = models.CharField("方式", max_length=12, choices=VerificationKind)
    passed = models.BooleanField("属实")
    words = models.TextField("核查情况")
    place = models.CharField("地点或对象", max_length=120, blank=True)
    checked_date = models.DateField("核查日期")
    verifier = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="核查人")
    verifier_name = models.CharField("核查人姓名", max_length=40)
    at = models.DateTimeField("登记时间")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{'属实' if self.passed else '不实'}"


class Urging(models.Model):
    """催办: a reminder by rule, a person's words, or an escalation. ``rule_key`` keeps a rule from saying the same twice."""

    item = models.ForeignKey(SupervisionItem, models.PROTECT, related_name="urging_notes", verbose_name="督查事项")
    part = models.ForeignKey(Part, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办任务")
    kind = models.CharField("类别", max_length=20, choices=UrgingKind)
    words = models.CharField("内容", max_length=300)
    to_names = models.CharField("发给", max_length=300)
    by_name = models.CharField("催办人", max_length=40)
    at = models.DateTimeField("时间")
    rule_key = models.CharField("规则", max_length=80, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "rule_key"], condition=~Q(rule_key=""), name="supervision_one_reminder_per_rule"
            )
        ]

    def __str__(self) -> str:
        return self.words[:40]


class Notice(models.Model):
    """督查文书: a notice, brief or circular that becomes an outgoing document; the bridge writes back which one."""

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        NoticeState.REQUESTED: {NoticeState.DRAFTED, NoticeState.FAILED},
        NoticeState.FAILED: {NoticeState.REQUESTED},
        NoticeState.DRAFTED: set(),
    }

    organ = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="发文机关")
    item = models.ForeignKey(
        SupervisionItem, models.PROTECT, null=True, blank=True, related_name="notices", verbose_name="督查事项"
    )
    kind = models.CharField("文书", max_length=20, choices=NoticeKind)
    title = models.CharField("标题", max_length=200)
    body = models.TextField("正文")
    recipients = models.CharField("主送", max_length=500, blank=True)
    secrecy = models.PositiveSmallIntegerField("涉密等级", default=0)
    as_of_date = models.DateField("统计截至", null=True, blank=True)
    state = models.CharField("状态", max_length=12, choices=NoticeState, default=NoticeState.REQUESTED)
    document_id = models.BigIntegerField("文稿编号", null=True, blank=True)
    problem = models.CharField("原因", max_length=300, blank=True)
    requested_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="经办人")
    requested_by_name = models.CharField("经办人姓名", max_length=40)
    requested_at = models.DateTimeField("生成时间")

    class Meta:
        ordering = ["requested_at", "pk"]
        indexes = [models.Index(fields=["organ", "-requested_at"], name="supervision_notices_newest")]

    def __str__(self) -> str:
        return self.title
