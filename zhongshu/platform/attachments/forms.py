from django import forms

from zhongshu.kernel.forms import OfficeForm


class VoidForm(OfficeForm):
    reason = forms.CharField(label="作废原因", max_length=200)
