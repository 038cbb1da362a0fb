"""Forms of the pages; the rules themselves stand in the commands."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse_lazy

from zhongshu.domains.drafting.choices import DocumentType, PartState, TaskState
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.widgets import DateInput, PickerInput, TextArea, wide
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.secrecy import public as secrecy

LONGEST_TEXT = 200_000


def person_names(ids: Sequence[Any]) -> list[tuple[int, str]]:
    found = organizations.people([int(one) for one in ids if str(one).isdigit()])
    return [(pk, row.name) for pk, row in found.items()]


def unit_names(ids: Sequence[Any]) -> list[tuple[int, str]]:
    return [(pk, str(row)) for pk, row in organizations.units([int(one) for one in ids if str(one).isdigit()]).items()]


def person_picker(placeholder: str = "输入姓名、拼音首字母") -> PickerInput:
    return PickerInput(reverse_lazy("organizations:people"), names_of=person_names, placeholder=placeholder)


class IdField(forms.Field):
    """One id chosen with a picker, or None."""

    def clean(self, value: Any) -> int | None:
        super().clean(value)
        return int(value) if value and str(value).isdigit() else None


class TaskFilter(OfficeForm):
    words = forms.CharField(label="标题", required=False, max_length=100, widget=forms.TextInput({"type": "search"}))
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *TaskState.choices])
    mine = forms.BooleanField(label="只看我执笔的", required=False)


class PartFilter(OfficeForm):
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "全部"), ("open", "还没交稿"), *((s.value, s.label) for s in PartState if s != PartState.WITHDRAWN)],
    )


class TaskForm(OfficeForm):
    """A text is asked for."""

    title = forms.CharField(label="标题", max_length=300, widget=wide(TextArea(2)))
    document_type = forms.ChoiceField(label="文种", choices=DocumentType.choices)
    due_date = forms.DateField(label="完成日期", widget=DateInput)
    writer = IdField(label="执笔人", widget=person_picker())
    section_head = IdField(label="提纲审定人", required=False, widget=person_picker(), help_text="不填为执笔人所在科室负责人")
    secrecy_level = forms.TypedChoiceField(label="等级", coerce=int, initial=0, help_text="本系统不得存储国家秘密")
    requirement = forms.CharField(label="起草要求", required=False, max_length=4000, widget=wide(TextArea(5)))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["secrecy_level"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = secrecy.storable_levels()

    def written(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        return values | {"writer_id": values.pop("writer"), "section_head_id": values.pop("section_head")}


class OutlineForm(OfficeForm):
    text = forms.CharField(label="提纲", required=False, max_length=20_000, widget=wide(TextArea(22)))


class WordsForm(OfficeForm):
    words = forms.CharField(label="意见", max_length=1000, widget=wide(TextArea(3)))


class AnswerForm(OfficeForm):
    answer = forms.CharField(label="处理情况", max_length=500, widget=wide(TextArea(3)))


class ReasonForm(OfficeForm):
    reason = forms.CharField(label="理由或意见", max_length=500, widget=wide(TextArea(3)))


class AssignForm(OfficeForm):
    """Entries of the outline go to a unit."""

    entries = forms.TypedMultipleChoiceField(
        label="提纲条目", coerce=int, widget=forms.CheckboxSelectMultiple, help_text="选上级条目，下级条目一并分出"
    )
    unit = IdField(
        label="承担单位",
        widget=PickerInput(reverse_lazy("organizations:unit_choices"), names_of=unit_names, placeholder="输入单位、科室名称"),
    )
    contact = IdField(label="联系人", required=False, widget=person_picker(), help_text="不填为该单位联系人或负责人")
    working_days = forms.IntegerField(label="交稿时限（工作日）", min_value=1, max_value=60, initial=5)
    instruction = forms.CharField(label="要求", required=False, max_length=500, widget=wide(TextArea(2)))

    def __init__(self, *args: Any, entry_choices: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["entries"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = entry_choices

    def written(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        return values | {
            "entry_ids": values.pop("entries"),
            "unit_id": values.pop("unit"),
            "contact_id": values.pop("contact"),
        }


class HandOnForm(OfficeForm):
    contact = IdField(label="转交给", widget=person_picker("输入本单位人员姓名"))


class TextForm(OfficeForm):
    """The text of a part, or the merged text."""

    text = forms.CharField(label="文稿", required=False, max_length=LONGEST_TEXT, widget=wide(TextArea(26)))
    revision = forms.IntegerField(widget=forms.HiddenInput)
