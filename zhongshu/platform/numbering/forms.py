from django import forms

from zhongshu.kernel.forms import OfficeForm
from zhongshu.platform.numbering.choices import NumberState


class FilterForm(OfficeForm):
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *NumberState.choices])


class ReserveForm(OfficeForm):
    """Numbers kept free on purpose."""

    count = forms.IntegerField(label="数量", min_value=1, max_value=50, initial=1)
    reason = forms.CharField(label="原因", max_length=200, help_text="例如：全会材料集中编号")


class VoidForm(OfficeForm):
    """Why a number is spoilt; it stays visible in the series."""

    reason = forms.CharField(label="作废原因", max_length=200)
