"""What is asked of units (基层负担): how many things, and about how many minutes of work, in a month.

Whoever is about to ask for one more thing sees it first. Each subject announces what it asks of units and what it could answer itself; who
shows the meter need not know its neighbours. Minutes are estimates for each kind of request, kept as data by whoever announces to keep them.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from zhongshu.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of request with its estimate and what the estimate counts."""

    key: str
    label: str
    minutes: int
    basis: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked of an organ on a day.

    ``title`` and ``url`` are empty where the viewer may not see what it is about. ``matter`` is the same for requests of the same thing, such
    as one figure of one period; empty where nothing can be the same.
    """

    kind: str
    organ_id: int
    on: dt.date
    by_name: str
    title: str = ""
    url: str = ""
    matter: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Something that is held already and need not be asked: ``words`` as a text would quote it, ``source`` who answers for it.

    ``asked`` says who asked for the same before, if anybody did.
    """

    name: str
    words: str
    source: str
    url: str = ""
    asked: str = ""


@dataclass
class Meter:
    """What was asked of one organ in a month."""

    organ_id: int
    entries: list[tuple[Asked, int]] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return sum(minutes for _, minutes in self.entries)

    @property
    def count(self) -> int:
        """How many things; what costs nothing, such as a request that was answered with another, is only told."""
        return sum(minutes > 0 for _, minutes in self.entries)

    @property
    def by_kind(self) -> dict[str, int]:
        """Minutes by kind of request."""
        found: Counter[str] = Counter()
        for asked, minutes in self.entries:
            found[asked.kind] += minutes
        return dict(found)

    @property
    def repeated(self) -> list[Asked]:
        """The first request of each thing that was asked more than once."""
        times = Counter(asked.matter for asked, _ in self.entries if asked.matter)
        first: dict[str, Asked] = {}
        for asked, _ in sorted(self.entries, key=lambda entry: (entry[0].on, not entry[1])):
            if times[asked.matter] > 1:
                first.setdefault(asked.matter, asked)
        return list(first.values())


Asker = Callable[[Collection[int] | None, dt.date, dt.date, Actor], Iterable[Asked]]
Holder = Callable[[str, Actor], list[Answer]]
_kinds: dict[str, Kind] = {}
_askers: dict[str, Asker] = {}
_holders: dict[str, Holder] = {}
_estimates: list[Callable[[], Mapping[str, int]]] = []


def announce(subject: str, kinds: Iterable[Kind], asker: Asker) -> None:
    """Announce what a subject asks of units: ``asker(organ ids or None for all, first day, last day, viewer)``; called in ``apps.ready``."""
    _kinds.update({kind.key: kind for kind in kinds})
    _askers[subject] = asker


def announce_holder(subject: str, holder: Holder) -> None:
    """Announce what a subject holds: ``holder(text, viewer)`` gives what the text asks for and is held already."""
    _holders[subject] = holder


def keep_estimates(read: Callable[[], Mapping[str, int]]) -> None:
    """Announce who keeps the office's own estimates: minutes by kind."""
    _estimates[:] = [read]


def kinds() -> list[Kind]:
    """Return every kind of request, with the shipped estimate."""
    return list(_kinds.values())


def estimates() -> dict[str, int]:
    """Return the minutes of each kind of request as the office estimates them."""
    shipped = {kind.key: kind.minutes for kind in _kinds.values()}
    return shipped | {key: minutes for read in _estimates for key, minutes in read().items() if key in shipped}


def meters(
    organ_ids: Collection[int] | None,
    viewer: Actor,
    *,
    start: dt.date,
    end: dt.date,
    minutes: Mapping[str, int] | None = None,
) -> dict[int, Meter]:
    """Return the meter of each organ for the days from ``start`` to ``end``, of all that were asked anything if ``organ_ids`` is None.

    ``minutes`` by kind of request, if they were read already.
    """
    minutes = estimates() if minutes is None else minutes
    found = {organ_id: Meter(organ_id) for organ_id in organ_ids or ()}
    for _, asker in sorted(_askers.items()):
        for asked in asker(organ_ids, start, end, viewer):
            found.setdefault(asked.organ_id, Meter(asked.organ_id)).entries.append((asked, minutes.get(asked.kind, 0)))
    for meter in found.values():
        meter.entries.sort(key=lambda entry: (entry[0].on, entry[0].kind))
    return found


def held(text: str, viewer: Actor) -> list[Answer]:
    """Return what a text asks for and some subject holds already for the viewer."""
    if not text.strip():
        return []
    return [answer for _, holder in sorted(_holders.items()) for answer in holder(text, viewer)]


def moments(start: dt.date, end: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Return the first and the last moment of a span of days, as a database compares them."""
    first, last = (
        timezone.make_aware(dt.datetime.combine(day, time)) for day, time in ((start, dt.time.min), (end, dt.time.max))
    )
    return first, last


def month_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a day's month."""
    first = day.replace(day=1)
    return first, (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
