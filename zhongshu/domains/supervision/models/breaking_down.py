from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhongshu.domains.supervision.choices import BreakdownState, BreakdownTaskState, Grade, SourceKind
from zhongshu.domains.supervision.models.items import SupervisionItem
from zhongshu.kernel.refs import Referring


class Breakdown(Referring):
    """分解稿: a text with the tasks that were found in it, until a person has accepted, changed or dropped each."""

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        BreakdownState.OPEN: {BreakdownState.DOCKETED, BreakdownState.DISCARDED},
        BreakdownState.DOCKETED: set(),
        BreakdownState.DISCARDED: set(),
    }

    organ = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="督查机关", db_index=False)
    title = models.CharField("名称", max_length=200)
    source_kind = models.CharField("立项依据", max_length=20, choices=SourceKind)
    text = models.TextField("原文")
    text_digest = models.CharField("原文摘要", max_length=64)
    secrecy = models.PositiveSmallIntegerField("涉密等级", default=0)
    parent = models.ForeignKey(SupervisionItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="上级事项")
    state = models.CharField("状态", max_length=10, choices=BreakdownState, default=BreakdownState.OPEN)
    created_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="分解人")
    created_by_name = models.CharField("分解人姓名", max_length=40)
    created_at = models.DateTimeField("分解时间")

    class Meta:
        indexes = [models.Index(fields=["organ", "-created_at", "-id"], name="supervision_breakdowns_newest")]

    def __str__(self) -> str:
        return self.title


class BreakdownTask(models.Model):
    """分解任务: one task that was found, with the sentence that it stands in: characters ``begin`` up to ``end`` of the text.

    ``lead_written`` and ``supporting_written`` are the units as the text names them; ``questions`` are what a person must decide first.
    """

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        BreakdownTaskState.PROPOSED: {BreakdownTaskState.ACCEPTED, BreakdownTaskState.DROPPED},
        BreakdownTaskState.ACCEPTED: {BreakdownTaskState.PROPOSED, BreakdownTaskState.DROPPED, BreakdownTaskState.DOCKETED},
        BreakdownTaskState.DROPPED: {BreakdownTaskState.PROPOSED},
        BreakdownTaskState.DOCKETED: set(),
    }

    breakdown = models.ForeignKey(Breakdown, models.PROTECT, related_name="tasks", verbose_name="分解稿")
    position = models.PositiveIntegerField("次序")
    heading = models.CharField("所在标题", max_length=200, blank=True)
    begin = models.PositiveIntegerField("起")
    end = models.PositiveIntegerField("止")
    paragraph = models.PositiveIntegerField("段落", default=1)
    sentence = models.TextField("原句")
    title = models.CharField("任务", max_length=200)
    outcome = models.CharField("可核实的结果", max_length=300, blank=True)
    measures = models.CharField("量化目标", max_length=200, blank=True)
    lead_unit = models.ForeignKey(
        "organizations.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="牵头单位"
    )
    lead_written = models.CharField("原文牵头单位", max_length=200, blank=True)
    supporting_units = models.JSONField("协办单位", default=list, blank=True)
    supporting_written = models.CharField("原文协办单位", max_length=500, blank=True)
    grade = models.CharField("督办级别", max_length=10, choices=Grade, default=Grade.ROUTINE)
    deadline = models.DateField("办理时限", null=True, blank=True)
    deadline_written = models.CharField("原文时限", max_length=200, blank=True)
    questions = models.JSONField("待明确", default=list, blank=True)
    state = models.CharField("状态", max_length=10, choices=BreakdownTaskState, default=BreakdownTaskState.PROPOSED)
    item = models.ForeignKey(SupervisionItem, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="督查事项")

    class Meta:
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["breakdown", "position"], name="supervision_tasks_of_text")]
        constraints = [
            models.CheckConstraint(
                name="supervision_no_task_without_its_sentence",
                condition=Q(end__gt=F("begin")) & ~Q(sentence=""),
                violation_error_message="分解任务必须有原句",
            )
        ]

    def __str__(self) -> str:
        return self.title
