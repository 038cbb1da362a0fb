"""The forms of the burden meter."""

from django import forms

from zhongshu.kernel.forms import OfficeForm


class MonthForm(OfficeForm):
    month = forms.DateField(
        label="月份",
        required=False,
        input_formats=["%Y-%m", "%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
    )


class EstimateForm(OfficeForm):
    minutes = forms.IntegerField(label="每件约几分钟", min_value=0, max_value=2400)
    basis = forms.CharField(label="依据", max_length=200, help_text="如对几个单位的抽样调查；估计数供提要求的人掂量，不用于考核")
