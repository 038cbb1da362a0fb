"""Forms of yearly targets; the rules themselves stand in the commands."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from zhongshu.domains.supervision.choices import Grade
from zhongshu.domains.supervision.inspection_forms import YesOrNo, offer
from zhongshu.domains.supervision.target_choices import Direction, Quarter, TargetKind
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.widgets import DateInput, TextArea, wide
from zhongshu.platform.circulation.public import PeopleField, UnitsField
from zhongshu.platform.secrecy import public as secrecy


def _number(label: str, **options: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=18, decimal_places=4, **options)


class SheetForm(OfficeForm):
    title = forms.CharField(label="名称", max_length=120, widget=wide(forms.TextInput()))
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    basis = forms.CharField(label="依据", required=False, max_length=300, widget=TextArea(2))
    secrecy_level = forms.TypedChoiceField(label="涉密等级", coerce=int, initial=0)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "secrecy_level", secrecy.storable_levels())


class QuartersForm(OfficeForm):
    """进度计划, counted from the beginning of the year."""

    quarter_1 = _number(Quarter.FIRST.label, required=False)
    quarter_2 = _number(Quarter.SECOND.label, required=False)
    quarter_3 = _number(Quarter.THIRD.label, required=False)
    quarter_4 = _number(Quarter.FOURTH.label, required=False, help_text="从年初累计；全年等于目标值")

    def quarters(self) -> dict[int, Decimal]:
        values = {number: self.cleaned_data.get(f"quarter_{number}") for number in Quarter.values}
        return {number: value for number, value in values.items() if value is not None}


class TargetForm(QuartersForm):
    title = forms.CharField(label="目标", max_length=120)
    kind = forms.ChoiceField(label="类别", choices=TargetKind.choices, initial=TargetKind.INDICATOR, widget=forms.RadioSelect)
    measure = forms.CharField(
        label="口径", required=False, max_length=300, widget=TextArea(2), help_text="怎么算、算哪些、以谁的数为准"
    )
    direction = forms.ChoiceField(label="要求", choices=Direction.choices, initial=Direction.AT_LEAST)
    wanted = _number("目标值", required=False, help_text="重点工作不填，按完成100%")
    unit_of_measure = forms.CharField(label="计量单位", required=False, max_length=20)
    lead_unit = UnitsField(label="牵头单位", multiple=False)
    responsible = PeopleField(label="责任人", multiple=False, required=False, help_text="不填则为牵头单位负责人")
    leader = PeopleField(label="责任领导", multiple=False, required=False)
    supporting_units = UnitsField(label="配合单位", required=False)
    figure_name = forms.CharField(
        label="数据项", required=False, max_length=80, help_text="“一数一源”里登记的名称，填了就按期引用，不用再报"
    )
    adds_up = forms.BooleanField(label="各部分合计应等于总数", required=False, initial=True)
    field_order = (
        "title", "kind", "measure", "direction", "wanted", "unit_of_measure", "lead_unit", "responsible", "leader",
        "supporting_units", "quarter_1", "quarter_2", "quarter_3", "quarter_4", "figure_name", "adds_up",
    )  # fmt: skip


class ChangeTargetForm(OfficeForm):
    wanted = _number("目标值")
    measure = forms.CharField(label="口径", required=False, max_length=300, widget=TextArea(2))
    responsible = PeopleField(label="责任人", multiple=False, required=False, help_text="不改则仍为现责任人")
    reason = forms.CharField(label="调整理由", max_length=300, widget=TextArea(2))


class PlaceForm(OfficeForm):
    parent = forms.TypedChoiceField(label="列在哪一项之下", coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, targets: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "parent", [("", "责任书直接列项"), *targets])


class ReportForm(OfficeForm):
    quarter = forms.TypedChoiceField(label="期间", coerce=int, choices=Quarter.choices)
    value = _number("完成（从年初累计）", required=False)
    words = forms.CharField(
        label="情况", required=False, max_length=2000, widget=TextArea(3), help_text="没有达到进度的写明原因和措施"
    )


class VerifyReportForm(OfficeForm):
    correct = YesOrNo("核实", "属实", "退回")
    words = forms.CharField(label="意见", required=False, max_length=300, widget=TextArea(2))


class DocketTargetForm(OfficeForm):
    title = forms.CharField(label="事项", max_length=200)
    outcome = forms.CharField(label="可核实的结果", max_length=300, widget=TextArea(2))
    grade = forms.ChoiceField(label="督办级别", choices=Grade.choices, initial=Grade.MAJOR)
    deadline = forms.DateField(label="办理时限", required=False, widget=DateInput)
    working_days = forms.IntegerField(label="或者办理工作日数", required=False, min_value=1, max_value=500)


class CloseSheetForm(OfficeForm):
    words = forms.CharField(label="结束意见", max_length=1000, widget=TextArea(3))
