"""Every read of notifications."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from zhongshu.kernel.actors import Actor
from zhongshu.platform.notifications import channels, kinds
from zhongshu.platform.notifications.models import Notification, Preference, Rhythm
from zhongshu.platform.notifications.policies import policy

MOST_COUNTED = 99


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the preferences: whether the person wants this kind over this channel."""

    channel: str
    kind: str
    label: str
    enabled: bool

    @property
    def name(self) -> str:
        return f"{self.channel}:{self.kind}"


def notifications(viewer: Actor, *, unread_only: bool = False, kind: str = "") -> QuerySet[Notification]:
    """Return the viewer's notifications; order them by "-id" for newest first."""
    rows = policy.visible(viewer)
    if unread_only:
        rows = rows.filter(read_at=None)
    if kind:
        rows = rows.filter(kind=kind)
    return rows


def unread_count(viewer: Actor) -> int:
    """Return how many unread notifications the viewer has, at most 99: one query."""
    return notifications(viewer, unread_only=True).values("pk")[:MOST_COUNTED].count()


def choices(person_id: int) -> list[tuple[str, list[Choice]]]:
    """Return, per channel that leaves the system (its label), the person's choices: first for everything, then by kind."""
    rows = Preference.objects.filter(person_id=person_id).values_list("channel", "kind", "enabled")
    stored = {(channel, kind): enabled for channel, kind, enabled in rows}
    found = []
    for key, channel in channels.outside().items():
        general = stored.get((key, ""), False)
        lines = [Choice(key, "", "全部消息", general)]
        lines += [Choice(key, kind.name, kind.label, stored.get((key, kind.name), general)) for kind in kinds.all_kinds()]
        found.append((channel.label, lines))
    return found


def rhythm(person_id: int) -> Rhythm:
    """Return when the person wants to be reached; the defaults, unsaved, if nothing was chosen."""
    return Rhythm.objects.filter(person_id=person_id).first() or Rhythm(person_id=person_id)


def wanted_channels(person_ids: Iterable[int], kind: str) -> dict[int, list[str]]:
    """Return, by person, the outside channels over which this kind is wanted; nothing is sent to who has not asked for it."""
    available = channels.outside()
    if not available:
        return {}
    rows = Preference.objects.filter(person_id__in=list(person_ids), kind__in=["", kind], channel__in=list(available))
    chosen: dict[tuple[int, str], dict[str, bool]] = {}
    for row in rows:
        chosen.setdefault((row.person_id, row.channel), {})[row.kind] = row.enabled
    wanted: dict[int, list[str]] = {}
    for (person_id, channel), answers in sorted(chosen.items()):
        if answers.get(kind, answers.get("", False)):
            wanted.setdefault(person_id, []).append(channel)
    return wanted


def rhythms(person_ids: Iterable[int]) -> dict[int, Rhythm]:
    return {row.person_id: row for row in Rhythm.objects.filter(person_id__in=list(person_ids))}
