"""The names of the organs (单位名册), remembered by each process until the register's revision rises."""

import time
from dataclasses import dataclass

from zhongshu.platform.organizations.models import UnitRegister
from zhongshu.platform.organizations.queries import organs

# Seconds for which a process does not even ask whether the register changed; its own changes count at once.
UNASKED = 5.0


@dataclass(frozen=True, slots=True)
class _Kept:
    revision: int
    asked_at: float
    names: frozenset[str]


_kept: _Kept | None = None


def organ_names() -> frozenset[str]:
    """Return the names and the standard short names of all organs in use; seldom a query, one tiny one at most every few seconds."""
    global _kept
    now = time.monotonic()
    kept = _kept
    if kept is not None and now - kept.asked_at < UNASKED:
        return kept.names
    revision = UnitRegister.objects.values_list("revision", flat=True).first() or 0
    names = _read() if kept is None or kept.revision != revision else kept.names
    _kept = _Kept(revision, now, names)
    return names


def forget() -> None:
    """Read the names anew at the next question."""
    global _kept
    _kept = None


def _read() -> frozenset[str]:
    rows = organs().order_by().values_list("name", "short_name")
    return frozenset(name for row in rows for name in row if name)
