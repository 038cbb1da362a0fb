from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhongshu.domains.figures.choices import Audience, FigureState, Frequency, RequestState, ValueStatus
from zhongshu.kernel.refs import ObjectRef, Referring
from zhongshu.platform.spreadsheets.public import PreviewedSheet


class Figure(models.Model):
    """数据项: a figure that one unit answers for, with its definition; whoever needs it looks here and asks nobody.

    ``organ`` is the organ of the ``owner_unit``. ``code`` never changes and is what other systems call the figure.
    """

    TRANSITIONS: ClassVar = {FigureState.ACTIVE: {FigureState.RETIRED}, FigureState.RETIRED: {FigureState.ACTIVE}}

    # Set by Policy.mark in the query of the figure's page, what is said of the newest value by the catalogue's.
    can_keep: bool
    latest_label: str
    latest_words: str
    latest_status_label: str

    code = models.CharField("代码", max_length=30, unique=True)
    name = models.CharField("名称", max_length=80)
    region = models.CharField("统计范围", max_length=40)
    definition = models.TextField("口径", max_length=2000)
    unit_of_measure = models.CharField("计量单位", max_length=20)
    frequency = models.CharField("周期", max_length=10, choices=Frequency)
    cumulative = models.BooleanField("累计数", default=False, help_text="从年初算起，如1—9月、前三季度")
    owner_unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="掌握单位")
    organ = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="所属机关")
    contact = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="联系人")
    audience = models.CharField("可见范围", max_length=12, choices=Audience, default=Audience.EVERYONE)
    readers = models.ManyToManyField("organizations.Unit", blank=True, related_name="+", verbose_name="指定机关")
    secrecy = models.PositiveSmallIntegerField("密级", default=0)
    pinyin = models.CharField("拼音", max_length=80, blank=True)
    initials = models.CharField("拼音首字母", max_length=20, blank=True)
    state = models.CharField("状态", max_length=10, choices=FigureState, default=FigureState.ACTIVE)
    retire_reason = models.CharField("停用原因", max_length=200, blank=True)
    created_at = models.DateTimeField("登记时间")

    class Meta:
        indexes = [
            models.Index(fields=["pinyin", "id"], name="figures_by_pinyin"),
            models.Index(fields=["organ", "pinyin", "id"], name="figures_of_an_organ"),
            models.Index(fields=["initials"], name="figures_by_initials"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> str:
        """The unit that answers for the figure, with its organ before a section."""
        return str(self.owner_unit) if self.owner_unit_id == self.organ_id else f"{self.organ}{self.owner_unit}"

    @property
    def ref(self) -> ObjectRef:
        return ObjectRef("figures.figure", self.pk, self.name, self.code)


class FigureName(models.Model):
    """A name under which a figure is known: its own and others in use. In one place a name belongs to one figure (一数一源)."""

    figure = models.ForeignKey(Figure, models.CASCADE, related_name="names", verbose_name="数据项")
    name = models.CharField("名称", max_length=80)
    key = models.CharField("比较用名", max_length=80)
    region = models.CharField("统计范围", max_length=40)
    live = models.BooleanField("使用中", default=True)

    class Meta:
        indexes = [models.Index(fields=["key"], name="figures_names_by_key")]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "key"],
                condition=Q(live=True),
                name="figures_one_figure_one_source",
                violation_error_message="该数据项已有单位登记，一数只有一源",
            )
        ]

    def __str__(self) -> str:
        return self.name


class FigureValue(models.Model):
    """数值: what a figure was in one period. A revision is a new row; the old one stays, superseded."""

    TRANSITIONS: ClassVar = {
        ValueStatus.PRELIMINARY: {ValueStatus.VERIFIED},
        ValueStatus.VERIFIED: set(),
        ValueStatus.REVISED: set(),
    }

    # Set by the query of the figure's page.
    label: str
    words: str

    figure = models.ForeignKey(Figure, models.PROTECT, related_name="values", verbose_name="数据项")
    period = models.CharField("期间", max_length=12)
    period_start_date = models.DateField("期间起")
    period_end_date = models.DateField("期间止")
    value = models.DecimalField("数值", max_digits=24, decimal_places=6)
    status = models.CharField("状态", max_length=12, choices=ValueStatus, default=ValueStatus.PRELIMINARY)
    source = models.CharField("来源", max_length=200, blank=True, help_text="文件标题和文号，或报表名称")
    source_kind = models.CharField("来源类别", max_length=60, blank=True)
    source_id = models.BigIntegerField("来源文件", null=True, blank=True)
    reason = models.CharField("修改原因", max_length=300, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="原数"
    )
    entered_by_id = models.BigIntegerField("填报人", null=True, blank=True)
    entered_by_name = models.CharField("填报人姓名", max_length=40)
    entered_at = models.DateTimeField("填报时间")
    verified_by_name = models.CharField("核定人", max_length=40, blank=True)
    verified_at = models.DateTimeField("核定时间", null=True, blank=True)
    superseded_at = models.DateTimeField("被修改时间", null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["figure", "-period_end_date", "-id"], name="figures_values_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["figure", "period"], condition=Q(superseded_at=None), name="figures_one_value_a_period",
                violation_error_message="该期间已有数值，如有变化请修订",
            ),
            models.CheckConstraint(
                name="figures_a_revision_says_why",
                condition=Q(replaces=None) | ~Q(reason=""),
                violation_error_message="修改数值须写明原因",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.figure_id} {self.period}"


class DataRequest(models.Model):
    """要数: somebody asks for a figure. What the registry holds is given at once; only what is missing is asked of its owner."""

    TRANSITIONS: ClassVar = {
        RequestState.WAITING: {RequestState.ANSWERED, RequestState.DECLINED},
        RequestState.FROM_REGISTRY: set(),
        RequestState.ANSWERED: set(),
        RequestState.DECLINED: set(),
    }

    figure = models.ForeignKey(Figure, models.PROTECT, related_name="requests", verbose_name="数据项")
    period = models.CharField("期间", max_length=12)
    purpose = models.CharField("用途", max_length=200, blank=True)
    organ = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="要数机关")
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="要数人")
    due_date = models.DateField("报送期限", null=True, blank=True)
    state = models.CharField("状态", max_length=14, choices=RequestState)
    value = models.ForeignKey(FigureValue, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所答数值")
    answer = models.CharField("说明", max_length=300, blank=True)
    created_at = models.DateTimeField("提出时间")
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["organ", "-created_at", "-id"], name="figures_requests_of_an_organ"),
            models.Index(fields=["figure", "state"], name="figures_requests_of_a_figure"),
        ]
        constraints = [
            models.CheckConstraint(
                name="figures_an_answered_request_has_a_value",
                condition=~Q(state__in=[RequestState.FROM_REGISTRY, RequestState.ANSWERED]) | Q(value__isnull=False),
                violation_error_message="已答复的要数必须有数值",
            )
        ]

    def __str__(self) -> str:
        return f"{self.figure_id} {self.period}"


class Quotation(Referring):
    """引用记录: a text took a figure from here. The text keeps plain words; this row knows which value they came from."""

    figure = models.ForeignKey(Figure, models.PROTECT, related_name="quotations", verbose_name="数据项")
    value = models.ForeignKey(FigureValue, models.PROTECT, related_name="quotations", verbose_name="所引数值")
    words = models.CharField("所引文字", max_length=120)
    person_id = models.BigIntegerField("引用人", null=True, blank=True)
    person_name = models.CharField("引用人姓名", max_length=40)
    quoted_at = models.DateTimeField("引用时间")

    class Meta:
        indexes = [models.Index(fields=["ref_kind", "ref_id"], name="figures_quotations_of_a_text")]

    def __str__(self) -> str:
        return self.words


class FigureImport(PreviewedSheet):
    """数据导入: a spreadsheet of figures as it was read, waiting for somebody to look at it and confirm the whole of it."""

    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="单位")
    registered = models.PositiveIntegerField("新登记", default=0)
    recorded = models.PositiveIntegerField("填报", default=0)
