"""The side navigation: each module announces its entries, each entry says who sees it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from zhongshu.kernel.actors import Actor

GROUPS = {"work": "我的工作", "documents": "公文", "supervision": "督查督办", "lookup": "查询", "manage": "管理"}


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One line of the navigation. ``badge`` names a count that the shell's context provides ("to_do", "to_read", "unread")."""

    key: str
    label: str
    url_name: str
    icon: str
    group: str
    order: int = 100
    visible: Callable[[Actor], bool] = lambda actor: actor.person_id is not None
    badge: str = ""
    kwargs: tuple[tuple[str, str], ...] = ()

    @property
    def url(self) -> str:
        return reverse(self.url_name, kwargs=dict(self.kwargs))


_entries: dict[str, MenuEntry] = {}


def add(entry: MenuEntry) -> None:
    """Announce an entry; called in the module's ``apps.ready``."""
    _entries[entry.key] = entry


def entries_for(actor: Actor) -> list[tuple[str, list[MenuEntry]]]:
    """Return the groups with their entries that the actor sees: (Chinese group label, entries in order); empty groups are left out."""
    seen = [entry for entry in _entries.values() if entry.visible(actor)]
    groups = []
    for key, label in GROUPS.items():
        entries = sorted((entry for entry in seen if entry.group == key), key=lambda entry: entry.order)
        if entries:
            groups.append((label, entries))
    return groups
