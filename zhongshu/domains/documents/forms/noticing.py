"""发文指标 and the quarterly notice."""

from typing import Any

from django import forms

from zhongshu.domains.documents.forms.fields import offer
from zhongshu.kernel.forms import OfficeForm


class QuotaForm(OfficeForm):
    unit = forms.TypedChoiceField(label="单位", coerce=int)
    limit = forms.IntegerField(label="本年指标", min_value=0, max_value=100_000)
    reason = forms.CharField(label="说明", max_length=300, required=False)

    def __init__(self, *args: Any, unit_choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", unit_choices)


class QuarterForm(OfficeForm):
    """A quarter and, for those who report on several, an organ."""

    organ = forms.TypedChoiceField(label="机关", coerce=int, required=False, empty_value=None)
    year = forms.IntegerField(label="年份", min_value=2000, max_value=2100, required=False)
    quarter = forms.TypedChoiceField(
        label="季度",
        coerce=int,
        required=False,
        empty_value=None,
        choices=[("", "最近一季"), (1, "一季度"), (2, "二季度"), (3, "三季度"), (4, "四季度")],
    )

    def __init__(self, *args: Any, organ_choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organ", organ_choices)
