from django.db import models
from django.db.models import Q

from zhongshu.domains.documents.choices import CheckDeed, ReviewLevel
from zhongshu.domains.documents.levels import Station
from zhongshu.domains.documents.models.outgoing import OutgoingDocument


class CheckEntry(models.Model):
    """审核记录: that a rule found something in a draft, that it was put right, that it came back, or that somebody with the right
    let it stand and said why (核准保留); at which step of which level, by whom, when.

    Appended when a draft is passed on, never changed and never removed: the database refuses. A finding is known again by its
    ``key`` (rule and words); it stands when the last entry of its key does not say that it was put right. The quarterly notice is
    counted from these rows, so that nothing that happens later makes a past quarter read otherwise.
    """

    document = models.ForeignKey(OutgoingDocument, models.PROTECT, related_name="check_entries", verbose_name="公文")
    organ = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="发文机关")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="拟稿单位")
    deed = models.CharField("情形", max_length=12, choices=CheckDeed)
    rule = models.CharField("规则", max_length=40)
    rule_name = models.CharField("规则名称", max_length=60)
    severity = models.CharField("轻重", max_length=10)
    category = models.CharField("类别", max_length=20)
    gate = models.CharField("关口", max_length=20)
    message = models.CharField("意见", max_length=300)
    words = models.CharField("原文", max_length=200, blank=True)
    key = models.CharField("标识", max_length=32)
    level = models.PositiveSmallIntegerField("审稿级次", choices=ReviewLevel)
    step_name = models.CharField("环节", max_length=60)
    reason = models.CharField("理由", max_length=300, blank=True)
    person_id = models.BigIntegerField("经手人", null=True, blank=True)
    person_name = models.CharField("经手人姓名", max_length=40)
    post_name = models.CharField("职务", max_length=120, blank=True)
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["organ", "at", "deed"], name="documents_checks_by_time")]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "key"],
                condition=Q(deed=CheckDeed.LET_STAND),
                name="documents_a_finding_is_let_stand_once",
                violation_error_message="这条意见已经核准保留",
            ),
            models.CheckConstraint(
                condition=~Q(deed=CheckDeed.LET_STAND) | ~Q(reason=""),
                name="documents_letting_stand_has_a_reason",
                violation_error_message="核准保留必须写明理由",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_deed_display()} {self.rule} {self.words}"

    @property
    def station(self) -> Station:
        return Station(self.level, self.step_name)
