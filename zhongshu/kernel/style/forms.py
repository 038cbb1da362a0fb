"""Sample forms with one field of each kind."""

from collections.abc import Sequence

from django import forms
from django.urls import reverse_lazy

from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.style.samples import people
from zhongshu.kernel.widgets import DateInput, DropInput, PickerInput, TextArea, wide


def names_of(ids: Sequence[str | int]) -> list[tuple[str | int, str]]:
    """Return the sample people's names for a picker."""
    names = {person["id"]: person["text"] for person in people()}
    return [(one, names[int(one)]) for one in ids]


class SampleForm(OfficeForm):
    """One field of each kind."""

    title = forms.CharField(
        label="标题", max_length=100, help_text="不超过100字，不写发文机关", widget=wide(forms.TextInput({"autocomplete": "off"}))
    )
    kind = forms.ChoiceField(label="文种", choices=[("", "请选择"), ("notice", "通知"), ("reply", "批复"), ("letter", "函")])
    urgency = forms.ChoiceField(
        label="紧急程度",
        choices=[("none", "一般"), ("fast", "加急"), ("flash", "特急")],
        widget=forms.RadioSelect,
        initial="none",
    )
    deadline = forms.DateField(label="办理时限", widget=DateInput, required=False)
    handlers = forms.CharField(
        label="承办人", required=False, widget=PickerInput(reverse_lazy("kernel:style_search"), multiple=True, names_of=names_of)
    )
    words = forms.CharField(label="意见", widget=TextArea(3))
    copies = forms.IntegerField(label="份数", min_value=1, initial=30)
    by_paper = forms.BooleanField(label="同时印发纸质件", required=False)
    enclosure = forms.FileField(
        label="附件", required=False, widget=DropInput(limit="版式文件、文字、表格、图片，单个不超过200 MB")
    )


class SampleFilters(OfficeForm):
    """A search line."""

    q = forms.CharField(
        label="关键词", required=False, widget=forms.TextInput(attrs={"type": "search", "placeholder": "标题、文号"})
    )
    kind = forms.ChoiceField(label="文种", choices=[("", "全部"), ("notice", "通知"), ("reply", "批复")], required=False)
    state = forms.ChoiceField(label="状态", choices=[("", "全部"), ("open", "在办"), ("done", "办结")], required=False)
    since = forms.DateField(label="成文日期自", required=False, widget=DateInput)
