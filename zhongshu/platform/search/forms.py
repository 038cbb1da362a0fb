from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy

from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.widgets import DateInput, PickerInput
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.search.queries import LONGEST_QUERY


def _names(organ_ids: Sequence[Any]) -> list[tuple[Any, str]]:
    found = organizations.units([each for each in organ_ids if str(each).isdecimal() and len(str(each)) < 19])
    return [(pk, str(unit)) for pk, unit in found.items()]


class SearchForm(OfficeForm):
    """What to look for, and where."""

    q = forms.CharField(
        label="检索词", required=False, max_length=LONGEST_QUERY, widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = forms.ChoiceField(label="类别", required=False)
    organ = forms.IntegerField(
        label="机关",
        required=False,
        min_value=1,
        max_value=2**63 - 1,
        widget=PickerInput(reverse_lazy("organizations:unit_choices"), names_of=_names, placeholder="输入机关名称"),
    )
    with_subordinates = forms.BooleanField(label="含下级机关", required=False)
    year = forms.IntegerField(label="年份", required=False, min_value=1950, max_value=2100)
    start_date = forms.DateField(label="起始日期", required=False, widget=DateInput)
    end_date = forms.DateField(label="截止日期", required=False, widget=DateInput)

    def __init__(self, data: Any, *, kinds: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["kind"] = forms.ChoiceField(label="类别", required=False, choices=[("", "全部类别"), *kinds])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        start, end = cleaned.get("start_date"), cleaned.get("end_date")
        if start and end and start > end:
            self.add_error("end_date", ValidationError("截止日期不能早于起始日期", code="span_reversed"))
        return cleaned
