"""Forms of the pages; the rules themselves stand in the commands."""

from collections.abc import Sequence
from typing import Any

from django import forms

from zhongshu.domains.supervision.choices import (
    ITEM_NOTICES,
    FeedbackKind,
    Grade,
    Light,
    LightCondition,
    NoticeKind,
    SourceKind,
    State,
    SupervisionKind,
    VerificationKind,
)
from zhongshu.domains.supervision.queries.ledger import COLUMNS, DEFAULT_COLUMNS, GROUPS, PAGE_SIZES, SCOPES
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.widgets import DateInput, DropInput, TextArea, wide
from zhongshu.platform.circulation.public import PeopleField, UnitsField
from zhongshu.platform.secrecy import public as secrecy

ANY = [("", "全部")]


def _offer(form: forms.Form, name: str, choices: Sequence[tuple[Any, str]]) -> None:
    """Set what a choice field offers."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


class LedgerForm(OfficeForm):
    q = forms.CharField(label="事项、编号", max_length=60, required=False, widget=forms.SearchInput())
    scope = forms.ChoiceField(label="范围", required=False, choices=list(SCOPES.items()))
    light = forms.ChoiceField(label="灯", required=False, choices=[*ANY, *Light.choices])
    grade = forms.ChoiceField(label="级别", required=False, choices=[*ANY, *Grade.choices])
    source = forms.ChoiceField(label="立项依据", required=False, choices=[*ANY, *SourceKind.choices])
    state = forms.ChoiceField(label="状态", required=False, choices=[*ANY, *State.choices])
    unit = UnitsField(label="牵头单位", multiple=False, required=False)
    leader = PeopleField(label="批示领导", multiple=False, required=False)
    due_from = forms.DateField(label="时限自", required=False, widget=DateInput)
    due_until = forms.DateField(label="时限至", required=False, widget=DateInput)
    group = forms.ChoiceField(label="分组", required=False, choices=list(GROUPS.items()))
    size = forms.TypedChoiceField(
        label="每页", required=False, coerce=int, empty_value="100", choices=[(size, f"{size} 项") for size in PAGE_SIZES]
    )

    def filters(self) -> dict[str, Any]:
        """Return the filters as ``queries.ledger.ledger`` takes them; what was typed wrongly is left out."""
        if not self.is_bound:
            return {}
        self.full_clean()
        values = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        values.pop("group", None)
        values.pop("size", None)
        if "q" in values:
            values["words"] = values.pop("q")
        return values


class ColumnsForm(OfficeForm):
    columns = forms.MultipleChoiceField(
        label="显示哪些列", choices=list(COLUMNS.items()), initial=list(DEFAULT_COLUMNS), widget=forms.CheckboxSelectMultiple
    )


class ItemForm(OfficeForm):
    """立项: what, from where, who, until when."""

    title = forms.CharField(label="事项", max_length=200, widget=wide(forms.TextInput()))
    outcome = forms.CharField(
        label="可核实的结果",
        max_length=300,
        help_text="办到什么程度才算办成，只写一条，能查、能看、能问得到",
        widget=wide(TextArea(2)),
    )
    requirement = forms.CharField(label="工作要求", required=False, max_length=5000, widget=TextArea(3))
    source_kind = forms.ChoiceField(label="立项依据", choices=SourceKind.choices, initial=SourceKind.OTHER)
    source_title = forms.CharField(label="来自哪个文件或会议", required=False, max_length=300)
    sentence = forms.CharField(
        label="原句", required=False, max_length=2000, widget=TextArea(2), help_text="文件、纪要或批示里的原话"
    )
    lead_unit = UnitsField(label="牵头单位", multiple=False)
    responsible = PeopleField(label="责任人", multiple=False, required=False, help_text="不填则为牵头单位负责人")
    supporting_units = UnitsField(label="协办单位", required=False)
    leader_in_charge = PeopleField(label="分管领导", multiple=False, required=False, help_text="逾期时提请协调")
    grade = forms.ChoiceField(label="督办级别", choices=Grade.choices, initial=Grade.ROUTINE)
    kind = forms.ChoiceField(label="督查方式", choices=SupervisionKind.choices, initial=SupervisionKind.DAILY)
    working_days = forms.IntegerField(label="办理工作日数", required=False, min_value=1, max_value=500)
    deadline = forms.DateField(
        label="或者指定办理时限", required=False, widget=DateInput, help_text="两项都不填，按级别的默认天数"
    )
    secrecy_level = forms.TypedChoiceField(label="涉密等级", coerce=int, initial=0)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "secrecy_level", secrecy.storable_levels())


class ProposalForm(ItemForm):
    """确认立项: as 立项, but the leader's words are given."""

    transcript = forms.CharField(label="手写批示录入", required=False, max_length=2000, widget=TextArea(2))

    def __init__(self, *args: Any, has_words: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("source_kind", "source_title"):
            del self.fields[name]
        if has_words:
            del self.fields["transcript"]
        self.fields["sentence"].label = "所涉原句"
        self.fields["sentence"].help_text = "批示针对文件里的哪一句，可不填"


class JoinForm(OfficeForm):
    item = forms.TypedChoiceField(label="并入事项", coerce=int)

    def __init__(self, *args: Any, items: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "item", items)


class ReasonForm(OfficeForm):
    reason = forms.CharField(label="理由", max_length=300, widget=TextArea(3))


class WordsForm(OfficeForm):
    words = forms.CharField(label="内容", max_length=300, required=False, widget=TextArea(3))


class UrgeForm(OfficeForm):
    words = forms.CharField(label="催办内容", max_length=300, widget=TextArea(3))


class AssignForm(OfficeForm):
    words = forms.CharField(label="交办要求", required=False, max_length=300, widget=TextArea(3))


class SignForm(OfficeForm):
    responsible = PeopleField(label="责任人", multiple=False, required=False, help_text="一事一人；不改则仍为现责任人")


class TransferForm(OfficeForm):
    unit = UnitsField(label="转给单位", multiple=False)
    responsible = PeopleField(label="责任人", multiple=False, required=False)
    reason = forms.CharField(label="理由", max_length=300, widget=TextArea(2))


class SupportForm(OfficeForm):
    unit = UnitsField(label="协办单位", multiple=False)
    responsible = PeopleField(label="责任人", multiple=False, required=False)
    task = forms.CharField(label="承办任务", required=False, max_length=2000, widget=TextArea(2))
    measure = forms.CharField(label="量化目标", required=False, max_length=200)


class FeedbackForm(OfficeForm):
    kind = forms.ChoiceField(label="类别", choices=FeedbackKind.choices, initial=FeedbackKind.PROGRESS, widget=forms.RadioSelect)
    words = forms.CharField(label="进展情况", max_length=5000, widget=TextArea(4), help_text="写结果和数字，不必附照片和台账")
    progress = forms.IntegerField(label="完成进度（%）", min_value=0, max_value=100, initial=0)
    milestone = forms.CharField(label="阶段", required=False, max_length=60)
    difficulties = forms.CharField(label="困难和建议", required=False, max_length=1000, widget=TextArea(2))


class InlineFeedbackForm(OfficeForm):
    words = forms.CharField(label="进展情况", max_length=5000, widget=TextArea(2))
    progress = forms.IntegerField(label="完成进度（%）", min_value=0, max_value=100)


class ExtensionForm(OfficeForm):
    working_days = forms.IntegerField(label="延长工作日数", min_value=1, max_value=250)
    reason = forms.CharField(label="理由和新的安排", max_length=500, widget=TextArea(3))


class DecisionForm(OfficeForm):
    approved = forms.TypedChoiceField(
        label="审批",
        choices=[("yes", "同意延期"), ("no", "不同意")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label="意见", required=False, max_length=300, widget=TextArea(2))


class VerifyForm(OfficeForm):
    kind = forms.ChoiceField(label="核查方式", choices=VerificationKind.choices, widget=forms.RadioSelect, initial="desk")
    passed = forms.TypedChoiceField(
        label="核查结果", choices=[("yes", "属实，达到可核实的结果"), ("no", "不实或未达到，退回重办")],
        coerce=lambda value: value == "yes", widget=forms.RadioSelect,
    )  # fmt: skip
    words = forms.CharField(label="核查情况", max_length=2000, widget=TextArea(3))
    place = forms.CharField(label="地点或回访对象", required=False, max_length=120)
    checked_date = forms.DateField(label="核查日期", required=False, widget=DateInput)


class CompleteForm(OfficeForm):
    conclusion = forms.CharField(label="办结结论", max_length=2000, widget=TextArea(3))


class ReopenForm(OfficeForm):
    reason = forms.CharField(label="理由", max_length=300, widget=TextArea(2))
    working_days = forms.IntegerField(label="办理工作日数", min_value=1, max_value=500)


class ChangeForm(OfficeForm):
    title = forms.CharField(label="事项", max_length=200, widget=wide(forms.TextInput()))
    outcome = forms.CharField(label="可核实的结果", max_length=300, widget=TextArea(2))
    requirement = forms.CharField(label="工作要求", required=False, max_length=5000, widget=TextArea(3))
    grade = forms.ChoiceField(label="督办级别", choices=Grade.choices)
    reason = forms.CharField(label="调整理由", max_length=300)


class NoticeForm(OfficeForm):
    kind = forms.ChoiceField(
        label="文书", choices=[(kind.value, kind.label) for kind in ITEM_NOTICES], widget=forms.RadioSelect,
        initial=NoticeKind.SUPERVISION_NOTICE,
    )  # fmt: skip
    words = forms.CharField(label="补充内容", required=False, max_length=1000, widget=TextArea(3))


class SaveViewForm(OfficeForm):
    name = forms.CharField(label="名称", max_length=30)
    query = forms.CharField(required=False, max_length=1000)


class BreakdownForm(OfficeForm):
    title = forms.CharField(label="文件或会议名称", required=False, max_length=200, widget=wide(forms.TextInput()))
    source_kind = forms.ChoiceField(label="立项依据", choices=SourceKind.choices, initial=SourceKind.WORK_REPORT)
    secrecy_level = forms.TypedChoiceField(label="涉密等级", coerce=int, initial=0)
    text = forms.CharField(
        label="原文", required=False, max_length=400_000, widget=TextArea(14), help_text="粘贴报告、讲话、纪要或通知的全文"
    )
    file = forms.FileField(
        label="或者上传文件", required=False, widget=DropInput(accept=".docx,.txt", limit="DOCX 或纯文本，10 MB 以内"),
        error_messages={"empty": "文件是空的，请重新选择"},
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "secrecy_level", secrecy.storable_levels())

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if file and file.size > 10 * 1024 * 1024:
            raise forms.ValidationError("文件超过 10 MB，请只上传文字部分", code="too_large")
        return file


class TaskForm(OfficeForm):
    title = forms.CharField(label="任务", max_length=200, widget=wide(forms.TextInput()))
    outcome = forms.CharField(label="可核实的结果", max_length=300, widget=TextArea(2))
    measures = forms.CharField(label="量化目标", required=False, max_length=200)
    lead_unit = UnitsField(label="牵头单位", multiple=False, required=False)
    supporting_units = UnitsField(label="协办单位", required=False)
    deadline = forms.DateField(label="办理时限", required=False, widget=DateInput)
    grade = forms.ChoiceField(label="督办级别", choices=Grade.choices)


class StatisticsForm(OfficeForm):
    as_of = forms.DateField(label="统计截至", required=False, widget=DateInput)
    docketed_from = forms.DateField(label="立项自", required=False, widget=DateInput)
    docketed_until = forms.DateField(label="立项至", required=False, widget=DateInput)


class GradeRuleForm(OfficeForm):
    default_days = forms.IntegerField(label="默认办理工作日数", min_value=1, max_value=500)
    feedback_days = forms.IntegerField(label="反馈间隔（工作日）", min_value=1, max_value=250)
    remind_days = forms.IntegerField(label="到期前几个工作日提醒", min_value=0, max_value=60)
    escalate_head_days = forms.IntegerField(label="逾期几个工作日提请单位负责人", min_value=1, max_value=60)
    escalate_leader_days = forms.IntegerField(label="逾期几个工作日提请分管领导", min_value=1, max_value=120)
    most_extensions = forms.IntegerField(label="最多延期次数", min_value=0, max_value=20)
    basis = forms.CharField(label="依据", required=False, max_length=200)


class LightRuleForm(OfficeForm):
    days = forms.IntegerField(label="提前工作日数", min_value=0, max_value=60)
    percent = forms.IntegerField(label="或者占办理期限的百分比", min_value=0, max_value=100)
    active = forms.BooleanField(label="启用", required=False)
    basis = forms.CharField(label="依据", required=False, max_length=200)


class NewLightRuleForm(OfficeForm):
    light = forms.ChoiceField(label="灯", choices=Light.choices, initial=Light.YELLOW)
    condition = forms.ChoiceField(label="条件", choices=LightCondition.choices, initial=LightCondition.NEAR_DEADLINE)
    grade = forms.ChoiceField(label="级别", required=False, choices=[("", "全部级别"), *Grade.choices])
    days = forms.IntegerField(label="提前工作日数", min_value=0, max_value=60, initial=3, help_text="只用于“临近办理时限”")
    percent = forms.IntegerField(label="或者占办理期限的百分比", min_value=0, max_value=100, initial=0)
    above = forms.TypedChoiceField(label="排在哪一条之上", coerce=int, help_text="从上到下，先符合的为准")
    basis = forms.CharField(label="依据", required=False, max_length=200)

    def __init__(self, *args: Any, places: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "above", places)
