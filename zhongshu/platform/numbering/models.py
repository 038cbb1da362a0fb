from django.db import models
from django.db.models import Q

from zhongshu.kernel.refs import RefQuerySet
from zhongshu.platform.numbering.choices import NumberState


class Counter(models.Model):
    """How far one scope of a series has counted in one year.

    Every value from ``first`` to ``last`` has its ``Number``; what was typed or reserved beyond ``last`` waits there until the
    count reaches it. ``year`` is 0 for a series that never starts anew.
    """

    series = models.CharField("编号种类", max_length=60)
    scope = models.CharField("范围", max_length=60)
    year = models.PositiveSmallIntegerField("年度")
    organ = models.ForeignKey("organizations.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="机关")
    first = models.PositiveIntegerField("起始序号", default=1)
    last = models.PositiveIntegerField("已编至", default=0)

    class Meta:
        ordering = ["series", "scope", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["series", "scope", "year"], name="numbering_one_counter_per_scope_and_year"),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.year or ''}".strip()


class Number(models.Model):
    """编号: one number that was given out, kept free on purpose, or spoilt. Its text never changes and is never used again."""

    TRANSITIONS = {
        NumberState.RESERVED: {NumberState.ISSUED, NumberState.VOID},
        NumberState.ISSUED: {NumberState.VOID},
        NumberState.VOID: set(),
    }

    counter = models.ForeignKey(Counter, models.PROTECT, related_name="numbers", verbose_name="计数")
    value = models.PositiveIntegerField("序号")
    text = models.CharField("编号", max_length=80)
    state = models.CharField("状态", max_length=10, choices=NumberState, default=NumberState.ISSUED)
    typed = models.BooleanField("手工填写", default=False)
    reason = models.CharField("说明", max_length=200, blank=True)
    ref_kind = models.CharField("对象类别", max_length=60, blank=True)
    ref_id = models.BigIntegerField("对象", null=True, blank=True)
    ref_title = models.CharField("标题", max_length=300, blank=True)
    taken_by_name = models.CharField("办理人", max_length=80)
    taken_at = models.DateTimeField("编号时间")
    changed_at = models.DateTimeField("变更时间", null=True, blank=True)

    objects = RefQuerySet.as_manager()

    class Meta:
        ordering = ["-value"]
        indexes = [
            models.Index(fields=["ref_kind", "ref_id"], name="numbering_number_of_object"),
            models.Index(fields=["text"], name="numbering_number_by_text"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["counter", "value"], name="numbering_no_value_twice", violation_error_message="该编号已经使用"
            ),
            models.UniqueConstraint(
                fields=["counter", "text"], name="numbering_no_text_twice", violation_error_message="该编号已经使用"
            ),
            models.CheckConstraint(
                name="numbering_what_is_not_issued_says_why",
                condition=Q(state=NumberState.ISSUED) | ~Q(reason=""),
                violation_error_message="预留、作废须说明原因",
            ),
        ]

    def __str__(self) -> str:
        return self.text
