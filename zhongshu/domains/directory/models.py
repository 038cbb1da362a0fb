from django.db import models

from zhongshu.domains.directory.choices import Audience, ContactField
from zhongshu.platform.spreadsheets.public import PreviewedSheet


class FieldVisibility(models.Model):
    """Who may see one field of an organ's people, where the organ departs from the default."""

    organ = models.ForeignKey("organizations.Unit", models.CASCADE, related_name="+", verbose_name="机关")
    field = models.CharField("字段", max_length=20, choices=ContactField)
    audience = models.CharField("可见范围", max_length=20, choices=Audience)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organ", "field"], name="directory_one_audience_per_field_of_an_organ"),
        ]

    def __str__(self) -> str:
        return f"{self.get_field_display()}：{self.get_audience_display()}"


class ContactImport(PreviewedSheet):
    """通讯录导入: a spreadsheet of people as it was read, waiting for somebody to look at it and confirm the whole of it."""

    enrolled = models.PositiveIntegerField("新增人数", default=0)
    updated = models.PositiveIntegerField("更新人数", default=0)
