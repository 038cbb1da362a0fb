from typing import Any

from django import forms

from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.widgets import DateInput
from zhongshu.platform.audit import actions


def _modules() -> list[tuple[str, str]]:
    return [("", "全部模块"), *actions.modules()]


class FilterForm(OfficeForm):
    """What the audit administrator looks for; empty fields do not narrow."""

    module = forms.ChoiceField(label="模块", required=False, choices=_modules)
    person_name = forms.CharField(label="姓名", required=False, max_length=80)
    start_date = forms.DateField(
        label="自", required=False, widget=DateInput(), error_messages={"invalid": "日期请写成 2026-01-31"}
    )
    end_date = forms.DateField(
        label="至", required=False, widget=DateInput(), error_messages={"invalid": "日期请写成 2026-01-31"}
    )
    administrators_only = forms.BooleanField(label="只看管理员操作", required=False)

    def conditions(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
