"""The decomposition as the office uses it: with its directory and its calendar of working days."""

import datetime as dt

from zhongshu.domains.supervision.decomposition.decomposing import decompose
from zhongshu.domains.supervision.decomposition.names import KnownUnit, Standing, UnitNames
from zhongshu.domains.supervision.decomposition.tree import Tree
from zhongshu.kernel import clock
from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.organizations import public as organizations

_BODIES = frozenset({organizations.LeadingBody.PARTY_COMMITTEE, organizations.LeadingBody.GOVERNMENT})


def unit_names() -> UnitNames:
    """Return the directory as the rules use it: every organ in use with its names, in one query."""
    organs = list(organizations.organs())
    place, level = _place(organs)
    return UnitNames(
        (KnownUnit(organ.pk, (organ.name, organ.short_name, _as_place(organ)), _standing(organ, level)) for organ in organs),
        place=place,
    )


def propose(text: str, *, organ_id: int | None = None, written_on: dt.date | None = None, names: UnitNames | None = None) -> Tree:
    """Take a text apart with the office's directory and the calendar of an organ.

    Args:
        text: a report, a speech, minutes or a notice as it stands.
        organ_id: whose calendar counts the working days.
        written_on: the document's date, where it is known; otherwise its own date line, or today.
        names: the directory, when the caller has it already.
    """
    return decompose(
        text,
        directory=names or unit_names(),
        today=clock.today(),
        written_on=written_on,
        after_working_days=lambda start, count: after_working_days(start, count, organ_id),
    )


def after_working_days(start: dt.date, count: int, organ_id: int | None) -> dt.date | None:
    try:
        return calendars.add_working_days(start, count, organ_id=organ_id)
    except RuleBroken:  # the year's notice is not loaded: nothing is guessed
        return None


def _place(organs: list[organizations.Unit]) -> tuple[str, int]:
    """Return the name of the place and its level: those of the highest government."""
    governments = [
        organ for organ in organs if organ.body == organizations.LeadingBody.GOVERNMENT and organ.name.endswith("人民政府")
    ]
    if not governments:
        return "", min((organ.level for organ in organs), default=organizations.Level.CITY)
    highest = min(governments, key=lambda organ: (organ.level, len(organ.path)))
    return highest.region or highest.name.removesuffix("人民政府"), highest.level


def _as_place(organ: organizations.Unit) -> str:
    """A government also goes by the name of its place: 临江区 is told, its government acts."""
    return organ.name.removesuffix("人民政府") if organ.name.endswith("人民政府") else ""


def _standing(organ: organizations.Unit, level: int) -> Standing:
    if organ.level == organizations.Level.TOWNSHIP:
        return Standing.TOWNSHIP if organ.name.endswith(("政府", "街道办事处")) else Standing.OTHER
    if organ.level == level + 1:
        return Standing.COUNTY if organ.body in _BODIES and organ.name.endswith(("人民政府", "管理委员会")) else Standing.OTHER
    if organ.level == level and organ.name.endswith(("局", "委", "委员会", "办公室", "部", "中心")):
        return Standing.DEPARTMENT
    return Standing.OTHER
