from django.db import models

from zhongshu.domains.documents.choices import ReviewLevel
from zhongshu.domains.documents.models.outgoing import OutgoingDocument


class CheckFinding(models.Model):
    """审核意见: what a rule found in a draft when it was passed on, at which level, and at which level it was put right.

    One row for each place, known again by its ``key`` (rule and words); ``fixed_level`` is empty while it stands. The quarterly
    notice counts these rows by rule, unit and level.
    """

    document = models.ForeignKey(OutgoingDocument, models.PROTECT, related_name="check_findings", verbose_name="公文")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="拟稿单位")
    rule = models.CharField("规则", max_length=40)
    rule_name = models.CharField("规则名称", max_length=60)
    severity = models.CharField("轻重", max_length=10)
    category = models.CharField("类别", max_length=20)
    gate = models.CharField("关口", max_length=20)
    message = models.CharField("意见", max_length=300)
    words = models.CharField("原文", max_length=200, blank=True)
    key = models.CharField("标识", max_length=32)
    found_level = models.PositiveSmallIntegerField("发现级次", choices=ReviewLevel)
    found_at = models.DateTimeField("发现时间")
    fixed_level = models.PositiveSmallIntegerField("改正级次", choices=ReviewLevel, null=True, blank=True)
    fixed_at = models.DateTimeField("改正时间", null=True, blank=True)
    fixed_by_name = models.CharField("改正人", max_length=40, blank=True)

    class Meta:
        ordering = ["found_at", "pk"]
        indexes = [models.Index(fields=["found_at", "rule"], name="documents_findings_by_time")]
        constraints = [models.UniqueConstraint(fields=["document", "key"], name="documents_a_finding_stands_once")]

    def __str__(self) -> str:
        return f"{self.rule} {self.words}"


class CheckOverride(models.Model):
    """核准保留: somebody with the right let stand what a must-rule found, and said why. Stays on the record; never removed."""

    document = models.ForeignKey(OutgoingDocument, models.PROTECT, related_name="check_overrides", verbose_name="公文")
    rule = models.CharField("规则", max_length=40)
    key = models.CharField("标识", max_length=32)
    message = models.CharField("意见", max_length=300)
    words = models.CharField("原文", max_length=200, blank=True)
    reason = models.CharField("理由", max_length=300)
    person_id = models.BigIntegerField("核准人", null=True, blank=True)
    person_name = models.CharField("核准人姓名", max_length=40)
    post_name = models.CharField("职务", max_length=120, blank=True)
    created_at = models.DateTimeField("时间")

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["document", "key"], name="documents_one_override_for_a_finding")]

    def __str__(self) -> str:
        return f"{self.rule} {self.reason}"
