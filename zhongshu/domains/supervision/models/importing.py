from django.db import models

from zhongshu.domains.supervision.import_choices import UndatedDone
from zhongshu.platform.spreadsheets.public import SheetImport


class LedgerImport(SheetImport):
    """台账导入: a ledger that an office kept as a spreadsheet, as it was understood, until the whole of it is taken in or put away.

    ``answers`` are what a person decided about names: ``{"units": {written: unit id}, "people": {"unit id|written": person id, 0 for the
    unit's head}}``. ``questions`` are the names still undecided, the most frequent first; ``skipped`` the rows that hold no item, each with
    why: totals, headings, remarks. ``file_path`` is where the file lies, so that it can be understood anew.
    """

    file_path = models.CharField("存放位置", max_length=200)
    sheet_names = models.JSONField("可导入的工作表", default=list)
    sheet_name = models.CharField("工作表", max_length=100)
    default_deadline = models.DateField("没有时限的按", null=True, blank=True)
    undated_done = models.CharField("没有办结日期的", max_length=10, choices=UndatedDone, default=UndatedDone.ASK)
    answers = models.JSONField("对名称的答复", default=dict)
    questions = models.JSONField("待答名称", default=list)
    skipped = models.JSONField("未作为事项的行", default=list)
    merged_areas = models.PositiveIntegerField("合并单元格", default=0)
    hidden_rows = models.PositiveIntegerField("隐藏行", default=0)
    rows_total = models.PositiveIntegerField("事项行数", default=0)
    rows_bad = models.PositiveIntegerField("有问题的行数", default=0)
    progress = models.CharField("进度", max_length=60, blank=True)
    progress_done = models.PositiveIntegerField("已处理", default=0)
    failure = models.CharField("未能完成的原因", max_length=300, blank=True)
    imported = models.PositiveIntegerField("导入项数", default=0)
    first_number = models.CharField("起始编号", max_length=80, blank=True)
    last_number = models.CharField("终止编号", max_length=80, blank=True)


class LedgerImportRow(models.Model):
    """导入行: one row of the sheet and what becomes of it. Once taken in, only the rows left out are kept, to be downloaded.

    ``values`` are plain values ready to be written: ids of units and people, dates as text. ``cells`` are the texts as they stand in the
    sheet, kept for rows with problems only.
    """

    ledger_import = models.ForeignKey(LedgerImport, models.CASCADE, related_name="rows", verbose_name="导入")
    number = models.PositiveIntegerField("行号")
    bad = models.BooleanField("有问题", default=False)
    values = models.JSONField("内容", default=dict)
    problems = models.JSONField("问题", default=list)
    remarks = models.JSONField("说明", default=list)
    cells = models.JSONField("原文", default=list)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["ledger_import", "bad", "number"], name="supervision_import_rows_bad")]
        constraints = [
            models.UniqueConstraint(fields=["ledger_import", "number"], name="supervision_import_rows_in_order"),
        ]

    def __str__(self) -> str:
        return f"第{self.number}行"
