"""Reads of the code lists, kept in the process until they change."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zhongshu.kernel import clock
from zhongshu.kernel.versioned import Versioned
from zhongshu.platform.codelists.models import CodeList, CodeListStamp, CodeValue


@dataclass(frozen=True)
class Code:
    """One value as other rooms see it."""

    code: str
    label: str
    note: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)
    start_date: dt.date | None = None
    end_date: dt.date | None = None

    def in_use(self, day: dt.date) -> bool:
        """Tell whether the value may be chosen on this day; the last day still counts."""
        return (self.start_date is None or self.start_date <= day) and (self.end_date is None or day <= self.end_date)


def _version() -> str:
    return CodeListStamp.objects.filter(pk=1).values_list("version", flat=True).first() or ""


def _load() -> dict[str, dict[str, Code]]:
    lists: dict[str, dict[str, Code]] = {code: {} for code in CodeList.objects.values_list("code", flat=True)}
    for value in CodeValue.objects.select_related("code_list").order_by("rank_order", "pk"):
        lists[value.code_list.code][value.code] = Code(
            value.code, value.label, value.note, value.attributes, value.start_date, value.end_date
        )
    return lists


kept = Versioned(read_version=_version, load=_load)


def values(code_list: str, *, on: dt.date | None = None) -> list[Code]:
    """Return the values that may be chosen on a day (default today), in order; empty for a list never loaded."""
    day = on or clock.today()
    return [value for value in kept.get().get(code_list, {}).values() if value.in_use(day)]


def value(code_list: str, code: str) -> Code | None:
    """Return a value, retired ones too: old records name them."""
    return kept.get().get(code_list, {}).get(code)


def label(code_list: str, code: str) -> str:
    """Return the label of a code; the code itself if the list does not know it."""
    found = value(code_list, code)
    return found.label if found else code


def labels(code_list: str) -> dict[str, str]:
    """Return every label of a list, retired values too: for one lookup per list page."""
    return {code: found.label for code, found in kept.get().get(code_list, {}).items()}


def choices(code_list: str, *, on: dt.date | None = None, blank: str | None = None) -> list[tuple[str, str]]:
    """Return the pairs that a form field shows; ``blank`` is the label of an empty first choice."""
    pairs = [(found.code, found.label) for found in values(code_list, on=on)]
    return [("", blank), *pairs] if blank is not None else pairs


def all_lists() -> list[CodeList]:
    """Return the lists with their values, for the page that shows them."""
    return list(CodeList.objects.prefetch_related("values"))
