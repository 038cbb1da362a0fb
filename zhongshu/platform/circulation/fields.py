"""Choosing people and units in a form: by the picker, or by typing names where scripts do not run."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhongshu.kernel.widgets import PickerInput
from zhongshu.platform.organizations import public as organizations

_SEPARATORS = re.compile(r"[、，,;；\s]+")
_PLACED = re.compile(r"^(?P<name>[^（(]+)[（(](?P<place>[^）)]+)[）)]$")


class PeopleInput(PickerInput):
    """The picker, with a plain text box for names when the browser runs no scripts."""

    word = "姓名"

    def __init__(self, url: Any = "", *, multiple: bool = True, **options: Any) -> None:
        # a lazy address must not be asked whether it is empty: that would resolve it while the addresses are being loaded
        given = url if not isinstance(url, str) or url else reverse_lazy("organizations:people")
        super().__init__(given, multiple=multiple, **options)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        chosen = super().value_from_datadict(data, files, name)
        ids = [one for one in (chosen if isinstance(chosen, list | tuple) else [chosen]) if one]
        typed = [part for part in _SEPARATORS.split(data.get(f"{name}_names", "") or "") if part]
        return [*ids, *typed]

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        values = value if isinstance(value, list | tuple | set) else [value] if value else []
        ids = [one for one in values if str(getattr(one, "pk", one)).isdigit()]
        typed = [str(one) for one in values if not str(getattr(one, "pk", one)).isdigit()]
        picker = super().render(name, ids if self.multiple else next(iter(ids), None), attrs, renderer)
        return format_html(
            '{}<noscript><label class="field__help" for="id_{}_names">{}</label>'
            '<input type="text" id="id_{}_names" name="{}_names" value="{}"></noscript>',
            picker,
            name,
            f"{self.word}（多个用顿号分隔，重名时注明单位，如：张三（综合科））",
            name,
            name,
            "、".join(typed),
        )


class UnitsInput(PeopleInput):
    word = "单位名称"

    def __init__(self, **options: Any) -> None:
        super().__init__(reverse_lazy("organizations:unit_choices"), placeholder="输入单位名称", **options)


class PeopleField(forms.Field):
    """People by id, in the order chosen. The cleaned value is a list of ids, or one id (None when empty) with
    ``multiple=False``."""

    widget_class: type[PeopleInput] = PeopleInput
    missing = "请选择人员"

    def __init__(self, *, multiple: bool = True, **options: Any) -> None:
        self.multiple = multiple
        options.setdefault("widget", self.widget_class(multiple=multiple, names_of=self.names_of))
        options.setdefault("error_messages", {"required": self.missing})
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        ids = [one for text in value or [] for one in self._resolve(str(text))]
        ids = list(dict.fromkeys(ids))
        if self.required and not ids:
            raise ValidationError(self.error_messages["required"], code="required")
        if not self.multiple:
            if len(ids) > 1:
                raise ValidationError("只能选择一个，请去掉多余的", code="too_many")
            return ids[0] if ids else None
        return ids

    def _resolve(self, text: str) -> list[int]:
        if text.isdigit():
            return [int(text)] if len(text) < 18 else []
        placed = _PLACED.match(text)
        name, place = (placed["name"], placed["place"]) if placed else (text, "")
        found = self.named(name, place)
        if not found:
            raise ValidationError(f"没有找到“{text}”，请核对", code="unknown")
        if len(found) > 1:
            lines = "；".join(line for _, line in found[:5])
            raise ValidationError(f"“{name}”有重名（{lines}），请注明单位", code="ambiguous")
        return [found[0][0]]

    def named(self, name: str, place: str) -> list[tuple[int, str]]:
        people = [person for person in organizations.find_people(name, limit=50) if person.name == name]
        lines = organizations.post_lines([person.pk for person in people])
        return [(person.pk, lines.get(person.pk, "")) for person in people if place in lines.get(person.pk, "")]

    @staticmethod
    def names_of(ids: Sequence[Any]) -> list[tuple[int, str]]:
        wanted = [int(one) for one in ids if str(one).isdigit()]
        found = organizations.people(wanted)
        return [(pk, found[pk].name) for pk in wanted if pk in found]


class UnitsField(PeopleField):
    """Units by id."""

    widget_class = UnitsInput
    missing = "请选择单位"

    def named(self, name: str, place: str) -> list[tuple[int, str]]:
        found = organizations.Unit.objects.filter(active=True, name=name)[:5]
        return [(unit.pk, unit.name) for unit in found]

    @staticmethod
    def names_of(ids: Sequence[Any]) -> list[tuple[int, str]]:
        wanted = [int(one) for one in ids if str(one).isdigit()]
        found = organizations.units(wanted)
        return [(pk, found[pk].name) for pk in wanted if pk in found]
