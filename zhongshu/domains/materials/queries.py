"""Every read: visibility included."""

from django.db.models import QuerySet

from zhongshu.domains.materials.models import Material
from zhongshu.domains.materials.policies import policy
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.pages import Page, keyset


def ledger(viewer: Actor, *, words: str = "", state: str = "") -> QuerySet[Material]:
    """Return the matters that the viewer may see, each with ``can_close``."""
    items = policy.mark(policy.visible(viewer), viewer, "close").select_related("organ", "handler")
    if words:
        items = items.filter(title__contains=words)
    return items.filter(state=state) if state else items


def ledger_page(items: QuerySet[Material], *, after: str | None = None, before: str | None = None) -> Page:
    """Cut one page out of the ledger, newest first."""
    return keyset(items, order=("-created_at", "-id"), after=after, before=before)
