from django import forms

from zhongshu.kernel.forms import OfficeForm
from zhongshu.platform.jobs.choices import State


class JobFilterForm(OfficeForm):
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部状态"), *State.choices])
    name = forms.CharField(label="任务", required=False, max_length=80)


class DiscardForm(OfficeForm):
    reason = forms.CharField(label="放弃原因", max_length=200)
