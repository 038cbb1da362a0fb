from django.db import models
from django.db.models import Q

from zhongshu.domains.documents.choices import ReturnedState
from zhongshu.domains.documents.models.outgoing import OutgoingDocument


class WordCopy(models.Model):
    """下载稿: a draft as it stood when somebody took it as a DOCX file, so that what comes back can be compared with it."""

    document = models.ForeignKey(OutgoingDocument, models.PROTECT, related_name="word_copies", verbose_name="公文")
    token = models.CharField("标识", max_length=40, unique=True)
    revision = models.PositiveIntegerField("修改版次")
    title = models.CharField("标题", max_length=300)
    body = models.TextField("正文", blank=True)
    principals = models.TextField("主送", blank=True)
    remark = models.CharField("附注", max_length=200, blank=True)
    person_id = models.BigIntegerField("下载人", null=True, blank=True)
    person_name = models.CharField("下载人姓名", max_length=40)
    at = models.DateTimeField("下载时间")

    class Meta:
        indexes = [models.Index(fields=["document", "-at"], name="documents_word_copy")]

    def __str__(self) -> str:
        return self.title


class ReturnedCopy(models.Model):
    """改回稿: what came back from a word processor, kept whole until somebody takes it in or puts it aside, and afterwards.

    ``base_...`` is the draft as it was taken down. ``changes`` are the tracked changes by their authors, ``remarks`` the comments
    from the margin, ``losses`` sentences about what could not be read.
    """

    TRANSITIONS = {
        ReturnedState.WAITING: {ReturnedState.TAKEN, ReturnedState.PUT_ASIDE},
        ReturnedState.TAKEN: set(),
        ReturnedState.PUT_ASIDE: set(),
    }

    document = models.ForeignKey(OutgoingDocument, models.PROTECT, related_name="returned_copies", verbose_name="公文")
    file_name = models.CharField("文件名", max_length=200)
    digest = models.CharField("摘要", max_length=64)
    base_title = models.CharField("原标题", max_length=300)
    base_body = models.TextField("原正文", blank=True)
    base_principals = models.TextField("原主送", blank=True)
    base_remark = models.CharField("原附注", max_length=200, blank=True)
    base_known = models.BooleanField("有下载记录", default=False)
    title = models.CharField("标题", max_length=300)
    body = models.TextField("正文", blank=True)
    principals = models.TextField("主送", blank=True)
    remark = models.CharField("附注", max_length=200, blank=True)
    changes = models.JSONField("修订", default=list)
    changes_count = models.PositiveIntegerField("修订处数", default=0)
    remarks = models.JSONField("批注", default=list)
    losses = models.JSONField("未带入", default=list)
    state = models.CharField("状态", max_length=12, choices=ReturnedState, default=ReturnedState.WAITING)
    person_id = models.BigIntegerField("上传人", null=True, blank=True)
    person_name = models.CharField("上传人姓名", max_length=40)
    at = models.DateTimeField("上传时间")
    settled_at = models.DateTimeField("处理时间", null=True, blank=True)
    settled_by_name = models.CharField("处理人", max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["document", "-at"], name="documents_returned_copy")]
        constraints = [
            models.CheckConstraint(
                name="documents_settled_copies_have_a_time",
                condition=Q(state=ReturnedState.WAITING) ^ Q(settled_at__isnull=False),
                violation_error_message="已处理的改回稿必须有处理时间",
            )
        ]

    def __str__(self) -> str:
        return self.file_name
