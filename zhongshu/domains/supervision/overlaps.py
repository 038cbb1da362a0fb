"""Several bodies at one place in the same weeks: found, and one visit proposed. Pure: stays in, proposals out."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

WorkingDay = Callable[[dt.date], bool]


@dataclass(frozen=True)
class Stay:
    """One body's visit to one place, both days included."""

    visit_id: int
    unit_id: int
    body_id: int
    start: dt.date
    end: dt.date


@dataclass(frozen=True)
class Crowding:
    """Several bodies that want one place in weeks that touch, and the days on which they could come together."""

    unit_id: int
    stays: tuple[Stay, ...]
    start: dt.date
    end: dt.date

    @property
    def visit_ids(self) -> list[int]:
        return [stay.visit_id for stay in self.stays]


def monday_of(day: dt.date) -> dt.date:
    """Return the Monday of a day's week."""
    return day - dt.timedelta(days=day.weekday())


def crowdings(stays: Sequence[Stay], is_working_day: WorkingDay) -> list[Crowding]:
    """Return where two or more bodies go to one place in the same week, soonest first.

    The joint visit begins on the latest of the days on which the bodies wanted to begin, so that nobody must be ready earlier than
    planned, and lasts as many working days as the longest of the visits.
    """
    found = []
    by_place = sorted(stays, key=lambda stay: (stay.unit_id, stay.start, stay.visit_id))
    for unit_id, here in groupby(by_place, key=lambda stay: stay.unit_id):
        for cluster in _clusters(list(here)):
            if len({stay.body_id for stay in cluster}) > 1:
                start, end = _together(cluster, is_working_day)
                found.append(Crowding(unit_id, tuple(cluster), start, end))
    return sorted(found, key=lambda crowding: (crowding.start, crowding.unit_id))


def _clusters(stays: list[Stay]) -> list[list[Stay]]:
    """Put together what shares a week; ``stays`` are in order of their first day."""
    clusters: list[list[Stay]] = []
    last = dt.date.min
    for stay in stays:
        if clusters and monday_of(stay.start) <= last:
            clusters[-1].append(stay)
        else:
            clusters.append([stay])
            last = dt.date.min
        last = max(last, stay.end)
    return clusters


def _together(stays: list[Stay], is_working_day: WorkingDay) -> tuple[dt.date, dt.date]:
    start = max(stay.start for stay in stays)
    wanted = max(sum(is_working_day(day) for day in _days(stay.start, stay.end)) for stay in stays) or 1
    while not is_working_day(start):
        start += dt.timedelta(days=1)
    end, left = start, wanted - 1
    while left:
        end += dt.timedelta(days=1)
        left -= is_working_day(end)
    return start, end


def _days(start: dt.date, end: dt.date) -> list[dt.date]:
    return [start + dt.timedelta(days=number) for number in range((end - start).days + 1)]
