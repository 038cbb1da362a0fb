from django.db import models
from django.db.models import Q

from zhongshu.domains.directory.choices import Audience, ContactField, ImportState


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


class ContactImport(models.Model):
    """通讯录导入: a spreadsheet as it was read, waiting for somebody to look at it and confirm the whole of it.

    ``headers`` holds one text a column, ``mapping`` what each column is taken for (empty: left out), ``lines`` the rows below the
    header: ``{"number": row in the sheet, "section": heading above it, "cells": [text, ...]}``.
    """

    TRANSITIONS = {
        ImportState.PREVIEWED: {ImportState.APPLIED, ImportState.DISCARDED},
        ImportState.APPLIED: set(),
        ImportState.DISCARDED: set(),
    }

    organ = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="机关")
    entered_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="导入人")
    file_name = models.CharField("文件名", max_length=200)
    headers = models.JSONField("表头", default=list)
    mapping = models.JSONField("对应关系", default=list)
    lines = models.JSONField("数据行", default=list)
    state = models.CharField("状态", max_length=20, choices=ImportState, default=ImportState.PREVIEWED)
    created_at = models.DateTimeField("上传时间")
    applied_at = models.DateTimeField("导入时间", null=True, blank=True)
    enrolled = models.PositiveIntegerField("新增人数", default=0)
    updated = models.PositiveIntegerField("更新人数", default=0)

    class Meta:
        indexes = [models.Index(fields=["organ", "-created_at", "-id"], name="directory_imports_newest")]
        constraints = [
            models.CheckConstraint(
                name="directory_applied_imports_have_a_moment",
                condition=Q(state=ImportState.APPLIED) ^ Q(applied_at__isnull=True),
                violation_error_message="已导入的记录必须有导入时间",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
