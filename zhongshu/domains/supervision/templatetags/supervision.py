"""How items are drawn: their light, their state, a row of the ledger. A ledger may show a thousand rows, so its cells are written here and
not as an inclusion for each."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from zhongshu.domains.supervision.choices import DONE, Grade, Light, State
from zhongshu.domains.supervision.lights import Shown
from zhongshu.domains.supervision.models import SupervisionItem
from zhongshu.domains.supervision.queries import ledger

register = template.Library()

_TONES = {
    **dict.fromkeys(DONE, "ok"),
    State.SUSPENDED: "neutral",
    State.VOIDED: "neutral",
    State.FEEDBACK_GIVEN: "warn",
    State.VERIFIED: "warn",
}
_CLASSES = {
    **dict.fromkeys(("number", "leader", "responsible", "deadline", "docketed"), "nowrap"),
    **dict.fromkeys(("progress", "extensions", "urgings"), "table__num"),
    **dict.fromkeys(("latest", "outcome"), "small"),
}
_LONGEST = 60


@register.simple_tag
def item_light(shown: Shown, text: str = "") -> SafeString | str:
    """Draw the light of an item; its rule is told on pointing at it and to those who listen, ``text`` stands beside it."""
    if not shown.light:
        return text
    basis = f"（{shown.basis}）" if shown.basis else ""
    return format_html(
        '<span class="lamp" data-light="{}" title="{}{}"><span class="hidden-text">{}，{}</span>{}</span>',
        shown.light, shown.reason, basis, Light(shown.light).label, shown.reason, text,
    )  # fmt: skip


@register.simple_tag
def item_state(item: SupervisionItem) -> SafeString:
    """Draw the state of an item as a badge."""
    return badge(State(item.state).label, _TONES.get(State(item.state), "brand"))


@register.simple_tag
def ledger_row(row: SupervisionItem, columns: Iterable[str]) -> SafeString:
    """Draw the cells of one row: the title, then the columns in their order."""
    mark = " " + badge("内部", "danger") if row.secrecy else ""
    title = f'<td class="table__main"><a href="{_address(row.pk)}" data-row-link>{escape(row.title)}</a>{mark}</td>'
    # Whatever is not a drawing of ours went through escape, one plain call a cell: format_html takes ten times as long.
    return mark_safe(title + "".join(f"{_opening(column)}{_cell(row, column)}</td>" for column in columns))


@lru_cache(maxsize=5000)
def _address(pk: int) -> str:
    return reverse("supervision:detail", args=[pk])


@lru_cache(maxsize=64)
def _opening(column: str) -> str:
    kind = f' class="{_CLASSES[column]}"' if column in _CLASSES else ""
    return f'<td data-label="{ledger.COLUMNS[column]}"{kind}>'


@lru_cache(maxsize=64)
def badge(text: str, tone: str) -> SafeString:
    """Return a badge as the component of the interface draws it."""
    return render_to_string("ui/badge.html", {"text": text, "tone": tone})


def _cell(row: SupervisionItem, column: str) -> str:
    """Return what stands in a cell, escaped unless it was drawn here."""
    value = _DRAWN[column](row) if column in _DRAWN else ledger.cell(row, column)
    return value if isinstance(value, SafeString) else escape(str(value)) or "—"


def _shortened(column: str) -> Callable[[SupervisionItem], str]:
    return lambda row: Truncator(ledger.cell(row, column)).chars(_LONGEST)


_DRAWN: dict[str, Callable[[SupervisionItem], Any]] = {
    "grade": lambda row: badge(row.get_grade_display(), "solid") if row.grade == Grade.URGENT else row.get_grade_display(),
    "deadline": lambda row: item_light(vars(row)["shown_light"], ledger.cell(row, "deadline")),
    "progress": lambda row: f"{row.progress}%",
    "state": item_state,
    "latest": _shortened("latest"),
    "outcome": _shortened("outcome"),
}
