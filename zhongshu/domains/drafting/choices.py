from django.db import models


class TaskState(models.TextChoices):
    OUTLINING = "outlining", "拟提纲"
    IN_OUTLINE_REVIEW = "in_outline_review", "提纲待审"
    WRITING = "writing", "分头起草"
    MERGING = "merging", "统稿"
    HANDED_OVER = "handed_over", "已转拟稿"
    CANCELLED = "cancelled", "已终止"


class PartState(models.TextChoices):
    ASSIGNED = "assigned", "待起草"
    SUBMITTED = "submitted", "已提交"
    RETURNED = "returned", "退回修改"
    ACCEPTED = "accepted", "已采用"
    WITHDRAWN = "withdrawn", "已收回"


class DocumentType(models.TextChoices):
    """What the text will become when it is handed over; the codes are those of the fifteen document types (文种)."""

    REPORT = "report", "报告"
    REQUEST = "request", "请示"
    OPINION = "opinion", "意见"
    NOTICE = "notice", "通知"
    DECISION = "decision", "决定"
    CIRCULAR = "circular", "通报"
    LETTER = "letter", "函"
    MINUTES = "minutes", "纪要"
