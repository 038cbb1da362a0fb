"""Forms that refuse with a sentence and keep what was typed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from zhongshu.kernel.errors import OfficeError
from zhongshu.kernel.text import forbidden_characters, normalise_newlines


class OfficeForm(forms.Form):
    """A form whose text fields hold no control characters; a command's refusal is shown at its field."""

    use_required_attribute = True
    label_suffix = ""

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
