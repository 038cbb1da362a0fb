"""Pages and fragments: one URL serves both."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def is_fragment(request: HttpRequest) -> bool:
    """Tell whether the browser asks for a part of the page (and does not restore it from its history)."""
    return request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers


def page(request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
    """Render a whole page."""
    response = render(request, template, context or {}, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def fragment(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
    trigger: str = "",
) -> HttpResponse:
    """Render a part of a page ("page.html#part" or a file "_part.html"); ``trigger`` tells other parts to refresh themselves."""
    response = render(request, template, context or {}, status=status)
    patch_vary_headers(response, ["HX-Request"])
    if trigger:
        response.headers["HX-Trigger"] = trigger
    return response


def page_or_fragment(request: HttpRequest, template: str, part: str, context: dict[str, Any]) -> HttpResponse:
    """Render the whole page, or only its partial ``part`` when htmx asks."""
    return fragment(request, f"{template}#{part}", context) if is_fragment(request) else page(request, template, context)
