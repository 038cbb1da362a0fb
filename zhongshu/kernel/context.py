"""What every page of the shell needs."""

from typing import Any

from django.http import HttpRequest

from zhongshu.kernel import menu


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the actor, the navigation and the display mode for the page frame."""
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "menu_groups": menu.entries_for(actor) if actor else [],
        "large_type": request.COOKIES.get("type") == "large",
    }
