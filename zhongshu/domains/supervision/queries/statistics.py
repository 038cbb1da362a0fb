"""Statistics as of any day: computed by the database from the record of events, never from today's state.

Definitions, shown on the page beside the figures:

- 应办结: items that were completed, and those whose (extended) deadline had passed without a result; suspended and voided ones are left out.
- 按期办结: completed by the original deadline. 延期后办结: completed after it, but by an approved later one. 逾期办结: completed after both.
- 重新办理后办结: completed again after having been re-opened; shown apart, whenever it came.
- 逾期未办结: the deadline had passed and no result had been reported. 在办: the deadline was still to come. 待核查: the result was reported, the
  supervisors had not verified it yet; it counts as completed on the day of the report once they have.
- 办结率 = everything completed / 应办结. 按期办结率 = 按期办结 / 应办结. 含批准延期的办结率 = (按期 + 延期后) / 应办结.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, Count, F, Max, Q, QuerySet, Value, When
from django.db.models.functions import TruncMonth

from zhongshu.domains.supervision.choices import DONE, REPORTED, Grade, SourceKind, State
from zhongshu.domains.supervision.circular import Line, Overdue, circular_body
from zhongshu.domains.supervision.models import ItemEvent, SupervisionItem
from zhongshu.domains.supervision.policies import overseen_organs
from zhongshu.kernel.actors import Actor
from zhongshu.platform.organizations import public as organizations

BUCKETS = {
    "on_time": "按期办结",
    "extended": "延期后办结",
    "late": "逾期办结",
    "reopened": "重新办理后办结",
    "overdue": "逾期未办结",
    "open": "在办",
    "reported": "待核查",
    "suspended": "中止",
}
COMPLETED = ("on_time", "extended", "late", "reopened")
DIMENSIONS = {"unit": "牵头单位", "source": "立项依据", "leader": "批示领导", "grade": "督办级别"}
_COLUMN = {"unit": "lead_unit", "source": "source_kind", "leader": "leader", "grade": "grade"}


@dataclass
class Figures:
    """How the items of one row stood: a count for each bucket, and what follows from them."""

    label: str
    key: Any = None
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(BUCKETS, 0))

    @property
    def completed(self) -> int:
        return sum(self.counts[name] for name in COMPLETED)

    @property
    def due(self) -> int:
        return self.completed + self.counts["overdue"]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def completion_rate(self) -> float | None:
        return _share(self.completed, self.due)

    @property
    def on_time_rate(self) -> float | None:
        return _share(self.counts["on_time"], self.due)

    @property
    def with_extension_rate(self) -> float | None:
        return _share(self.counts["on_time"] + self.counts["extended"], self.due)

    @property
    def completion_percent(self) -> str:
        return percent(self.completion_rate)

    @property
    def on_time_percent(self) -> str:
        return percent(self.on_time_rate)

    @property
    def with_extension_percent(self) -> str:
        return percent(self.with_extension_rate)

    @property
    def cells(self) -> list[tuple[str, int]]:
        return list(self.counts.items())


@dataclass(frozen=True)
class Scope:
    """Which items are counted: those of some organs, docketed within a period, as they stood at the end of a day."""

    organ_ids: frozenset[int]
    as_of: dt.date
    docketed_from: dt.date | None = None
    docketed_until: dt.date | None = None


def scope_of(
    viewer: Actor, as_of: dt.date, *, docketed_from: dt.date | None = None, docketed_until: dt.date | None = None
) -> Scope:
    """Return what the viewer's statistics cover: the organs whose whole ledger the viewer reads."""
    return Scope(overseen_organs(viewer), as_of, docketed_from, docketed_until)


def standing(scope: Scope) -> QuerySet[Any]:
    """Return the last event of each item until the day that says how the item stood, with its ``bucket``."""
    until = ItemEvent.objects.filter(organ__in=scope.organ_ids, turns=True, occurred_date__lte=scope.as_of)
    last = until.order_by().values("item").annotate(last=Max("pk")).values("last")
    found = ItemEvent.objects.filter(pk__in=last).exclude(state=State.VOIDED).order_by()
    if scope.docketed_from:
        found = found.filter(docketed_date__gte=scope.docketed_from)
    if scope.docketed_until:
        found = found.filter(docketed_date__lte=scope.docketed_until)
    return found.annotate(bucket=_bucket(scope.as_of))


def overall(scope: Scope) -> Figures:
    """Return the figures of everything: one query."""
    figures = Figures("合计")
    for row in standing(scope).values("bucket").annotate(count=Count("pk")).order_by():
        figures.counts[row["bucket"]] += row["count"]
    return figures


def by(dimension: str, scope: Scope) -> list[Figures]:
    """Return the figures for each unit, source, leader or grade, the most items first: one query and one for the names."""
    column = _COLUMN[dimension]
    found: dict[Any, Figures] = {}
    for row in standing(scope).values(column, "bucket").annotate(count=Count("pk")).order_by():
        figures = found.setdefault(row[column], Figures("", row[column]))
        figures.counts[row["bucket"]] += row["count"]
    names = _names(dimension, found)
    for key, figures in found.items():
        figures.label = names.get(key, "无领导批示")
    return sorted(found.values(), key=lambda figures: (-figures.total, figures.label))


def trend(scope: Scope, *, months: int = 6) -> list[Figures]:
    """Return what was completed in each of the last months, in time or not: one query."""
    first = _months_before(scope.as_of, months - 1)
    done = standing(scope).filter(completed_date__gte=first).annotate(month=TruncMonth("completed_date"))
    found = {
        month: Figures(f"{month.year}年{month.month}月", month)
        for month in (_months_before(scope.as_of, n) for n in range(months))
    }
    for row in done.values("month", "bucket").annotate(count=Count("pk")).order_by():
        if row["month"] in found and row["bucket"] in COMPLETED:
            found[row["month"]].counts[row["bucket"]] += row["count"]
    return [found[month] for month in sorted(found)]


def items_in(scope: Scope, *, bucket: str = "", dimension: str = "", key: str = "") -> QuerySet[SupervisionItem]:
    """Return the items behind a figure: numerator and denominator are one click away."""
    found = standing(scope)
    if bucket == "due":
        found = found.filter(bucket__in=[*COMPLETED, "overdue"])
    elif bucket == "completed":
        found = found.filter(bucket__in=COMPLETED)
    elif bucket in BUCKETS:
        found = found.filter(bucket=bucket)
    if dimension in _COLUMN:
        column = _COLUMN[dimension]
        if dimension in ("unit", "leader"):
            found = found.filter(**{column: int(key)} if key.isdigit() else {f"{column}__isnull": True})
        else:
            found = found.filter(**{column: key})
    rows = SupervisionItem.objects.filter(pk__in=found.values("item"))
    return rows.select_related("lead_unit", "responsible")


def percent(share: float | None) -> str:
    """Write a share for people: one decimal, a dash where nothing was due."""
    return "—" if share is None else f"{share * 100:.1f}%"


def _bucket(as_of: dt.date) -> Case:
    done = Q(state__in=DONE, completed_date__isnull=False)
    whens = [
        When(done & Q(reopenings__gt=0), then=Value("reopened")),
        When(done & Q(completed_date__lte=F("original_deadline")), then=Value("on_time")),
        When(done & Q(completed_date__lte=F("deadline")), then=Value("extended")),
        When(done, then=Value("late")),
        When(state=State.SUSPENDED, then=Value("suspended")),
        When(state__in=REPORTED, then=Value("reported")),
        When(deadline__lt=as_of, then=Value("overdue")),
    ]
    return Case(*whens, default=Value("open"), output_field=CharField(max_length=10))


def _names(dimension: str, keys: Iterable[Any]) -> dict[Any, str]:
    wanted = [key for key in keys if key is not None]
    if dimension == "unit":
        return {pk: str(unit) for pk, unit in organizations.units(wanted).items()}
    if dimension == "leader":
        return {pk: person.name for pk, person in organizations.people(wanted).items()}
    return dict(SourceKind.choices if dimension == "source" else Grade.choices)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _months_before(day: dt.date, count: int) -> dt.date:
    month = day.year * 12 + day.month - 1 - count
    return dt.date(month // 12, month % 12 + 1, 1)


# ── the circular ─────────────────────────────────────────────────────────────


def circular_text(scope: Scope) -> str:
    """Return the body of the circular as of the scope's day: the same on any later day, because it comes from the record."""
    total = overall(scope)
    late = (
        standing(scope)
        .filter(bucket="overdue")
        .select_related("item", "lead_unit")
        .order_by("deadline", "item_id")
        .values_list("item__title", "lead_unit__short_name", "lead_unit__name", "deadline")
    )
    overdue = [Overdue(title, short or name, deadline) for title, short, name, deadline in late[:100]]
    rates = (percent(total.on_time_rate), percent(total.with_extension_rate))
    units = [line for line in map(_line, by("unit", scope)) if line.due]
    sources = [line for line in map(_line, by("source", scope)) if line.due]
    return circular_body(scope.as_of, _line(total), units, sources, overdue, rates=rates)


def _line(figures: Figures) -> Line:
    counts = figures.counts
    return Line(
        figures.label, figures.due, figures.completed, percent(figures.completion_rate), counts["on_time"], counts["extended"],
        counts["late"], counts["reopened"], counts["overdue"],
    )  # fmt: skip
