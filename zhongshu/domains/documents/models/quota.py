from django.db import models


class DocumentQuota(models.Model):
    """发文指标 of one unit and year, where the office sets it by hand; otherwise it follows from last year's number."""

    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="单位")
    year = models.PositiveSmallIntegerField("年度")
    limit = models.PositiveIntegerField("指标")
    reason = models.CharField("说明", max_length=300, blank=True)
    set_by_name = models.CharField("核定人", max_length=40)
    set_at = models.DateTimeField("核定时间")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="documents_one_quota_per_unit_and_year")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}: {self.limit}"
