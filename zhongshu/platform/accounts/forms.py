from django import forms
from django.urls import reverse_lazy

from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.widgets import PickerInput
from zhongshu.platform.accounts import passwords
from zhongshu.platform.organizations import public as organizations


class LogInForm(OfficeForm):
    username = forms.CharField(
        label="用户名", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(
        label="密码", max_length=200, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class SecondStepForm(OfficeForm):
    code = forms.CharField(
        label="动态口令或恢复码",
        max_length=20,
        help_text="输入手机上显示的六位数字；手机不在身边时输入一个恢复码",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "inputmode": "text"}),
    )


class ConfirmSecondFactorForm(OfficeForm):
    code = forms.CharField(
        label="动态口令",
        max_length=8,
        help_text="扫码后输入手机上显示的六位数字",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class ChangePasswordForm(OfficeForm):
    present = forms.CharField(
        label="当前密码", max_length=200, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    new = forms.CharField(
        label="新密码",
        max_length=200,
        strip=False,
        help_text=(
            f"至少 {passwords.MIN_LENGTH} 位，含大写字母、小写字母、数字、符号中的三类，"
            f"不含用户名和姓名，不与最近 {passwords.HISTORY} 次相同"
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再输一次新密码",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new"):
            raise forms.ValidationError("两次输入的新密码不一致，请重新输入", code="passwords_differ")
        return again


class AccountFilterForm(OfficeForm):
    q = forms.CharField(label="用户名、姓名或拼音首字母", max_length=40, required=False, widget=forms.SearchInput())
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "全部"), ("active", "启用"), ("disabled", "停用"), ("administrators", "管理员")],
    )


class CreateAccountForm(OfficeForm):
    person = forms.IntegerField(
        label="人员",
        widget=PickerInput(
            reverse_lazy("accounts:people_without_account"),
            names_of=lambda ids: [(pk, person.name) for pk, person in organizations.people(ids).items()],
            placeholder="输入姓名或拼音首字母，只列出尚无账号的人员",
        ),
        error_messages={"required": "请选择人员", "invalid": "请从候选中选择人员"},
    )
    username = forms.RegexField(
        label="用户名",
        regex=r"^[a-zA-Z][a-zA-Z0-9._-]{2,29}$",
        help_text="字母开头，3 至 30 位字母、数字或 . _ -",
        error_messages={"invalid": "用户名须以字母开头，由 3 至 30 位字母、数字或 . _ - 组成"},
    )
