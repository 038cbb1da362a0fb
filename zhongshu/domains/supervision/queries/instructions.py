"""A leader's own instructions and where they stand: the exact words beside the latest report, and the same in counts."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf, TruncMonth

from zhongshu.domains.supervision.choices import DONE, OPEN, State
from zhongshu.domains.supervision.lights import Rule
from zhongshu.domains.supervision.models import Feedback, ItemSource, SupervisionItem
from zhongshu.domains.supervision.queries import rules as rule_queries
from zhongshu.kernel import kinds
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.pages import Page, keyset

# How an instruction stands, for one who asks only whether it was done; the colours of the charts follow these names.
STANDS = {"on_time": "按期办结", "late": "逾期办结", "overdue": "逾期未办结", "under_way": "正在办理", "suspended": "中止"}
UNDER_WAY = (*OPEN, State.FEEDBACK_GIVEN, State.VERIFIED, State.SUSPENDED)
UNITS = 8
_UNIT = Coalesce(NullIf("lead_unit__short_name", Value("")), "lead_unit__name")


def instructed_by(viewer: Actor, *, open_only: bool = False) -> QuerySet[ItemSource]:
    """Return the viewer's own instructions with their items, newest first."""
    found = ItemSource.objects.filter(leader__in=viewer.acts_as, item__secrecy__lte=viewer.clearance)
    if open_only:
        found = found.filter(item__state__in=UNDER_WAY)
    latest = Prefetch(
        "item__feedback", Feedback.objects.filter(returned_at=None).order_by("-given_at", "-pk"), to_attr="reported"
    )
    return found.select_related("item__lead_unit", "item__responsible").prefetch_related(latest)


def page(
    viewer: Actor,
    rules: list[Rule],
    today: dt.date,
    *,
    show: str = "",
    after: str | None = None,
    before: str | None = None,
) -> Page:
    """Cut one page out of the viewer's instructions; each has ``url`` of its document, if the viewer may open that.

    ``show`` is a light, or "done"; empty for all.
    """
    found = instructed_by(viewer)
    if show == "done":
        found = found.filter(item__state__in=DONE)
    elif show:
        found = found.filter(item__in=SupervisionItem.objects.filter(rule_queries.with_light(show, rules, today)))
    cut = keyset(found, order=("-joined_at", "-id"), after=after, before=before, size=15)
    for kind in {row.ref_kind for row in cut.rows if row.ref_kind}:
        seen = kinds.visible_ids(kind, [row.ref_id for row in cut.rows if row.ref_kind == kind], viewer)
        for row in cut.rows:
            if row.ref_kind == kind and row.ref_id in seen:
                vars(row)["url"] = kinds.url(row.ref)
    return cut


def has_instructed(person_id: int) -> bool:
    return ItemSource.objects.filter(leader=person_id).exists()


@dataclass
class Overview:
    """A leader's instructions in counts: by light, by month in which they were given, by lead unit. Rows of the last two count `STANDS`."""

    lights: Counter[str] = field(default_factory=Counter)
    months: list[dict[str, Any]] = field(default_factory=list)
    units: list[dict[str, Any]] = field(default_factory=list)


def overview(viewer: Actor, rules: list[Rule], today: dt.date) -> Overview:
    """Return how the items of the viewer's instructions stand: one query.

    ``lights`` counts what is done as "done"; months are the last twelve, units the eight that owe most.
    """
    given = ItemSource.objects.filter(item=OuterRef("pk"), leader__in=viewer.acts_as).order_by("given_date")
    found = _items(viewer).annotate(
        lamp=rule_queries.light_condition(rules, today),
        stand=_stand(today),
        month=TruncMonth(Subquery(given.values("given_date")[:1])),
    )
    counted = found.values("lamp", "stand", "month", unit=_UNIT).annotate(count=Count("pk")).order_by("month")
    shown = Overview()
    months: dict[dt.date, dict[str, Any]] = {}
    units: dict[str, dict[str, Any]] = {}
    for row in counted:
        shown.lights[row["lamp"] or "done"] += row["count"]
        unit = units.setdefault(row["unit"], {"label": row["unit"], **dict.fromkeys(STANDS, 0)})
        unit[row["stand"]] += row["count"]
        if day := row["month"]:
            month = months.setdefault(day, {"label": f"{day.year}年{day.month}月", **dict.fromkeys(STANDS, 0)})
            month[row["stand"]] += row["count"]
    first = today.replace(year=today.year - 1, day=1)
    shown.months = [months[day] for day in sorted(months) if day > first]
    owed = sorted(units.values(), key=lambda row: (-row["overdue"], -row["under_way"], -sum(row[name] for name in STANDS)))
    shown.units = owed[:UNITS]
    return shown


def _items(viewer: Actor) -> QuerySet[SupervisionItem]:
    mine = ItemSource.objects.filter(leader__in=viewer.acts_as).values("item")
    return SupervisionItem.objects.filter(pk__in=mine, secrecy__lte=viewer.clearance).exclude(state=State.VOIDED)


def _stand(today: dt.date) -> Case:
    return Case(
        When(state__in=DONE, completed_date__lte=F("deadline"), then=Value("on_time")),
        When(state__in=DONE, then=Value("late")),
        When(state=State.SUSPENDED, then=Value("suspended")),
        When(Q(deadline__lt=today) & Q(state__in=OPEN), then=Value("overdue")),
        default=Value("under_way"),
        output_field=CharField(max_length=10),
    )
