"""What every import of a spreadsheet keeps; the subjects add what is their own."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhongshu.platform.spreadsheets.choices import ImportState

S = ImportState


class SheetImport(models.Model):
    """表格导入: a spreadsheet as it was read, waiting for somebody to look at it and confirm the whole of it.

    ``headers`` holds one text a column, ``mapping`` what each column is taken for (empty: left out), ``digest`` the SHA-256 of the file,
    by which a second upload of the same file is recognised. Long sheets are read and taken in by a background job: 正在读取, 正在导入.
    """

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        S.READING: {S.PREVIEWED, S.DISCARDED},
        S.PREVIEWED: {S.READING, S.APPLYING, S.APPLIED, S.DISCARDED},
        S.APPLYING: {S.APPLIED, S.PREVIEWED},
        S.APPLIED: set(),
        S.DISCARDED: set(),
    }

    organ = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="机关")
    entered_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="导入人")
    file_name = models.CharField("文件名", max_length=200)
    digest = models.CharField("文件摘要", max_length=64, blank=True)
    headers = models.JSONField("表头", default=list)
    mapping = models.JSONField("对应关系", default=list)
    state = models.CharField("状态", max_length=20, choices=ImportState, default=ImportState.PREVIEWED)
    created_at = models.DateTimeField("上传时间")
    applied_at = models.DateTimeField("导入时间", null=True, blank=True)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["organ", "-created_at", "-id"], name="%(app_label)s_imports_newest")]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_applied_imports_have_a_moment",
                condition=Q(state=ImportState.APPLIED) ^ Q(applied_at__isnull=True),
                violation_error_message="已导入的记录必须有导入时间",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name


class PreviewedSheet(SheetImport):
    """A short sheet: its rows below the header are kept with it, ``{"number": row, "section": heading above it, "cells": [text, ...]}``.

    They are gone once somebody has decided.
    """

    lines = models.JSONField("数据行", default=list)

    class Meta(SheetImport.Meta):
        abstract = True
