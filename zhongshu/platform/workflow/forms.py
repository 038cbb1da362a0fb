"""What people type about processes."""

from collections.abc import Sequence

from django import forms
from django.urls import reverse_lazy

from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.widgets import PickerInput, TextArea
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.workflow.bpmn.reading import MAX_BYTES


class ModelForm(OfficeForm):
    """The drawing of a process from the editor; ``seen`` is the draft it began with."""

    bpmn_xml = forms.CharField(label="流程模型", max_length=MAX_BYTES, strip=False)
    note = forms.CharField(label="修改说明", max_length=300, required=False)
    seen = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)


class ImportForm(OfficeForm):
    """A BPMN file drawn elsewhere."""

    file = forms.FileField(label="BPMN 文件", help_text="扩展名 .bpmn 或 .xml，不超过2兆字节")

    def clean_file(self) -> str:
        upload = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError("文件超过2兆字节，请精简后再导入", code="too_large")
        try:
            return str(upload.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise forms.ValidationError("文件不是 UTF-8 编码，请另存后再导入", code="encoding") from error


class DefinitionForm(OfficeForm):
    """A new process."""

    key = forms.SlugField(label="代码", max_length=60, help_text="字母、数字、下划线，建立后不能修改")
    name = forms.CharField(label="名称", max_length=80)
    category = forms.CharField(label="适用对象", max_length=60, required=False, help_text="对象类别代码，如 documents.outgoing")


def _names(ids: Sequence[int]) -> list[tuple[int, str]]:
    return [(person.pk, person.name) for person in organizations.people(ids).values()]


class PersonField(forms.IntegerField):
    """One person found by name."""

    widget = PickerInput(reverse_lazy("organizations:people"), names_of=_names)


class HandOverForm(OfficeForm):
    """Passing on everything that a leaver holds."""

    from_person = PersonField(label="移交人", error_messages={"required": "请选择移交人"})
    to_person = PersonField(label="接收人", error_messages={"required": "请选择接收人"})
    reason = forms.CharField(label="理由", max_length=500, widget=TextArea(3))
