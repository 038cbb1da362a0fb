"""How a yearly target stands: time against progress, and the sum of the parts against the whole. Pure: numbers in, a light and its reason out."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

PERIODS = {1: "一季度", 2: "上半年", 3: "前三季度", 4: "全年"}
NAMES = {"red": "红", "yellow": "黄", "green": "绿", "blue": "蓝", "grey": "灰"}
_ENDS = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}


@dataclass(frozen=True)
class Thresholds:
    """From which share of the plan the light is green, and below which it is red, in percent; days after a quarter to report."""

    yellow: int = 95
    red: int = 80
    report_days: int = 15


@dataclass(frozen=True)
class Stand:
    """A light with its reason; ``percent`` is the share of the year's number that is reached, ``planned_percent`` that of the plan."""

    light: str
    reason: str
    percent: int = 0
    planned_percent: int = 0
    value: Decimal | None = None
    quarter: int = 0
    basis: str = ""

    @property
    def light_name(self) -> str:
        return NAMES.get(self.light, "")


def written(value: Decimal | None) -> str:
    """Write a number without empty decimals: 1200, 98.6."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def quarter_end(year: int, quarter: int) -> dt.date:
    return dt.date(year, *_ENDS[quarter])


def finished_quarter(year: int, today: dt.date) -> int:
    """Return the last quarter of the year that has gone by; 0 before the first has."""
    return max((quarter for quarter in PERIODS if quarter_end(year, quarter) < today), default=0)


def attained(value: Decimal, planned: Decimal, *, at_most: bool) -> Decimal:
    """Return which percentage of a plan a value is; for a number that should stay low, the plan as a percentage of the value."""
    above, below = (planned, value) if at_most else (value, planned)
    if not below:
        return Decimal(100) if above >= 0 else Decimal(0)
    return (above / below * 100).quantize(Decimal("0.1"))


def stand_of(
    *,
    year: int,
    today: dt.date,
    wanted: Decimal,
    planned: Mapping[int, Decimal],
    reached: Mapping[int, tuple[Decimal, bool]],
    at_most: bool = False,
    unit: str = "",
    thresholds: Thresholds | None = None,
) -> Stand:
    """Return the light of a target on a day.

    Args:
        planned: by quarter, what should be reached by its end, from the beginning of the year.
        reached: by quarter, what was reported and whether somebody verified it.
    """
    limits = thresholds or Thresholds()
    due = finished_quarter(year, today)
    last = max(reached, default=0)
    value = reached[last][0] if last else None
    percent = _share(value, wanted, at_most=at_most)
    planned_percent = _share(planned.get(due), wanted, at_most=False) if due else 0
    light, reason = _light(year, today, due, last, value, planned, reached, at_most=at_most, unit=unit, limits=limits)
    return Stand(light, reason, percent, planned_percent, value, last)


def _light(
    year: int,
    today: dt.date,
    due: int,
    last: int,
    value: Decimal | None,
    planned: Mapping[int, Decimal],
    reached: Mapping[int, tuple[Decimal, bool]],
    *,
    at_most: bool,
    unit: str,
    limits: Thresholds,
) -> tuple[str, str]:
    """Return the light and its reason; ``due`` is the last quarter that has gone by, ``last`` the last one reported."""
    if not planned:
        return "grey", "还没有安排分期进度，无法对照"
    if not due and not last:
        return "green", f"{PERIODS[1]}尚未结束"
    if last < due:
        latest = quarter_end(year, due) + dt.timedelta(days=limits.report_days)
        if today > latest:
            return "yellow", f"{PERIODS[due]}进度应在{latest.month}月{latest.day}日前报告，尚未报告"
        if not last:
            return "green", f"{PERIODS[due]}进度{latest.month}月{latest.day}日前报告"
    target = planned.get(last)
    if value is None or target is None:
        return "grey", f"{PERIODS[last]}没有安排进度，无法对照"
    share = attained(value, target, at_most=at_most)
    plan = f"计划{'不高于' if at_most else ''}{written(target)}{unit}"
    reason = f"{PERIODS[last]}完成{written(value)}{unit}，{plan}，达到计划的{written(share)}%"
    if not reached[last][1]:
        return "blue", f"{reason}；待核实"
    if share >= limits.yellow:
        return "green", reason
    if share >= limits.red:
        return "yellow", f"{reason}，低于{limits.yellow}%"
    return "red", f"{reason}，低于{limits.red}%"


def difference(wanted: Decimal, parts: Sequence[Decimal], *, unit: str = "") -> str:
    """Say how the sum of the parts differs from the whole; nothing if it does not, or if there are no parts."""
    if not parts:
        return ""
    total = sum(parts, Decimal(0))
    if total == wanted:
        return ""
    gap = abs(total - wanted)
    return (
        f"各部分合计{written(total)}{unit}，比总数{written(wanted)}{unit}{'多' if total > wanted else '少'}{written(gap)}{unit}"
    )


def _share(value: Decimal | None, wanted: Decimal, *, at_most: bool) -> int:
    if value is None:
        return 0
    return max(0, min(100, int(attained(value, wanted, at_most=at_most))))
