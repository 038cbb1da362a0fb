"""Template tags of the interface: icons, islands, short moments, sizes. Loaded everywhere as built-ins."""

from datetime import date, datetime
from typing import Any

from django import template
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from zhongshu.kernel import clock

register = template.Library()

# Which files an island consists of; the style sheet comes before the script.
ISLANDS = {
    "handwriting": ("dist/handwriting.js",),
    "preview": ("dist/preview.js",),
    "checks": ("dist/checks.js",),
    "review": ("dist/review.js",),
    "reasons": ("dist/reasons.js",),
    "editor": ("dist/editor.css", "dist/editor.js"),
    "intake": ("dist/intake.js",),
    "charts": ("dist/charts.js",),
    "bpmn_viewer": ("dist/bpmn_viewer.css", "dist/bpmn_viewer.js"),
    "bpmn_editor": ("dist/bpmn_editor.css", "dist/bpmn_editor.js"),
}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw a symbol of the sprite; with ``label`` it speaks for itself, without it is decoration beside a word."""
    speech = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="icon" {} focusable="false"><use href="{}#{}"/></svg>', speech, static("icons.svg"), name)


@register.simple_tag(takes_context=True)
def island(context: template.Context, name: str) -> SafeString:
    """Load the files of an island, once on a page."""
    on_this_page: Any = context.render_context  # the stubs know only Django's own entries
    loaded = on_this_page.setdefault("islands", set())
    if name in loaded:
        return mark_safe("")
    loaded.add(name)
    return format_html_join(
        "\n",
        "{}",
        (
            (format_html('<link rel="stylesheet" href="{}">', static(file)),)
            if file.endswith(".css")
            else (format_html('<script src="{}" defer></script>', static(file)),)
            for file in ISLANDS[name]
        ),
    )


@register.simple_tag(takes_context=True)
def csrf_field(context: template.Context) -> SafeString:
    """Return the hidden CSRF field inside a component that was included with ``only``."""
    request = getattr(context, "request", None) or context.get("request")
    if request is None:
        return mark_safe("")
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))


@register.filter
def short_time(value: datetime | date | None) -> str:
    """Say when, as briefly as today allows: 今天 09:12, 昨天 17:40, 11-20 08:30, 2025-11-20."""
    if value is None or value == "":
        return ""
    if not isinstance(value, datetime):
        return _short_day(value)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    if local.year != clock.today().year:
        return f"{local:%Y-%m-%d}"
    return f"{_short_day(local.date())} {local:%H:%M}"


@register.filter
def chinese_date(value: date | datetime | None) -> str:
    """Write a day as documents do: 2026年11月22日, without leading zeros."""
    if value is None or value == "":
        return ""
    day = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    return f"{day.year}年{day.month}月{day.day}日"


@register.filter
def file_size(octets: int | None) -> str:
    """Write a file's size as people read it: 812 B, 24.5 KB, 3.1 MB."""
    if octets is None:
        return ""
    if octets < 1024:
        return f"{octets} B"
    kilobytes = octets / 1024
    return f"{kilobytes:.1f} KB" if kilobytes < 1024 else f"{kilobytes / 1024:.1f} MB"


@register.filter
def bounded(count: tuple[int, bool] | int | None) -> str:
    """Write a bounded count: (1000, True) is 1000+."""
    if count is None:
        return ""
    if isinstance(count, tuple):
        number, more = count
        return f"{number}+" if more else str(number)
    return str(count)


@register.filter
def kind_of(bound_field: Any) -> str:
    """Name the shape in which ui/field.html shows a field: check, choices, file, own (its widget draws everything) or input."""
    widget_type = bound_field.widget_type
    if widget_type == "checkbox":
        return "check"
    if widget_type in {"radioselect", "checkboxselectmultiple"}:
        return "choices"
    return getattr(bound_field.field.widget, "field_kind", "input")


def _short_day(day: date) -> str:
    today = clock.today()
    distance = (today - day).days
    if distance in (-1, 0, 1):
        return {-1: "明天", 0: "今天", 1: "昨天"}[distance]
    return f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"
