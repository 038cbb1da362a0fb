"""Forms that refuse with a sentence and keep what was typed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from zhongshu.kernel.errors import OfficeError
from zhongshu.kernel.text import forbidden_characters, normalise_newlines

# what Django says when a form does not; a sentence that names the field says what to do
FIELD_REQUIRED = forms.Field.default_error_messages["required"]


class OfficeForm(forms.Form):
    """A form whose text fields hold no control characters; a missing value is asked for by its name;
    a command's refusal is shown at its field.
    """

    use_required_attribute = True
    label_suffix = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            chooses = isinstance(field, forms.ChoiceField | forms.ModelChoiceField | forms.FileField)
            if field.required and field.label and field.error_messages["required"] == FIELD_REQUIRED:
                field.error_messages["required"] = f"请{'选择' if chooses else '填写'}{field.label}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, str):
                value = normalise_newlines(value)
                if forbidden_characters(value):
                    self.add_error(name, ValidationError("含有不可见的控制字符，请删除后重新填写", code="control_characters"))
                    continue
                cleaned[name] = value
        return cleaned

    def refuse(self, error: OfficeError) -> None:
        """Show a command's refusal at the field that it names, or above the form."""
        field = error.field if error.field in self.fields else None
        self.add_error(field, ValidationError(error.message, code=error.code))
