from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhongshu.domains.documents.choices import CommentState, ReviewLevel, Secrecy
from zhongshu.domains.documents.levels import Station
from zhongshu.domains.documents.models.outgoing import OutgoingDocument


class DocumentVersion(models.Model):
    """稿次: the text as it stood when somebody passed it on. Never removed, and changed only while the same person goes on writing
    at the same step.

    ``level`` is the level of review at which it was made; ``item_id`` is the work in whose course the person wrote.
    """

    document = models.ForeignKey(OutgoingDocument, models.PROTECT, related_name="versions", verbose_name="公文")
    sequence = models.PositiveIntegerField("稿次")
    title = models.CharField("标题", max_length=300)
    body = models.TextField("正文")
    elements = models.JSONField("其他要素", default=dict)
    digest = models.CharField("摘要", max_length=64)
    step_label = models.CharField("环节", max_length=40)
    level = models.PositiveSmallIntegerField("审稿级次", choices=ReviewLevel, default=ReviewLevel.DRAFTING)
    item_id = models.BigIntegerField("工作项", null=True, blank=True)
    person_id = models.BigIntegerField("修改人", null=True, blank=True)
    person_name = models.CharField("修改人姓名", max_length=40)
    post_name = models.CharField("职务", max_length=120, blank=True)
    created_at = models.DateTimeField("时间")

    class Meta:
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint(fields=["document", "sequence"], name="documents_versions_are_counted")]

    def __str__(self) -> str:
        return f"第{self.sequence}稿"

    @property
    def station(self) -> Station:
        """Where in the review it was written."""
        return Station(self.level, self.step_label)


class ChangeReason(models.Model):
    """修改理由: why somebody at a high level of review changed one passage, ``old`` into ``new``; both empty for a change of signed
    text that touches no figure, name or policy."""

    version = models.ForeignKey(DocumentVersion, models.PROTECT, related_name="reasons", verbose_name="稿次")
    old = models.CharField("原文", max_length=200, blank=True)
    new = models.CharField("改为", max_length=200, blank=True)
    kinds = models.JSONField("涉及", default=list)
    words = models.CharField("理由", max_length=500)
    person_id = models.BigIntegerField("修改人", null=True, blank=True)
    person_name = models.CharField("修改人姓名", max_length=40)
    created_at = models.DateTimeField("时间")

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.words


class TextOpening(models.Model):
    """打开文稿: that one who was to act had the text before him, in one state of it."""

    document = models.ForeignKey(OutgoingDocument, models.PROTECT, related_name="openings", verbose_name="公文")
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="打开人", db_index=False)
    digest = models.CharField("文本摘要", max_length=64)
    opened_at = models.DateTimeField("打开时间")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "person", "digest"], name="documents_one_opening_per_state_of_the_text")
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.person_id}"


class TextComment(models.Model):
    """批注: words about one passage of the text, for the drafter to deal with.

    ``start`` and ``end`` are the passage's places in the present text, carried on through every save; ``quote`` are its words when
    the comment was written. ``is_changed`` says that the passage reads otherwise now; with ``start`` equal to ``end`` it is gone.
    """

    # Set by Policy.mark in the query of the document's page.
    can_reply: bool
    can_resolve: bool
    can_reopen: bool

    TRANSITIONS: ClassVar[dict[str, set[CommentState]]] = {
        CommentState.OPEN: {CommentState.RESOLVED},
        CommentState.RESOLVED: {CommentState.OPEN},
    }

    document = models.ForeignKey(OutgoingDocument, models.PROTECT, related_name="comments", verbose_name="公文")
    version = models.PositiveIntegerField("稿次", default=0)
    start = models.PositiveIntegerField("起")
    end = models.PositiveIntegerField("止")
    quote = models.CharField("所批文字", max_length=500)
    words = models.CharField("批注", max_length=1000)
    is_changed = models.BooleanField("原文已改", default=False)
    state = models.CharField("状态", max_length=10, choices=CommentState, default=CommentState.OPEN)
    secrecy = models.PositiveSmallIntegerField("涉密等级", choices=Secrecy, default=Secrecy.NONE)
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="批注人", db_index=False)
    person_name = models.CharField("批注人姓名", max_length=40)
    post_name = models.CharField("职务", max_length=120, blank=True)
    created_at = models.DateTimeField("时间")
    resolved_by_name = models.CharField("处理人", max_length=40, blank=True)
    resolved_at = models.DateTimeField("处理时间", null=True, blank=True)
    resolution = models.CharField("处理说明", max_length=300, blank=True)

    class Meta:
        ordering = ["start", "pk"]
        constraints = [
            models.CheckConstraint(
                name="documents_resolved_comments_have_a_moment",
                condition=Q(state=CommentState.OPEN) ^ Q(resolved_at__isnull=False),
                violation_error_message="已处理的批注必须有处理时间",
            )
        ]

    def __str__(self) -> str:
        return self.words


class CommentReply(models.Model):
    """批注答复: a word in the talk under a comment."""

    comment = models.ForeignKey(TextComment, models.PROTECT, related_name="replies", verbose_name="批注")
    words = models.CharField("答复", max_length=1000)
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="答复人", db_index=False)
    person_name = models.CharField("答复人姓名", max_length=40)
    created_at = models.DateTimeField("时间")

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.words
