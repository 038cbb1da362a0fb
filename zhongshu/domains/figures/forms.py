from typing import Any

from django import forms

from zhongshu.domains.figures.choices import Audience, Frequency, RequestState
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.widgets import DateInput, TextArea, wide
from zhongshu.platform.circulation.public import PeopleField, UnitsField
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.secrecy import public as secrecy
from zhongshu.platform.spreadsheets.public import uploading


class FilterForm(OfficeForm):
    q = forms.CharField(label="名称、拼音首字母、代码、口径", max_length=60, required=False, widget=forms.SearchInput())
    frequency = forms.ChoiceField(label="周期", required=False, choices=[("", "全部"), *Frequency.choices])
    whose = forms.ChoiceField(label="掌握单位", required=False, choices=[("", "全部"), ("own", "本机关"), ("retired", "已停用")])


class DescriptionForm(OfficeForm):
    definition = forms.CharField(
        label="口径", max_length=2000, widget=wide(TextArea(3)), help_text="算什么、不算什么、按什么制度"
    )
    other_names = forms.CharField(
        label="其他叫法", max_length=300, required=False, help_text="以顿号隔开；按这些名称也查得到，也不得另行登记"
    )
    contact = PeopleField(label="联系人", multiple=False)
    audience = forms.ChoiceField(label="可见范围", choices=Audience.choices, initial=Audience.EVERYONE)
    readers = UnitsField(label="指定机关", required=False, help_text="可见范围选“本机关和指定机关”时填写")

    def clean_other_names(self) -> list[str]:
        text = self.cleaned_data["other_names"]
        return [part.strip() for part in text.replace("，", "、").replace(",", "、").split("、") if part.strip()]


class RegisterForm(DescriptionForm):
    name = forms.CharField(label="名称", max_length=80)
    region = forms.CharField(label="统计范围", max_length=40, help_text="如云州市、青禾县")
    unit_of_measure = forms.CharField(label="计量单位", max_length=20, help_text="如亿元、人、%")
    frequency = forms.ChoiceField(label="周期", choices=Frequency.choices)
    cumulative = forms.BooleanField(label="累计数（从年初算起，如1—9月、前三季度）", required=False)
    secrecy_level = forms.TypedChoiceField(label="密级", coerce=int, initial=0)

    field_order = (
        "name",
        "region",
        "unit_of_measure",
        "frequency",
        "definition",
        "other_names",
        "contact",
        "audience",
        "readers",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        level = self.fields["secrecy_level"]
        assert isinstance(level, forms.ChoiceField)
        level.choices = secrecy.storable_levels()


class AmendForm(DescriptionForm):
    reason = forms.CharField(label="修改原因", max_length=200)


class TransferForm(OfficeForm):
    unit = UnitsField(label="接收单位", multiple=False)
    contact = PeopleField(label="联系人", multiple=False)
    reason = forms.CharField(label="移交原因", max_length=200)

    def clean_unit(self) -> int:
        if not organizations.units([self.cleaned_data["unit"]]):
            raise forms.ValidationError("没有这个单位，请重新选择")
        return self.cleaned_data["unit"]


class ReasonForm(OfficeForm):
    reason = forms.CharField(label="原因", max_length=200)


class ValueForm(OfficeForm):
    period = forms.CharField(label="期间", max_length=30)
    value = forms.DecimalField(label="数值", max_digits=24, decimal_places=6)
    source = forms.CharField(label="来源", max_length=200, required=False, help_text="文件标题和文号，或报表名称")


class ReviseForm(OfficeForm):
    value = forms.DecimalField(label="新数值", max_digits=24, decimal_places=6)
    reason = forms.CharField(label="修改原因", max_length=300)
    source = forms.CharField(label="来源", max_length=200, required=False)


class AskForm(OfficeForm):
    name = forms.CharField(label="数据项名称或代码", max_length=80)
    period = forms.CharField(label="期间", max_length=30, help_text="如2026年三季度、2026年9月")
    purpose = forms.CharField(label="用途", max_length=200, required=False)
    due_date = forms.DateField(label="希望何时报送", required=False, widget=DateInput())


class AnswerForm(OfficeForm):
    answer = forms.CharField(label="情况说明", max_length=300, widget=TextArea(3))


class RequestFilter(OfficeForm):
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *RequestState.choices])
    mine = forms.ChoiceField(label="范围", required=False, choices=[("", "全部"), ("asked", "向本机关要的")])


class ImportForm(OfficeForm):
    file = uploading.sheet_field("数据文件", limit="Excel 或 WPS 表格，5 MB 以内；表头写法不限，有“名称”即可")
