from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhongshu.domains.supervision.target_choices import (
    Direction,
    Quarter,
    SheetState,
    TargetEventKind,
    TargetKind,
    TargetReportState,
)
from zhongshu.kernel.refs import ObjectRef


class TargetSheet(models.Model):
    """目标责任书: what an organ wants done in a year, broken down to units and persons."""

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        SheetState.DRAFTING: {SheetState.ISSUED},
        SheetState.ISSUED: {SheetState.CLOSED},
        SheetState.CLOSED: set(),
    }

    # Set by Policy.mark in the queries of pages.
    can_manage: bool

    organ = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="机关", db_index=False)
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("名称", max_length=120)
    basis = models.CharField("依据", max_length=300, blank=True)
    secrecy = models.PositiveSmallIntegerField("涉密等级", default=0)
    state = models.CharField("状态", max_length=10, choices=SheetState, default=SheetState.DRAFTING)
    issued_at = models.DateTimeField("下达时间", null=True, blank=True)
    created_at = models.DateTimeField("编制时间")
    created_by_name = models.CharField("编制人", max_length=40)

    class Meta:
        indexes = [models.Index(fields=["organ", "-year", "-id"], name="supervision_target_sheets")]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "year", "title"], name="supervision_one_sheet_per_title",
                violation_error_message="本年度已有同名的目标责任书",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> ObjectRef:
        return ObjectRef("supervision.target_sheet", self.pk, self.title, f"{self.year}年")

    @property
    def is_open(self) -> bool:
        return self.state != SheetState.CLOSED


class Target(models.Model):
    """目标: one indicator or key work with its measure, the number wanted, and who answers for it.

    ``figure_name`` names the figure of the registry (一数一源) from which values are taken by reference. ``adds_up`` says that the parts
    make the whole, so that a difference between them and the whole is shown.
    """

    # Set by Policy.mark in the queries of pages.
    can_report: bool
    can_manage: bool

    sheet = models.ForeignKey(TargetSheet, models.PROTECT, related_name="targets", verbose_name="目标责任书")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="上级目标")
    position = models.PositiveSmallIntegerField("次序")
    kind = models.CharField("类别", max_length=10, choices=TargetKind, default=TargetKind.INDICATOR)
    title = models.CharField("目标", max_length=120)
    measure = models.CharField("口径", max_length=300, blank=True)
    wanted = models.DecimalField("目标值", max_digits=18, decimal_places=4)
    unit_of_measure = models.CharField("计量单位", max_length=20)
    direction = models.CharField("要求", max_length=10, choices=Direction, default=Direction.AT_LEAST)
    adds_up = models.BooleanField("各部分合计应等于总数", default=True)
    figure_name = models.CharField("数据项", max_length=80, blank=True)
    lead_unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="牵头单位", db_index=False)
    supporting_units = models.ManyToManyField("organizations.Unit", blank=True, related_name="+", verbose_name="配合单位")
    leader = models.ForeignKey(
        "organizations.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任领导", db_index=False
    )
    responsible = models.ForeignKey(
        "organizations.Person", models.PROTECT, related_name="+", verbose_name="责任人", db_index=False
    )
    secrecy = models.PositiveSmallIntegerField("涉密等级", default=0)
    voided_at = models.DateTimeField("撤销时间", null=True, blank=True)
    void_reason = models.CharField("撤销理由", max_length=300, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["lead_unit", "sheet"], name="supervision_targets_of_unit"),
            models.Index(fields=["responsible", "sheet"], name="supervision_targets_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                name="supervision_no_target_is_its_own_part",
                condition=~Q(parent=F("id")),
                violation_error_message="目标不能分解到自己名下",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> ObjectRef:
        return ObjectRef("supervision.target", self.pk, self.title, f"{self.sheet.year}年")


class TargetQuarter(models.Model):
    """进度计划: what should be reached by the end of a quarter, counted from the beginning of the year."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="quarters", verbose_name="目标")
    quarter = models.PositiveSmallIntegerField("期间", choices=Quarter)
    planned = models.DecimalField("计划", max_digits=18, decimal_places=4)
    words = models.CharField("形象进度", max_length=200, blank=True)

    class Meta:
        ordering = ["quarter"]
        constraints = [models.UniqueConstraint(fields=["target", "quarter"], name="supervision_one_plan_per_quarter")]

    def __str__(self) -> str:
        return f"{self.get_quarter_display()} {self.planned}"


class TargetReport(models.Model):
    """进度报告: what was reached by the end of a quarter, by reference to a figure where it is held; verified by somebody else."""

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        TargetReportState.REPORTED: {TargetReportState.VERIFIED, TargetReportState.RETURNED},
        TargetReportState.VERIFIED: set(),
        TargetReportState.RETURNED: set(),
    }

    target = models.ForeignKey(Target, models.PROTECT, related_name="reports", verbose_name="目标")
    quarter = models.PositiveSmallIntegerField("期间", choices=Quarter)
    value = models.DecimalField("完成", max_digits=18, decimal_places=4)
    words = models.TextField("情况", blank=True)
    figure_kind = models.CharField("数据来源类别", max_length=60, blank=True)
    figure_id = models.BigIntegerField("数据来源", null=True, blank=True)
    figure_words = models.CharField("数据来源说明", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, choices=TargetReportState, default=TargetReportState.REPORTED)
    reporter = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="报告人")
    reporter_name = models.CharField("报告人姓名", max_length=40)
    unit_name = models.CharField("报告单位", max_length=80)
    reported_at = models.DateTimeField("报告时间")
    verified_by_name = models.CharField("核实人", max_length=40, blank=True)
    verified_at = models.DateTimeField("核实时间", null=True, blank=True)
    verification = models.CharField("核实意见", max_length=300, blank=True)

    class Meta:
        ordering = ["quarter", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "quarter"],
                condition=~Q(state=TargetReportState.RETURNED),
                name="supervision_one_report_per_quarter",
                violation_error_message="该期间已有进度报告",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_quarter_display()} {self.value}"


class TargetEvent(models.Model):
    """目标管理记录: what happened to a sheet. Appended, never changed: the database refuses it."""

    sheet = models.ForeignKey(TargetSheet, models.PROTECT, related_name="events", verbose_name="目标责任书")
    target = models.ForeignKey(Target, models.PROTECT, null=True, blank=True, related_name="events", verbose_name="目标")
    kind = models.CharField("事件", max_length=12, choices=TargetEventKind)
    occurred_at = models.DateTimeField("时间")
    by_name = models.CharField("经办人", max_length=40)
    unit_name = models.CharField("单位", max_length=80, blank=True)
    words = models.TextField("内容", blank=True)
    facts = models.JSONField("情况", default=dict, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.occurred_at:%Y-%m-%d}"
