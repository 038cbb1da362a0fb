from django.db import models
from django.db.models import Q

from zhongshu.platform.calendars.choices import NoticeKind


class CalendarYear(models.Model):
    """A year whose notice is known. A year without a row is refused, never guessed."""

    year = models.PositiveSmallIntegerField("年份", primary_key=True)
    notice_number = models.CharField("通知文号", max_length=40, blank=True)
    source = models.CharField("来源", max_length=120)
    loaded_at = models.DateTimeField("导入时间")

    class Meta:
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.year}年"


class CalendarDay(models.Model):
    """A day that the notice of ``notice_year`` takes out of the plain week; New Year's may lie in the year before."""

    date = models.DateField("日期", unique=True)
    kind = models.CharField("安排", max_length=10, choices=NoticeKind)
    name = models.CharField("节日", max_length=20)
    notice_year = models.PositiveSmallIntegerField("通知年份", db_index=True)

    class Meta:
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {self.get_kind_display()}"


class OfficeDay(models.Model):
    """本机关安排: an organ works or rests on a day in its own way, such as a local festival; withdrawn, not removed."""

    organ = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="机关")
    date = models.DateField("日期")
    working = models.BooleanField("上班")
    reason = models.CharField("事由", max_length=60)
    entered_by_name = models.CharField("登记人", max_length=80)
    created_at = models.DateTimeField("登记时间")
    withdrawn_at = models.DateTimeField("撤销时间", null=True, blank=True)

    class Meta:
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "date"],
                condition=Q(withdrawn_at=None),
                name="calendars_one_arrangement_per_organ_and_day",
                violation_error_message="该日期已有安排，请先撤销",
            )
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.reason}"


class CalendarStamp(models.Model):
    """One row: the version of all calendars together, which every process compares with what it keeps."""

    version = models.CharField("版本标识", max_length=32)

    def __str__(self) -> str:
        return self.version
