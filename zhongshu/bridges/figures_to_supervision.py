"""A yearly target takes its number from the registry of figures where it is held; nobody is asked for it again (一数一源)."""

from zhongshu.domains.figures import public as figures
from zhongshu.domains.supervision import public as supervision
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef

PERIODS = {1: "一季度", 2: "上半年", 3: "前三季度", 4: "全年"}
# A figure that is not cumulative answers for the whole year, for a moment, and for the first quarter only.
WHOLE = ("year", "moment")


def _held(name: str, year: int, quarter: int, viewer: Actor) -> supervision.HeldFigure | None:
    """Return what is held for the time from the beginning of the year to the end of the quarter."""
    held = figures.held(name, f"{year}年{PERIODS[quarter]}", viewer=viewer)
    if held is None and quarter == 4:
        held = figures.held(name, f"{year}年", viewer=viewer)
    if held is None:
        return None
    figure = figures.Figure.objects.get(pk=held.figure_id)
    if not (figure.cumulative or figure.frequency in WHOLE or quarter == 1):
        return None
    ref = ObjectRef("figures.figure", held.figure_id, held.name, held.code)
    return supervision.HeldFigure(ref, held.value, f"{held.owner_name}{held.period_label}，{held.status_label}")


supervision.register_figures(_held)
