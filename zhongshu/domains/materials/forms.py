from typing import Any

from django import forms

from zhongshu.domains.materials.choices import Audience, MaterialKind, Validity
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.widgets import DateInput, TextArea, wide
from zhongshu.platform.secrecy import public as secrecy

_KINDS = [choice for choice in MaterialKind.choices if choice[0] != MaterialKind.ISSUED]
_AUDIENCES = [choice for choice in Audience.choices if choice[0] != Audience.ORIGINAL]


class FilterForm(OfficeForm):
    q = forms.CharField(label="查找段落", max_length=100, required=False, widget=forms.SearchInput())
    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), *MaterialKind.choices])
    validity = forms.ChoiceField(label="效力", required=False, choices=[("", "全部"), *Validity.choices])
    tag = forms.CharField(label="标签", max_length=20, required=False)


class CorrectForm(OfficeForm):
    title = forms.CharField(label="标题", max_length=300)
    source = forms.CharField(label="出处", max_length=200, help_text="发布机关、会议或刊物；讲话须已公开发表")
    source_date = forms.DateField(label="日期", widget=DateInput())
    body = forms.CharField(label="内容", max_length=200_000, widget=wide(TextArea(14)), help_text="一行一段，每段可单独引用")
    tags = forms.CharField(label="标签", max_length=200, required=False, help_text="以顿号隔开")

    def clean_tags(self) -> list[str]:
        text = self.cleaned_data["tags"].replace("，", "、").replace(",", "、")
        return [word.strip() for word in text.split("、") if word.strip()]


class EnterForm(CorrectForm):
    kind = forms.ChoiceField(label="类别", choices=_KINDS)
    number = forms.CharField(label="文号", max_length=80, required=False)
    audience = forms.ChoiceField(label="可见范围", choices=_AUDIENCES, initial=Audience.OWN_ORGAN)
    secrecy_level = forms.TypedChoiceField(label="密级", coerce=int, initial=0)

    field_order = ("kind", "title", "source", "number", "source_date", "body", "tags", "audience", "secrecy_level")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        level = self.fields["secrecy_level"]
        assert isinstance(level, forms.ChoiceField)
        level.choices = secrecy.storable_levels()


class EndForm(OfficeForm):
    date = forms.DateField(label="自何日起", widget=DateInput())
    reason = forms.CharField(label="依据", max_length=300)
    superseded_by = forms.CharField(
        label="替代件的文号或标题", max_length=300, required=False, help_text="废止而没有替代件的留空；替代件须已在素材库中"
    )


class ReasonForm(OfficeForm):
    reason = forms.CharField(label="原因", max_length=300)
