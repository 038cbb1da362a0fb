"""What people fill in while they handle something."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from zhongshu.kernel import clock
from zhongshu.kernel.errors import OfficeError
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.widgets import DateInput, TextArea
from zhongshu.platform.circulation.public import PeopleField
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.worklist.opinion_form import ATTITUDES


def choice(form: forms.Form, name: str) -> forms.ChoiceField:
    """Return a field of the form whose choices depend on the matter."""
    return cast(forms.ChoiceField, form.fields[name])


class ReasonForm(OfficeForm):
    reason = forms.CharField(label="理由", max_length=500, widget=TextArea(rows=3), error_messages={"required": "请填写理由"})


class ConfirmForm(OfficeForm):
    """Nothing to fill in."""


class SendBackForm(OfficeForm):
    to_step_id = forms.TypedChoiceField(
        label="退回到", coerce=int, widget=forms.RadioSelect, error_messages={"required": "请选择退回到哪个环节"}
    )
    mode = forms.ChoiceField(label="退回后", choices=workflow.ReturnMode, initial="walk", widget=forms.RadioSelect)
    signers = forms.TypedMultipleChoiceField(
        label="只退给其中", coerce=str, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="退回到会签环节时可以只让部分人员重签；不选即全部",
    )  # fmt: skip
    reason = ReasonForm.base_fields["reason"]

    def __init__(self, *args: Any, targets: Sequence[workflow.Target], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.targets = {target.step_id: target for target in targets}
        choice(self, "to_step_id").choices = [(target.step_id, _target_line(target)) for target in targets]
        if targets:
            self.initial.setdefault("to_step_id", targets[0].step_id)
        modes = {mode for target in targets for mode in target.modes}
        choice(self, "mode").choices = [(value, label) for value, label in workflow.ReturnMode.choices if value in modes]
        many = [target for target in targets if len(target.people) > 1]
        choice(self, "signers").choices = [
            (f"{target.step_id}:{pk}", f"{target.name}：{name}") for target in many for pk, name in target.people
        ]
        if not many:
            del self.fields["signers"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        target = self.targets.get(cleaned.get("to_step_id") or 0)
        if target is not None and cleaned.get("mode") and cleaned["mode"] not in target.modes:
            self.add_error("mode", f"退回到“{target.name}”不能选择这种方式，请改选")
        wanted = [one.split(":") for one in cleaned.get("signers", [])]
        chosen = [int(person) for step, person in wanted if target is not None and int(step) == target.step_id]
        cleaned["signers"] = chosen or None
        return cleaned


def _target_line(target: workflow.Target) -> str:
    names = "、".join(name for _, name in target.people[:4]) + ("等" if len(target.people) > 4 else "")
    round_note = f"（第{target.round}轮）" if target.round > 1 else ""
    return f"{target.name}{round_note}　{names}"


class AddSignersForm(OfficeForm):
    mode = forms.ChoiceField(label="方式", choices=workflow.AddMode, initial="beside", widget=forms.RadioSelect)
    people = PeopleField(label="加签给")
    reason = ReasonForm.base_fields["reason"]


class ReassignForm(OfficeForm):
    person_id = PeopleField(label="转给", multiple=False)
    reason = ReasonForm.base_fields["reason"]

    def refuse(self, error: OfficeError) -> None:
        if error.field == "people":
            error.field = "person_id"
        super().refuse(error)


class ConsultForm(OfficeForm):
    people = PeopleField(label="征询")
    question = forms.CharField(
        label="问题", max_length=500, widget=TextArea(rows=3), error_messages={"required": "请填写征询的问题"}
    )


def _lines(parts: Sequence[workflow.FlowItem]) -> list[tuple[int, str]]:
    return [(part.pk, f"{part.step.name}　{part.holder_line or '待认领'}{_waits(part)}") for part in parts]


def _waits(part: workflow.FlowItem) -> str:
    return "" if part.state == workflow.ItemState.OPEN else f"（{part.get_state_display()}）"


class PartForm(OfficeForm):
    """Choose one of the parts that are in people's hands."""

    item_id = forms.TypedChoiceField(
        label="办理人", coerce=int, widget=forms.RadioSelect, error_messages={"required": "请选择办理人"}
    )

    def __init__(self, *args: Any, parts: Sequence[workflow.FlowItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice(self, "item_id").choices = _lines(parts)
        if len(parts) == 1:
            self.initial.setdefault("item_id", parts[0].pk)


class PartReasonForm(PartForm):
    reason = ReasonForm.base_fields["reason"]


class RemoveSignerForm(PartForm):
    reason = forms.CharField(
        label="理由", max_length=500, required=False, widget=TextArea(rows=2), help_text="对方已打开的必须填写"
    )


class ReassignForForm(PartForm):
    person_id = PeopleField(label="改派给", multiple=False)
    reason = ReasonForm.base_fields["reason"]


class UrgeForm(OfficeForm):
    items = forms.TypedMultipleChoiceField(
        label="催办", coerce=int, widget=forms.CheckboxSelectMultiple, error_messages={"required": "请选择催办谁"}
    )
    text = forms.CharField(label="内容", max_length=200, initial="请抓紧办理。", widget=TextArea(rows=2))

    def __init__(self, *args: Any, parts: Sequence[workflow.FlowItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice(self, "items").choices = _lines(parts)
        self.initial.setdefault("items", [part.pk for part in parts])


class JumpForm(OfficeForm):
    from_step_ids = forms.TypedMultipleChoiceField(
        label="从", coerce=int, widget=forms.CheckboxSelectMultiple, error_messages={"required": "请选择从哪个环节跳转"}
    )
    to_node = forms.ChoiceField(label="跳到")
    person_ids = PeopleField(label="办理人", required=False, help_text="不选则按流程规定")
    reason = ReasonForm.base_fields["reason"]

    def __init__(self, *args: Any, steps: Sequence[tuple[int, str]], nodes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice(self, "from_step_ids").choices = steps
        choice(self, "to_node").choices = nodes
        if len(steps) == 1:
            self.initial.setdefault("from_step_ids", [steps[0][0]])


class EnterPaperForm(PartForm):
    outcome = forms.ChoiceField(label="结果", required=False)
    words = forms.CharField(
        label="纸面意见",
        max_length=opinions.WORDS_LIMIT,
        widget=TextArea(rows=3),
        error_messages={"required": "请录入纸面上的意见"},
    )
    paper_date = forms.DateField(label="纸面签署日期", widget=DateInput, initial=clock.today)

    def __init__(self, *args: Any, outcomes: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if outcomes:
            choice(self, "outcome").choices = [("", "——"), *outcomes]
        else:
            del self.fields["outcome"]


class BatchForm(OfficeForm):
    words = forms.CharField(label="统一意见", required=False, max_length=opinions.WORDS_LIMIT, widget=TextArea(rows=3))
    attitude = forms.ChoiceField(label="态度", choices=ATTITUDES, initial="agree", required=False, widget=forms.RadioSelect)
    items = forms.TypedMultipleChoiceField(
        coerce=int, widget=forms.MultipleHiddenInput, error_messages={"required": "请先在待办中勾选"}
    )

    def __init__(self, *args: Any, ids: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice(self, "items").choices = [(pk, str(pk)) for pk in ids]
        self.initial["items"] = list(ids)


class HandOverForm(OfficeForm):
    person_id = PeopleField(label="离任或调岗人员", multiple=False)
    to_person_id = PeopleField(label="移交给", multiple=False)
    reason = ReasonForm.base_fields["reason"]

    def refuse(self, error: OfficeError) -> None:
        if error.field == "to_person":
            error.field = "to_person_id"
        super().refuse(error)


class FilterForm(OfficeForm):
    """The search line above the list."""

    q = forms.CharField(label="标题或编号", required=False, max_length=60)
    light = forms.ChoiceField(
        label="时限", required=False,
        choices=[("", "全部"), ("red", "已超期"), ("yellow", "即将到期"), ("green", "未到期"), ("none", "不限时")],
    )  # fmt: skip
    kind = forms.ChoiceField(label="类别", required=False)
    sort = forms.ChoiceField(label="排序", required=False)
