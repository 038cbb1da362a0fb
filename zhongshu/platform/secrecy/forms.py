from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse_lazy

from zhongshu.kernel import clock
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.widgets import DateInput, PickerInput
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.secrecy.choices import CopyState, HandOverKind, PaperLevel

K = HandOverKind


def _names(ids: Sequence[Any]) -> list[tuple[Any, str]]:
    numbers = [int(pk) for pk in ids if str(pk).isdigit()]
    return [(pk, person.name) for pk, person in organizations.people(numbers).items()]


class HolderField(forms.IntegerField):
    """The person who holds or takes a copy; gives the Person."""

    def __init__(self, **options: Any) -> None:
        widget = PickerInput(reverse_lazy("organizations:people"), names_of=_names)
        super().__init__(widget=widget, error_messages={"required": "请选择人员", "invalid": "请从候选中选择人员"}, **options)

    def clean(self, value: Any) -> Any:
        pk = super().clean(value)
        if pk is None:
            return None
        person = organizations.people([pk]).get(pk)
        if person is None:
            raise forms.ValidationError("没有找到该人员，请从候选中重新选择", code="no_such_person")
        return person


class FilterForm(OfficeForm):
    text = forms.CharField(label="代号、文号、持有人", required=False, max_length=60, widget=forms.TextInput({"type": "search"}))
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *CopyState.choices])
    overdue = forms.BooleanField(label="只看逾期未清退", required=False)


class RegisterForm(OfficeForm):
    """A copy of a classified paper document: where it is, never what it says."""

    handle = forms.CharField(label="公开代号", max_length=60, help_text="标题本身涉密的不得填写标题，请用代号")
    issuer = forms.CharField(label="发文机关", max_length=80)
    number = forms.CharField(label="文号或代号", max_length=60)
    level = forms.TypedChoiceField(label="密级", choices=PaperLevel.choices, coerce=int)
    period_years = forms.IntegerField(label="保密期限（年）", required=False, min_value=1, max_value=30, help_text="未标明的不填")
    copy_number = forms.CharField(label="份号", max_length=12)
    received_date = forms.DateField(label="收到日期", widget=DateInput(), initial=clock.today)
    recall_due_date = forms.DateField(label="应清退日期", widget=DateInput(), required=False)
    holder = HolderField(label="持有人")


class MoveForm(OfficeForm):
    """What happens to a copy; which fields are needed depends on the kind."""

    to = HolderField(label="接收人")
    note = forms.CharField(label="说明", max_length=200, required=False)


class LeaveForm(OfficeForm):
    note = forms.CharField(label="说明", max_length=200, required=False)


class DestroyForm(OfficeForm):
    first_witness = forms.CharField(label="监销人一", max_length=40)
    second_witness = forms.CharField(label="监销人二", max_length=40)
    approval = forms.CharField(label="批准依据", max_length=200)


MOVES: dict[str, type[OfficeForm]] = {
    K.HAND_OVER: MoveForm,
    K.LEND: MoveForm,
    K.GIVE_BACK: MoveForm,
    K.RECALL: LeaveForm,
    K.ARCHIVE: LeaveForm,
    K.DESTROY: DestroyForm,
}
