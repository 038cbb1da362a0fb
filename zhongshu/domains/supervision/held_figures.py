"""Values that a registry of figures holds: nobody is asked for what is held. A bridge announces where to look."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef


@dataclass(frozen=True)
class HeldFigure:
    """A value with its source: which figure, for which period, by whom."""

    ref: ObjectRef
    value: Decimal
    words: str


# name of the figure, year, quarter (counted from the beginning of the year), who asks
Lookup = Callable[[str, int, int, Actor], HeldFigure | None]
_lookups: list[Lookup] = []


def register_figures(lookup: Lookup) -> None:
    """Announce a registry of figures."""
    if lookup not in _lookups:
        _lookups.append(lookup)


def held_figure(name: str, year: int, quarter: int, viewer: Actor) -> HeldFigure | None:
    """Return what is held of a figure for the viewer, from whichever registry has it."""
    found = (lookup(name, year, quarter, viewer) for lookup in _lookups)
    return next((value for value in found if value is not None), None) if name else None
