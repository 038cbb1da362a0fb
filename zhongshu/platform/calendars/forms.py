from typing import Any

from django import forms

from zhongshu.kernel import clock
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.widgets import DateInput


class ReckonForm(OfficeForm):
    """A question about a limit: from when, how long."""

    start_date = forms.DateField(label="起算日", widget=DateInput(), error_messages={"invalid": "日期请写成 2026-01-31"})
    count = forms.IntegerField(label="期限", min_value=0, max_value=1000)
    unit = forms.ChoiceField(label="单位", choices=[("working", "个工作日"), ("calendar", "日（自然日，遇节假日顺延）")])


class NoticeForm(OfficeForm):
    """The State Council's notice as pasted."""

    text = forms.CharField(
        label="通知全文",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="把国务院办公厅《关于某年部分节假日安排的通知》全文粘贴到这里，先预览，核对无误后再导入",
    )
    year = forms.IntegerField(
        label="年份", required=False, min_value=2007, max_value=2100, help_text="通知标题中有年份的不用填写"
    )


class OfficeDayForm(OfficeForm):
    """An organ's own arrangement of one day."""

    date = forms.DateField(label="日期", widget=DateInput(), error_messages={"invalid": "日期请写成 2026-01-31"})
    working = forms.TypedChoiceField(
        label="安排", choices=[("0", "休息"), ("1", "上班")], coerce=lambda value: value == "1", widget=forms.RadioSelect
    )
    reason = forms.CharField(label="事由", max_length=60, help_text="例如：自治县成立纪念日")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["date"].initial = clock.today
