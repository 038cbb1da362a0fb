"""What the shell of every page needs: who acts, the navigation, the counts. Higher layers contribute their part by name."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from zhongshu.kernel import menu

LARGE_TYPE_COOKIE = "type"

_providers: dict[str, Callable[[HttpRequest], Any]] = {}
_counters: dict[str, Callable[[HttpRequest], dict[str, int]]] = {}


def contribute(name: str, provider: Callable[[HttpRequest], Any]) -> None:
    """Announce a value for the shell, computed only when a template reads it.

    Names that the shell reads: ``posts`` for the post switcher (a list of {"id", "label", "note", "current"}),
    ``delegations`` for the banner (a list of {"text", "url", "label"}), ``office_name`` (str).
    """
    _providers[name] = provider


def contribute_counts(owner: str, counter: Callable[[HttpRequest], dict[str, int]]) -> None:
    """Announce counts for the navigation, such as {"to_do": 3}; one call is one query, made once on a page."""
    _counters[owner] = counter


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the context of ``ui/base.html``; nothing is asked of the database before the template reads it."""
    actor = getattr(request, "actor", None)
    counts = _Counts(request, actor is not None)
    context: dict[str, Any] = {
        "actor": actor,
        "counts": counts,
        "large_type": request.COOKIES.get(LARGE_TYPE_COOKIE) == "large",
        "menu_groups": SimpleLazyObject(lambda: _menu_groups(request, actor, counts)),
        "unread": SimpleLazyObject(lambda: counts["unread"]),
    }
    if actor is not None:
        for name, provider in _providers.items():
            context[name] = SimpleLazyObject(partial(provider, request))
    return context


class _Counts:
    """Counts by name, gathered at the first look."""

    def __init__(self, request: HttpRequest, signed_in: bool) -> None:
        self._request = request
        self._values: dict[str, int] | None = None if signed_in else {}

    def __getitem__(self, name: str) -> int:
        if self._values is None:
            self._values = {}
            for counter in _counters.values():
                self._values.update(counter(self._request))
        return self._values.get(name, 0)


def _menu_groups(request: HttpRequest, actor: Any, counts: _Counts) -> list[dict[str, Any]]:
    if actor is None:
        return []
    groups = [
        {
            "label": label,
            "entries": [
                {
                    "key": entry.key,
                    "label": entry.label,
                    "url": entry.url,
                    "icon": entry.icon,
                    "count_name": entry.badge,
                    "badge": counts[entry.badge] if entry.badge else 0,
                    "active": False,
                }
                for entry in entries
            ],
        }
        for label, entries in menu.entries_for(actor)
    ]
    _mark_active(groups, request.path)
    return groups


def _mark_active(groups: list[dict[str, Any]], path: str) -> None:
    """Mark the entry whose address is the longest beginning of the path; the home page only when it is exactly there."""
    entries = [entry for group in groups for entry in group["entries"]]
    matching = [entry for entry in entries if path == entry["url"] or (entry["url"] != "/" and path.startswith(entry["url"]))]
    if matching:
        max(matching, key=lambda entry: len(entry["url"]))["active"] = True
