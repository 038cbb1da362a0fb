"""Forms of inspection tasks; the rules themselves stand in the commands."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings

from zhongshu.domains.supervision.inspection_choices import CallBackResult, InspectionKind, InspectionState
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.widgets import DateInput, DropInput, TextArea, wide
from zhongshu.platform.circulation.public import PeopleField, UnitsField
from zhongshu.platform.secrecy import public as secrecy

ANY = [("", "全部")]


def offer(form: forms.Form, name: str, choices: Sequence[tuple[Any, str]]) -> None:
    """Set what a choice field offers."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


class YesOrNo(forms.TypedChoiceField):
    """One of two answers, each in its own words; the value is whether it is the first."""

    def __init__(self, label: str, yes: str, no: str) -> None:
        super().__init__(
            label=label, choices=[("yes", yes), ("no", no)], coerce=lambda value: value == "yes", widget=forms.RadioSelect
        )


class PlanFilter(OfficeForm):
    q = forms.CharField(label="主题、编号", max_length=60, required=False, widget=forms.SearchInput())
    year = forms.IntegerField(label="年度", required=False, min_value=2000, max_value=2100)
    kind = forms.ChoiceField(label="类型", required=False, choices=[*ANY, *InspectionKind.choices])
    state = forms.ChoiceField(label="状态", required=False, choices=[*ANY, *InspectionState.choices])


class PlanForm(OfficeForm):
    title = forms.CharField(label="督查主题", max_length=120, widget=wide(forms.TextInput()))
    basis = forms.CharField(label="依据", max_length=300, widget=wide(TextArea(2)), help_text="哪个文件、会议或者批示要求开展")
    kind = forms.ChoiceField(
        label="类型", choices=InspectionKind.choices, initial=InspectionKind.SPECIAL,
        help_text="综合督查每个单位每年有次数限制，登记时核对",
    )  # fmt: skip
    department = UnitsField(label="督查单位", multiple=False, help_text="由哪个单位组织，次数计在该单位")
    start_date = forms.DateField(label="开始日期", widget=DateInput)
    end_date = forms.DateField(label="结束日期", widget=DateInput)
    content = forms.CharField(label="督查内容", required=False, max_length=5000, widget=TextArea(4))
    unannounced = forms.BooleanField(label="四不两直（不发通知、不打招呼，进点前单位看不到）", required=False)
    secrecy_level = forms.TypedChoiceField(label="涉密等级", coerce=int, initial=0)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "secrecy_level", secrecy.storable_levels())


class ChangePlanForm(OfficeForm):
    title = forms.CharField(label="督查主题", max_length=120)
    basis = forms.CharField(label="依据", max_length=300, widget=TextArea(2))
    content = forms.CharField(label="督查内容", required=False, max_length=5000, widget=TextArea(3))
    start_date = forms.DateField(label="开始日期", widget=DateInput)
    end_date = forms.DateField(label="结束日期", widget=DateInput)
    reason = forms.CharField(label="调整理由", max_length=300)


class GroupForm(OfficeForm):
    name = forms.CharField(label="名称", max_length=40, required=False, help_text="不填按顺序取名")
    leader = PeopleField(label="组长", multiple=False)
    members = PeopleField(label="组员", required=False)
    start_date = forms.DateField(label="自", required=False, widget=DateInput, help_text="不填则为督查任务的起止日期")
    end_date = forms.DateField(label="至", required=False, widget=DateInput)


class MemberForm(OfficeForm):
    person = PeopleField(label="人员", multiple=False)
    start_date = forms.DateField(label="自", widget=DateInput)
    end_date = forms.DateField(label="至", widget=DateInput)


class DaysForm(OfficeForm):
    start_date = forms.DateField(label="自", widget=DateInput)
    end_date = forms.DateField(label="至", widget=DateInput)
    rest_day_reason = forms.CharField(
        label="休息日进点的理由", required=False, max_length=200, help_text="遇休息日才填；法定节假日按国务院公布的安排"
    )


class VisitForm(DaysForm):
    unit = UnitsField(label="进点单位", multiple=False)
    group = forms.TypedChoiceField(label="督查组", coerce=int, required=False, empty_value=None)
    place = forms.CharField(label="地点", max_length=120, required=False)
    field_order = ("unit", "place", "group", "start_date", "end_date", "rest_day_reason")

    def __init__(self, *args: Any, groups: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "group", [("", "全体"), *groups])


class MoveVisitForm(DaysForm):
    reason = forms.CharField(label="调整理由", max_length=300)


class ReasonForm(OfficeForm):
    reason = forms.CharField(label="理由", max_length=300, widget=TextArea(3))


class RegisterForm(OfficeForm):
    over_quota_reason = forms.CharField(label="超出年度次数的理由", required=False, max_length=300, widget=TextArea(2))
    approver = PeopleField(label="批准人", multiple=False, required=False, help_text="次数之内的不用填，直接登记")


class ApprovalForm(OfficeForm):
    approved = YesOrNo("批准", "同意开展", "不同意")
    words = forms.CharField(label="意见", required=False, max_length=300, widget=TextArea(2))


class PhotosField(forms.Field):
    """Several photos or none, as they were sent."""

    def clean(self, value: Any) -> list[Any]:
        return [one for one in value or [] if one]


class FindingForm(OfficeForm):
    """One finding, written standing up with one thumb: two boxes to fill, the rest is filled in already."""

    fact = forms.CharField(label="问题", max_length=2000, widget=TextArea(4), help_text="只写看到的：什么、在哪里、多少")
    requirement = forms.CharField(label="整改要求", max_length=300, widget=TextArea(2), help_text="办到什么程度才算到位")
    deadline = forms.DateField(label="整改时限", widget=DateInput)
    responsible = PeopleField(label="责任人", multiple=False, required=False, help_text="不填则为单位负责人")
    unit = UnitsField(label="责任单位", multiple=False)
    photos = PhotosField(label="照片", required=False, widget=DropInput(multiple=True, accept="image/*"))
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        widget = self.fields["photos"].widget
        assert isinstance(widget, DropInput)
        widget.limit = f"不是必需的，最多 {settings.SUPERVISION_PHOTOS} 张，每张不超过 {settings.SUPERVISION_PHOTO_MEGABYTES} MB"
        if not self.is_bound:
            self.initial["token"] = uuid.uuid4()


class FinishForm(OfficeForm):
    summary = forms.CharField(label="进点情况", required=False, max_length=2000, widget=TextArea(3))


class StatementForm(OfficeForm):
    finding = forms.TypedChoiceField(label="针对", coerce=int, required=False, empty_value=None)
    words = forms.CharField(label="说明", max_length=2000, widget=TextArea(4), help_text="没有异议的，写“无异议”即可")

    def __init__(self, *args: Any, findings: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "finding", [("", "总体情况"), *findings])


class AnswerForm(OfficeForm):
    accepted = YesOrNo("答复", "采纳，撤回该问题", "不采纳")
    answer = forms.CharField(label="理由", max_length=500, widget=TextArea(3))


class JointAnswerForm(OfficeForm):
    agreed = YesOrNo("答复", "同意合并", "不同意")
    words = forms.CharField(label="意见", required=False, max_length=200, widget=TextArea(2))


class ReportForm(OfficeForm):
    words = forms.CharField(label="下一步工作", required=False, max_length=2000, widget=TextArea(3))


class ConclusionForm(OfficeForm):
    conclusion = forms.CharField(label="结束意见", max_length=2000, widget=TextArea(3))


class CallBackForm(OfficeForm):
    item = forms.TypedChoiceField(label="已办结事项", coerce=int)
    result = forms.ChoiceField(label="结果", choices=CallBackResult.choices, widget=forms.RadioSelect)
    words = forms.CharField(label="回访情况", max_length=2000, widget=TextArea(3))
    respondents = forms.CharField(label="回访对象", max_length=120)
    reopen = forms.BooleanField(label="问题反弹，重新办理该事项", required=False)
    working_days = forms.IntegerField(label="办理工作日数", required=False, min_value=1, max_value=500)

    def __init__(self, *args: Any, items: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "item", items)


class QuotaForm(OfficeForm):
    department = UnitsField(label="督查单位", multiple=False, required=False, help_text="不填为全部单位")
    year = forms.IntegerField(label="年度", required=False, min_value=2000, max_value=2100, help_text="不填为每年")
    most = forms.IntegerField(label="综合督查次数", min_value=0, max_value=20)
    basis = forms.CharField(label="依据", max_length=300, widget=TextArea(2))
