from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhongshu.domains.drafting.choices import DocumentType, PartState, TaskState
from zhongshu.kernel.refs import ObjectRef

T, P = TaskState, PartState


class DraftingTask(models.Model):
    """起草任务: a text that an organ asked for, written in parts by several units and merged into one.

    ``merged_text`` is what the writer works on once all parts are in; who wrote which paragraph of it stands in the passages.
    """

    TRANSITIONS: ClassVar[dict[str, set[TaskState]]] = {
        T.OUTLINING: {T.IN_OUTLINE_REVIEW, T.CANCELLED},
        T.IN_OUTLINE_REVIEW: {T.OUTLINING, T.WRITING, T.CANCELLED},
        T.WRITING: {T.MERGING, T.CANCELLED},
        T.MERGING: {T.WRITING, T.HANDED_OVER, T.CANCELLED},
        T.HANDED_OVER: set(),
        T.CANCELLED: set(),
    }

    # Set by Policy.mark.
    can_edit: bool
    can_approve_outline: bool
    can_cancel: bool

    title = models.CharField("标题", max_length=300)
    document_type = models.CharField("文种", max_length=20, choices=DocumentType, default=DocumentType.REPORT)
    requirement = models.TextField("起草要求", blank=True)
    organ = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="机关")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="牵头单位")
    requester = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="交办人")
    requester_name = models.CharField("交办人姓名", max_length=40)
    writer = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="执笔人")
    writer_name = models.CharField("执笔人姓名", max_length=40)
    section_head = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="提纲审定人")
    section_head_name = models.CharField("提纲审定人姓名", max_length=40)
    secrecy = models.PositiveSmallIntegerField("涉密等级", default=0)
    due_date = models.DateField("完成日期")
    state = models.CharField("状态", max_length=20, choices=TaskState, default=TaskState.OUTLINING)
    outline_returned_reason = models.CharField("提纲退回意见", max_length=300, blank=True)
    outline_approved_at = models.DateTimeField("提纲审定时间", null=True, blank=True)
    merged_text = models.TextField("统稿", blank=True)
    merged_revision = models.PositiveIntegerField("统稿版次", default=0)
    created_at = models.DateTimeField("交办时间")
    updated_at = models.DateTimeField("更新时间")
    handed_over_at = models.DateTimeField("转拟稿时间", null=True, blank=True)
    document_kind = models.CharField("公文类别", max_length=60, blank=True)
    document_id = models.BigIntegerField("公文", null=True, blank=True)
    ended_reason = models.CharField("终止理由", max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["organ", "-created_at", "-id"], name="drafting_newest"),
            models.Index(fields=["writer", "-created_at"], name="drafting_writer"),
        ]
        constraints = [
            models.CheckConstraint(
                name="drafting_no_merging_without_an_outline",
                condition=~Q(state__in=[T.WRITING, T.MERGING, T.HANDED_OVER]) | Q(outline_approved_at__isnull=False),
                violation_error_message="提纲未经审定，不能分头起草",
            ),
            models.CheckConstraint(
                name="drafting_handed_over_tasks_have_a_time",
                condition=Q(state=T.HANDED_OVER) ^ Q(handed_over_at__isnull=True),
                violation_error_message="已转拟稿的任务必须有转出时间",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> ObjectRef:
        return ObjectRef("drafting.task", self.pk, self.title)

    @property
    def is_open(self) -> bool:
        return self.state not in {T.HANDED_OVER, T.CANCELLED}


class Part(models.Model):
    """章节任务: some entries of the outline, written by one unit until a day, handed in by its contact person."""

    TRANSITIONS: ClassVar[dict[str, set[PartState]]] = {
        P.ASSIGNED: {P.SUBMITTED, P.WITHDRAWN},
        P.SUBMITTED: {P.ACCEPTED, P.RETURNED, P.WITHDRAWN},
        P.RETURNED: {P.SUBMITTED, P.WITHDRAWN},
        P.ACCEPTED: {P.RETURNED, P.WITHDRAWN},
        P.WITHDRAWN: set(),
    }

    can_write: bool
    can_review: bool

    task = models.ForeignKey(DraftingTask, models.PROTECT, related_name="parts", verbose_name="起草任务")
    title = models.CharField("章节", max_length=300)
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="承担单位")
    contact = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="联系人")
    contact_name = models.CharField("联系人姓名", max_length=40)
    instruction = models.CharField("要求", max_length=500, blank=True)
    secrecy = models.PositiveSmallIntegerField("涉密等级", default=0)
    due_at = models.DateTimeField("交稿时限")
    due_explanation = models.TextField("时限依据", blank=True)
    state = models.CharField("状态", max_length=12, choices=PartState, default=PartState.ASSIGNED)
    text = models.TextField("文稿", blank=True)
    revision = models.PositiveIntegerField("修改版次", default=1)
    edited_by_name = models.CharField("最后修改人", max_length=40, blank=True)
    return_reason = models.CharField("退回意见", max_length=500, blank=True)
    created_at = models.DateTimeField("交办时间")
    updated_at = models.DateTimeField("更新时间")
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    accepted_at = models.DateTimeField("采用时间", null=True, blank=True)
    last_reminded_at = models.DateTimeField("最近催稿", null=True, blank=True)
    reminder_count = models.PositiveSmallIntegerField("催稿次数", default=0)

    class Meta:
        indexes = [
            models.Index(fields=["contact", "state", "due_at"], name="drafting_part_contact"),
            models.Index(fields=["state", "due_at"], name="drafting_part_due"),
        ]
        constraints = [
            models.CheckConstraint(
                name="drafting_handed_in_parts_have_a_time",
                condition=~Q(state__in=[P.SUBMITTED, P.ACCEPTED]) | Q(submitted_at__isnull=False),
                violation_error_message="已提交的章节必须有提交时间",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> ObjectRef:
        return ObjectRef("drafting.part", self.pk, self.title)

    @property
    def is_being_written(self) -> bool:
        return self.state in {P.ASSIGNED, P.RETURNED}


class OutlineEntry(models.Model):
    """提纲条目. One that was taken out stays with its discussion, ``removed``."""

    task = models.ForeignKey(DraftingTask, models.CASCADE, related_name="entries", verbose_name="起草任务")
    position = models.PositiveSmallIntegerField("顺序")
    level = models.PositiveSmallIntegerField("层次")
    heading = models.CharField("标题", max_length=200)
    points = models.TextField("要点", blank=True)
    part = models.ForeignKey(Part, models.SET_NULL, null=True, blank=True, related_name="entries", verbose_name="章节任务")
    removed = models.BooleanField("已删去", default=False)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.CheckConstraint(name="drafting_outlines_have_three_levels", condition=Q(level__range=(1, 3)))]

    def __str__(self) -> str:
        return self.heading


class OutlineComment(models.Model):
    """提纲讨论: a remark on one entry, or on the whole outline; answered when the writer says what became of it."""

    task = models.ForeignKey(DraftingTask, models.CASCADE, related_name="comments", verbose_name="起草任务")
    entry = models.ForeignKey(
        OutlineEntry, models.CASCADE, null=True, blank=True, related_name="comments", verbose_name="提纲条目"
    )
    words = models.CharField("意见", max_length=1000)
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="提出人")
    person_name = models.CharField("提出人姓名", max_length=40)
    unit_name = models.CharField("单位", max_length=120, blank=True)
    at = models.DateTimeField("时间")
    answer = models.CharField("处理", max_length=500, blank=True)
    answered_by_name = models.CharField("处理人", max_length=40, blank=True)
    answered_at = models.DateTimeField("处理时间", null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.words[:40]


class PartVersion(models.Model):
    """交稿: the text of a part as it was handed in. Never changed, never removed."""

    part = models.ForeignKey(Part, models.PROTECT, related_name="versions", verbose_name="章节任务")
    sequence = models.PositiveSmallIntegerField("稿次")
    text = models.TextField("文稿")
    digest = models.CharField("摘要", max_length=64)
    person_id = models.BigIntegerField("提交人", null=True, blank=True)
    person_name = models.CharField("提交人姓名", max_length=40)
    unit_name = models.CharField("单位", max_length=120, blank=True)
    at = models.DateTimeField("提交时间")

    class Meta:
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint(fields=["part", "sequence"], name="drafting_part_versions_are_counted")]

    def __str__(self) -> str:
        return f"第{self.sequence}稿"


class MergedPassage(models.Model):
    """段落来源: one paragraph of the merged text, who wrote it and who last changed it."""

    task = models.ForeignKey(DraftingTask, models.CASCADE, related_name="passages", verbose_name="起草任务")
    position = models.PositiveIntegerField("顺序")
    text = models.TextField("文字")
    part = models.ForeignKey(Part, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="章节任务")
    writer_id = models.BigIntegerField("执笔人", null=True, blank=True)
    writer_name = models.CharField("执笔人姓名", max_length=40)
    unit_name = models.CharField("单位", max_length=120, blank=True)
    editor_name = models.CharField("改动人", max_length=40, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["task", "position"], name="drafting_passages_are_in_order")]

    def __str__(self) -> str:
        return self.text[:40]
