"""States and code lists of yearly targets (目标管理), with their Chinese labels."""

from django.db import models


class SheetState(models.TextChoices):
    DRAFTING = "drafting", "编制中"
    ISSUED = "issued", "已下达"
    CLOSED = "closed", "已结束"


class TargetKind(models.TextChoices):
    INDICATOR = "indicator", "指标"
    KEY_WORK = "key_work", "重点工作"


class Direction(models.TextChoices):
    """Which way is better."""

    AT_LEAST = "at_least", "不低于"
    AT_MOST = "at_most", "不高于"


class TargetReportState(models.TextChoices):
    REPORTED = "reported", "待核实"
    VERIFIED = "verified", "已核实"
    RETURNED = "returned", "已退回"


class Quarter(models.IntegerChoices):
    """The periods of a sheet; plans and reports are cumulative from the beginning of the year."""

    FIRST = 1, "一季度"
    SECOND = 2, "上半年"
    THIRD = 3, "前三季度"
    FOURTH = 4, "全年"


class TargetEventKind(models.TextChoices):
    """What happened to a sheet or one of its targets; appended to the record."""

    DRAFTED = "drafted", "编制目标"
    ADDED = "added", "列入目标"
    CHANGED = "changed", "调整目标"
    PLACED = "placed", "调整分解关系"
    PLANNED = "planned", "安排进度"
    VOIDED = "voided", "撤销目标"
    ISSUED = "issued", "下达"
    REPORTED = "reported", "报告进度"
    VERIFIED = "verified", "核实进度"
    RETURNED = "returned", "退回进度"
    DOCKETED = "docketed", "转督查事项"
    EXPORTED = "exported", "导出"
    CLOSED = "closed", "结束"
