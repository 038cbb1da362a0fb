from django.db import models
from django.db.models import F, Q


class CodeList(models.Model):
    """代码表: one list of reference data. ``version`` rises with every change of its values."""

    code = models.CharField("代码", max_length=40, unique=True)
    label = models.CharField("名称", max_length=40)
    source = models.CharField("依据", max_length=120, blank=True)
    open = models.BooleanField("可自行增加", default=False)
    version = models.PositiveIntegerField("版本", default=1)
    changed_at = models.DateTimeField("变更时间")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.label


class CodeValue(models.Model):
    """One value of a list. It is retired with a date, never removed: old records go on naming it."""

    code_list = models.ForeignKey(CodeList, models.PROTECT, related_name="values", verbose_name="代码表")
    code = models.CharField("代码", max_length=40)
    label = models.CharField("名称", max_length=60)
    note = models.CharField("说明", max_length=200, blank=True)
    attributes = models.JSONField("属性", default=dict, blank=True)
    rank_order = models.PositiveSmallIntegerField("排序", default=1000)
    own = models.BooleanField("本单位增加", default=False)
    since_version = models.PositiveIntegerField("始于版本", default=1)
    start_date = models.DateField("启用日期", null=True, blank=True)
    end_date = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        ordering = ["rank_order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["code_list", "code"], name="codelists_code_once_in_a_list"),
            models.CheckConstraint(
                name="codelists_value_ends_after_it_starts",
                condition=Q(end_date=None) | Q(start_date=None) | Q(end_date__gte=F("start_date")),
                violation_error_message="停用日期不能早于启用日期",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class CodeListStamp(models.Model):
    """One row: the version of all lists together, which every process compares with what it keeps."""

    version = models.CharField("版本标识", max_length=32)

    def __str__(self) -> str:
        return self.version
