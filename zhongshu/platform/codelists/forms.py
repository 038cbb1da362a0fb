from django import forms

from zhongshu.kernel.forms import OfficeForm


class ValueForm(OfficeForm):
    """An office's own value."""

    code = forms.RegexField(
        label="代码",
        regex=r"^[a-z][a-z0-9_]{1,39}$",
        help_text="小写英文字母、数字和下划线",
        error_messages={"invalid": "代码以小写英文字母开头，只含小写字母、数字和下划线，2至40个字符"},
    )
    label = forms.CharField(label="名称", max_length=60)
    note = forms.CharField(label="说明", max_length=200, required=False)
