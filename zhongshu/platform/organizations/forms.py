from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse_lazy

from zhongshu.kernel import clock, kinds
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.widgets import DateInput, MomentInput, PickerInput
from zhongshu.platform.organizations import queries
from zhongshu.platform.organizations.choices import Duty, LeadingBody, Level, SubordinationKind, UnitKind

CLEARANCES = {0: "普通", 1: "内部", 2: "工作秘密"}


def _names_of_people(ids: Sequence[Any]) -> list[tuple[Any, str]]:
    numbers = [int(pk) for pk in ids if str(pk).isdigit()]
    return [(pk, person.name) for pk, person in queries.people(numbers).items()]


def _names_of_units(ids: Sequence[Any]) -> list[tuple[Any, str]]:
    numbers = [int(pk) for pk in ids if str(pk).isdigit()]
    return [(pk, unit.name) for pk, unit in queries.units(numbers).items()]


class PersonField(forms.IntegerField):
    """One person, found by name or pinyin initials; gives the Person."""

    def __init__(self, **options: Any) -> None:
        widget = PickerInput(reverse_lazy("organizations:people"), names_of=_names_of_people)
        super().__init__(widget=widget, error_messages={"required": "请选择人员", "invalid": "请从候选中选择人员"}, **options)

    def clean(self, value: Any) -> Any:
        pk = super().clean(value)
        if pk is None:
            return None
        person = queries.people([pk]).get(pk)
        if person is None:
            raise forms.ValidationError("没有找到该人员，请从候选中重新选择", code="no_such_person")
        return person


class UnitField(forms.IntegerField):
    """One unit, found by name; gives the Unit."""

    def __init__(self, **options: Any) -> None:
        widget = PickerInput(
            reverse_lazy("organizations:unit_choices"), names_of=_names_of_units, placeholder="输入单位名称或简称"
        )
        super().__init__(widget=widget, error_messages={"required": "请选择单位", "invalid": "请从候选中选择单位"}, **options)

    def clean(self, value: Any) -> Any:
        pk = super().clean(value)
        if pk is None:
            return None
        unit = queries.units([pk]).get(pk)
        if unit is None:
            raise forms.ValidationError("没有找到该单位，请从候选中重新选择", code="no_such_unit")
        return unit


class ChangeUnitForm(OfficeForm):
    name = forms.CharField(label="全称", max_length=80)
    short_name = forms.CharField(label="规范化简称", max_length=40, required=False)
    code = forms.CharField(label="单位代码", max_length=40)
    body = forms.ChoiceField(label="所属系统", choices=LeadingBody.choices)
    document_code = forms.CharField(label="机关代字", max_length=12, required=False, help_text="用于发文字号，如“云政发”")
    region = forms.CharField(label="地区", max_length=40, required=False)
    rank_order = forms.IntegerField(label="排序", min_value=1, max_value=1_000_000, initial=1000, help_text="数字小的排在前面")
    is_office = forms.BooleanField(label="是办公厅（室），可以受权代机关行文", required=False)


class UnitForm(ChangeUnitForm):
    kind = forms.ChoiceField(label="类别", choices=UnitKind.choices)
    level = forms.TypedChoiceField(label="层级", choices=Level.choices, coerce=int)
    field_order = ["kind", "name", "short_name", "code", "level"]


class PostForm(OfficeForm):
    name = forms.CharField(label="岗位名称", max_length=60)
    rank_order = forms.IntegerField(label="排序", min_value=1, max_value=1_000_000, initial=1000, help_text="数字小的排在前面")
    fields_text = forms.CharField(label="分工", max_length=300, required=False, help_text="分管或负责的工作领域")


class EnrolForm(OfficeForm):
    name = forms.CharField(label="姓名", max_length=40)
    post_name = forms.CharField(label="岗位", max_length=60, help_text="单位内没有同名岗位时自动设置，职责由安全管理员授权")
    start_date = forms.DateField(label="任职日期", widget=DateInput(), initial=clock.today)
    office_phone = forms.CharField(label="办公电话", max_length=30, required=False)
    mobile = forms.CharField(label="手机", max_length=20, required=False)
    room = forms.CharField(label="房间号", max_length=20, required=False)


class AppointForm(OfficeForm):
    person = PersonField(label="人员")
    start_date = forms.DateField(label="任职日期", widget=DateInput(), initial=clock.today)
    is_primary = forms.BooleanField(label="作为主要岗位（原岗位改为兼任）", required=False, initial=True)


class EndHoldingForm(OfficeForm):
    end_date = forms.DateField(
        label="任职终止日期", widget=DateInput(), initial=clock.today, help_text="最后一天仍算在任；从次日起不再有该岗位的权限"
    )


class SubordinationForm(OfficeForm):
    superior = UnitField(label="上级单位")
    kind = forms.ChoiceField(
        label="关系", choices=[(kind.value, kind.label) for kind in SubordinationKind if kind != SubordinationKind.DIRECT]
    )


class DelegationForm(OfficeForm):
    agent = PersonField(label="受托人")
    start_at = forms.DateTimeField(label="起始时间", widget=MomentInput())
    end_at = forms.DateTimeField(label="终止时间", widget=MomentInput())
    matter_kinds = forms.MultipleChoiceField(
        label="事项范围",
        required=False,
        choices=lambda: [(kind.kind, kind.label) for kind in kinds.all_kinds() if kind.handled],
        widget=forms.CheckboxSelectMultiple(),
        help_text="不选表示全部事项",
    )
    reason = forms.CharField(label="原因", max_length=200, help_text="如：出差、休假、集中学习")


class DelegationForOtherForm(DelegationForm):
    principal = PersonField(label="委托人")
    field_order = ["principal", "agent"]


class RightsFilterForm(OfficeForm):
    q = forms.CharField(label="姓名或拼音首字母", max_length=40, required=False, widget=forms.SearchInput())


class ClearanceForm(OfficeForm):
    clearance = forms.TypedChoiceField(
        label="知悉等级",
        coerce=int,
        choices=lambda: [(level, label) for level, label in CLEARANCES.items() if level <= settings.SECRECY_CEILING],
        help_text="只能读到不高于此等级的文件；从下一次点击起生效",
    )


class DutiesForm(OfficeForm):
    duties = forms.MultipleChoiceField(label="职责", choices=Duty.choices, required=False, widget=forms.CheckboxSelectMultiple())
