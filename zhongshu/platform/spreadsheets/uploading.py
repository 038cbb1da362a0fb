"""The edges of every import: a form that takes the file, one choice a column, and what is done with what was sent."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django import forms

from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.widgets import DropInput
from zhongshu.platform.spreadsheets.models import SheetImport

Made = TypeVar("Made", bound=SheetImport)


def sheet_field(label: str, *, limit: str, accept: str = ".xlsx,.xls,.et,.ods") -> forms.FileField:
    """Return the field that takes a spreadsheet; ``limit`` says what may be given."""
    errors = {"required": "请选择文件", "empty": "文件是空的，请重新选择"}
    return forms.FileField(label=label, widget=DropInput(accept=accept, limit=limit), error_messages=errors)


def keep_upload(form: OfficeForm, keep: Callable[[str, bytes], Made]) -> Made | None:
    """Keep the file of a form that was sent; None where the form or the file was refused, with the reason in the form."""
    if not form.is_bound or not form.is_valid():
        return None
    file = form.cleaned_data["file"]
    try:
        return keep(file.name, file.read())
    except RuleBroken as refusal:
        form.refuse(refusal)
        return None


class MappingForm(OfficeForm):
    """One choice a column of the sheet: what it is taken for."""

    def __init__(
        self, *args: Any, headers: Sequence[str], mapping: Sequence[str], labels: Mapping[str, str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        for number, (header, name) in enumerate(zip(headers, mapping, strict=True)):
            self.fields[f"column{number}"] = forms.ChoiceField(
                label=header or f"第 {number + 1} 列",
                choices=[("", "不导入"), *labels.items()],
                required=False,
                initial=name,
            )

    def mapping(self) -> list[str]:
        return [value for name, value in self.cleaned_data.items() if name.startswith("column")]
