"""Form widgets that need more than Django's: days, moments, people and units, files, the choice of an attitude."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.safestring import SafeString


def wide(widget: forms.Widget) -> forms.Widget:
    """Let a field take the whole line of a form with two columns."""
    vars(widget)["wide"] = True  # ui/field.html reads it
    return widget


class DateInput(forms.DateInput):
    """A day from the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """A day and time to the minute."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class TimeInput(forms.TimeInput):
    """A time of day to the minute."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class TextArea(forms.Textarea):
    """Words over several lines."""

    def __init__(self, rows: int = 4, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": rows, **(attrs or {})})


class PickerInput(forms.Widget):
    """Find people or units at a search address and keep their ids.

    Args:
        url: the address that answers ``?q=`` with {"results": [{"id", "text", "note"}]}; may be lazy.
        multiple: whether several may be chosen; the value is then a list.
        names_of: given ids, returns pairs (id, text) for those already chosen; without it the ids are shown.
    """

    field_kind = "own"

    def __init__(
        self,
        url: str | Promise = "",
        *,
        multiple: bool = False,
        names_of: Callable[[Sequence[Any]], Sequence[tuple[Any, str]]] | None = None,
        placeholder: str = "输入姓名、拼音首字母或单位",
        attrs: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(attrs)
        self.url = url
        self.multiple = multiple
        self.names_of = names_of
        self.placeholder = placeholder

    def value_from_datadict(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> Any:
        if not self.multiple:
            return data.get(name)
        return data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name, [])

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Mapping[str, Any], name: str) -> bool:
        return False  # an empty picker sends nothing

    def use_required_attribute(self, initial: Any) -> bool:
        return False  # the text box is empty although something is chosen

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        values = [] if value in (None, "") else list(value) if isinstance(value, list | tuple | set) else [value]
        values = [getattr(one, "pk", one) for one in values if one not in (None, "")]
        pairs = self.names_of(values) if self.names_of and values else [(one, str(one)) for one in values]
        merged = self.build_attrs(self.attrs, attrs)
        identifier = merged.pop("id", f"id_{name}")
        widget = {
            "name": name,
            "id": identifier,
            "url": str(self.url),
            "multiple": self.multiple,
            "chosen": [{"id": one, "text": text} for one, text in pairs],
            "placeholder": self.placeholder,
            "attrs": {key: value for key, value in merged.items() if value is not False and value is not None},
        }
        return render_to_string("ui/picker.html", {"widget": widget})


class DropInput(forms.FileInput):
    """Files by choice or by drop. ``limit`` says in words what is accepted."""

    field_kind = "own"
    wide = True

    def __init__(self, *, multiple: bool = False, accept: str = "", limit: str = "", upload_url: str = "") -> None:
        self.allow_multiple_selected = multiple
        super().__init__()
        self.multiple, self.accept, self.limit, self.upload_url = multiple, accept, limit, upload_url

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if self.multiple and hasattr(files, "getlist") else files.get(name)

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        merged = self.build_attrs(self.attrs, attrs)
        context = {
            "name": name,
            "id": merged.get("id", f"id_{name}"),
            "required": merged.get("required", False),
            "multiple": self.multiple,
            "accept": self.accept,
            "limit": self.limit,
            "upload_url": str(self.upload_url),
        }
        return render_to_string("ui/drop.html", context)
