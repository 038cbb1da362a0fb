"""What supervision asks of units: parts to sign for, reports due and given, urgings, visits; and the meter of each unit."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from zhongshu.domains.supervision.burden_policies import measured_organs
from zhongshu.domains.supervision.choices import LIVE_PARTS, OPEN, FeedbackKind, PartState
from zhongshu.domains.supervision.inspection_choices import VisitState
from zhongshu.domains.supervision.models import Feedback, InspectionVisit, Part, Urging
from zhongshu.domains.supervision.models.burdens import BurdenEstimate
from zhongshu.domains.supervision.policies import policy
from zhongshu.kernel import burdens, clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.burdens import Asked, Kind, Meter
from zhongshu.platform.organizations import public as organizations

ASSIGNMENT, FEEDBACK, COMPLETION = "supervision.assignment", "supervision.feedback", "supervision.completion"
URGING, VISIT = "supervision.urging", "supervision.visit"
KINDS = (
    Kind(ASSIGNMENT, "签收督查事项", 10, "阅看要求、确定责任人、签收"),
    Kind(FEEDBACK, "反馈进展", 40, "向责任科室了解情况、写几句进展、负责人看过、填报；已反馈和本月到期应反馈的各计一次"),
    Kind(COMPLETION, "报请办结", 60, "核对可核实的结果、整理佐证、负责人审核、填报"),
    Kind(URGING, "答复催办", 10, "看通知、问责任科室、答复；系统到期提醒同样计入"),
    Kind(VISIT, "迎接进点督查", 240, "半天：安排人员、现场陪同、提供材料"),
)
_GONE = (VisitState.CANCELLED,)


@dataclass(frozen=True)
class Line:
    """One organ on the page of all."""

    organ: organizations.Unit
    meter: Meter
    cells: list[int]


def estimates() -> dict[str, int]:
    """Return the office's own estimates: one query."""
    return dict(BurdenEstimate.objects.values_list("kind", "minutes"))


def estimate_rows() -> list[dict[str, Any]]:
    """Return every kind of request with its estimate as it counts now, and what it rests on."""
    kept = {row.kind: row for row in BurdenEstimate.objects.all()}
    rows = []
    for kind in burdens.kinds():
        own = kept.get(kind.key)
        rows.append({
            "kind": kind.key, "label": kind.label, "minutes": own.minutes if own else kind.minutes, "shipped": kind.minutes,
            "basis": own.basis if own else kind.basis, "changed_at": own.changed_at if own else None,
        })  # fmt: skip
    return rows


def lines(viewer: Actor, day: dt.date, minutes: Mapping[str, int] | None = None) -> list[Line]:
    """Return what was asked of each organ in the month of a day, the most minutes first.

    ``minutes`` are those of each kind of request that costs any, if they were read already; ``cells`` follow their order.
    """
    minutes = burdens.estimates() if minutes is None else minutes
    start, end = burdens.month_of(day)
    found = burdens.meters(measured_organs(viewer), viewer, start=start, end=end, minutes=minutes)
    organs = organizations.units(found)
    rows = [
        Line(organs[pk], meter, [meter.by_kind.get(key, 0) for key in minutes])
        for pk, meter in found.items()
        if pk in organs and meter.count
    ]
    return sorted(rows, key=lambda line: (-line.meter.minutes, line.organ.rank_order, line.organ.pk))


def panel(unit_ids: Collection[int], viewer: Actor, *, kind: str) -> list[dict[str, Any]]:
    """Return for each unit what it was asked this month, and what one more request of the kind would add."""
    units = organizations.units(unit_ids)
    today = clock.today()
    start, end = burdens.month_of(today)
    organ_ids = {unit.own_organ_id for unit in units.values()}
    found = burdens.meters(organ_ids, viewer, start=start, end=end) if organ_ids else {}
    more = burdens.estimates().get(kind, 0)
    labels = {each.key: each.label for each in burdens.kinds()}
    return [
        {"name": str(units[pk]), "meter": found[units[pk].own_organ_id], "more": more, "labels": labels}
        for pk in dict.fromkeys(unit_ids)
        if pk in units
    ]


def asked(organ_ids: Collection[int] | None, start: dt.date, end: dt.date, viewer: Actor) -> Iterable[Asked]:
    """Return what supervision asked of organs in a span: five queries, however many organs."""
    here = Q() if organ_ids is None else Q(unit__organ__in=organ_ids)
    through = Q() if organ_ids is None else Q(part__unit__organ__in=organ_ids)
    beside = Q() if organ_ids is None else Q(item__parts__unit__organ__in=organ_ids)
    rows = [
        *_parts(here, start, end), *_feedback(through, start, end), *_urgings(beside, start, end), *_visits(here, start, end),
    ]  # fmt: skip
    item_ids = {item_id for _, _, _, item_id, _, _ in rows if item_id}
    seen = set(policy.visible(viewer).filter(pk__in=item_ids).values_list("pk", flat=True)) if item_ids else set()
    for kind, organ_id, day, item_id, title, by_name in rows:
        shown = item_id in seen
        url = reverse("supervision:detail", args=[item_id]) if shown else ""
        yield Asked(kind, organ_id, day, by_name, title if shown else "", url)


# kind, organ, day, item (0: none), title, who asked
_Row = tuple[str, int, dt.date, int, str, str]


def _parts(here: Q, start: dt.date, end: dt.date) -> Iterator[_Row]:
    """Parts given in the span, and reports that fall due in it."""
    live = Part.objects.filter(here, state__in=LIVE_PARTS).exclude(state=PartState.PLANNED)
    given = Q(assigned_at__range=burdens.moments(start, end))
    due = Q(
        state__in=(PartState.ASSIGNED, PartState.IN_PROGRESS), item__state__in=OPEN,
        item__next_feedback_date__gte=start, item__next_feedback_date__lte=end,
    )  # fmt: skip
    names = ("unit__organ", "unit_id", "assigned_at", "state", "item_id", "item__title", "item__organ__short_name")
    more = ("item__organ__name", "item__next_feedback_date", "item__state")
    for organ_id, unit_id, at, state, item_id, title, short, name, feedback_date, item_state in live.filter(
        given | due
    ).values_list(*names, *more)[:20_000]:
        organ, by_name = organ_id or unit_id, short or name
        day = timezone.localdate(at) if at else start
        if start <= day <= end:
            yield ASSIGNMENT, organ, day, item_id, title, by_name
        owes = state in (PartState.ASSIGNED, PartState.IN_PROGRESS) and item_state in OPEN
        if owes and feedback_date and start <= feedback_date <= end:
            yield FEEDBACK, organ, feedback_date, item_id, title, by_name


def _feedback(through: Q, start: dt.date, end: dt.date) -> Iterator[_Row]:
    given = Feedback.objects.filter(through, given_at__range=burdens.moments(start, end))
    names = ("part__unit__organ", "part__unit_id", "given_at", "kind", "item_id", "item__title", "item__organ__short_name")
    for organ_id, unit_id, at, kind, item_id, title, short, name in given.values_list(*names, "item__organ__name")[:20_000]:
        key = COMPLETION if kind == FeedbackKind.COMPLETION else FEEDBACK
        yield key, organ_id or unit_id, timezone.localdate(at), item_id, title, short or name


def _urgings(here: Q, start: dt.date, end: dt.date) -> Iterator[_Row]:
    """Urgings of the span; one that went to all counts for every unit that still has a part."""
    notes = Urging.objects.filter(here, at__range=burdens.moments(start, end), item__parts__state__in=LIVE_PARTS)
    names = ("item_id", "part_id", "at", "item__title", "item__organ__short_name", "item__organ__name")
    units = ("item__parts__pk", "item__parts__unit__organ", "item__parts__unit_id")
    for item_id, part_id, at, title, short, name, each, organ_id, unit_id in notes.values_list(*names, *units)[:20_000]:
        if part_id in (None, each):
            yield URGING, organ_id or unit_id, timezone.localdate(at), item_id, title, short or name


def _visits(here: Q, start: dt.date, end: dt.date) -> Iterator[_Row]:
    """Visits that the unit knows of; of an unannounced one nothing is told before somebody stands at the door."""
    known = InspectionVisit.objects.filter(here, start_date__gte=start, start_date__lte=end, shown_at__isnull=False)
    names = ("unit__organ", "unit_id", "start_date", "plan__department__short_name", "plan__department__name")
    for organ_id, unit_id, day, short, name in known.exclude(state__in=_GONE).values_list(*names)[:5000]:
        yield VISIT, organ_id or unit_id, day, 0, "", short or name
