"""What the forms of this subject share: pickers of organs, people and recipients."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse_lazy

from zhongshu.kernel.widgets import PickerInput
from zhongshu.platform.organizations import public as organizations

ANY = [("", "全部")]


def person_names(ids: Sequence[Any]) -> list[tuple[int, str]]:
    found = organizations.people([int(one) for one in ids if str(one).isdigit()])
    return [(int(one), found[int(one)].name) for one in ids if str(one).isdigit() and int(one) in found]


def unit_names(ids: Sequence[Any]) -> list[tuple[int, str]]:
    found = organizations.units([int(one) for one in ids if str(one).isdigit()])
    return [(int(one), str(found[int(one)])) for one in ids if str(one).isdigit() and int(one) in found]


def same_names(names: Sequence[Any]) -> list[tuple[str, str]]:
    return [(str(name), str(name)) for name in names]


def recipient_picker(placeholder: str) -> PickerInput:
    address = reverse_lazy("documents:find_recipients")
    return PickerInput(address, multiple=True, names_of=same_names, placeholder=placeholder)


def offer(form: forms.Form, name: str, choices: Sequence[tuple[Any, str]]) -> None:
    """Set what a choice field offers."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


class IdsField(forms.Field):
    """Ids chosen with a picker, as a list of numbers without repeats."""

    def clean(self, value: Any) -> list[int]:
        ids = [int(one) for one in (value or []) if str(one).isdigit()]
        super().clean(ids)
        return list(dict.fromkeys(ids))


class IdField(forms.Field):
    """One id chosen with a picker, or None."""

    def clean(self, value: Any) -> int | None:
        super().clean(value)
        return int(value) if value and str(value).isdigit() else None


class NamesField(forms.Field):
    """Names chosen or typed with a picker, as a line of recipients."""

    def clean(self, value: Any) -> str:
        names = [str(name).strip()[:120] for name in (value or []) if str(name).strip()]
        super().clean(names)
        return "\n".join(names)
