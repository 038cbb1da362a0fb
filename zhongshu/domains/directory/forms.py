from django import forms

from zhongshu.domains.directory.choices import Audience, ContactField
from zhongshu.kernel.forms import OfficeForm
from zhongshu.platform.spreadsheets.public import uploading


class SearchForm(OfficeForm):
    q = forms.CharField(label="姓名、拼音首字母、职务、号码", max_length=60, required=False, widget=forms.SearchInput())
    organ = forms.IntegerField(required=False, min_value=1, max_value=2**53, widget=forms.HiddenInput())
    section = forms.IntegerField(required=False, min_value=1, max_value=2**53, widget=forms.HiddenInput())


class ContactForm(OfficeForm):
    office_phone = forms.RegexField(
        label="办公电话",
        regex=r"^[0-9()+\- 转]{3,30}$",
        required=False,
        error_messages={"invalid": "办公电话只能含数字、短横和“转”"},
    )
    mobile = forms.RegexField(
        label="手机", regex=r"^1\d{10}$", required=False, error_messages={"invalid": "请填写 11 位手机号码"}
    )
    short_number = forms.RegexField(
        label="短号", regex=r"^\d{3,8}$", required=False, error_messages={"invalid": "短号为 3 至 8 位数字"}
    )
    email = forms.EmailField(label="邮箱", required=False)
    room = forms.CharField(label="房间号", max_length=20, required=False)


class VisibilityForm(OfficeForm):
    office_phone = forms.ChoiceField(label=ContactField.OFFICE_PHONE.label, choices=Audience.choices)
    mobile = forms.ChoiceField(label=ContactField.MOBILE.label, choices=Audience.choices)
    short_number = forms.ChoiceField(label=ContactField.SHORT_NUMBER.label, choices=Audience.choices)
    email = forms.ChoiceField(label=ContactField.EMAIL.label, choices=Audience.choices)
    room = forms.ChoiceField(label=ContactField.ROOM.label, choices=Audience.choices)


class ImportForm(OfficeForm):
    file = uploading.sheet_field("通讯录文件", limit="Excel 或 WPS 表格，5 MB 以内；表头写法不限，有“姓名”即可")
