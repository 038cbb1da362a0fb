"""Every read of yearly targets: sheets, the tree with its lights, a unit's own targets."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.conf import settings
from django.db.models import Q, QuerySet

from zhongshu.domains.supervision import target_lights
from zhongshu.domains.supervision.models import (
    ItemSource,
    SupervisionItem,
    Target,
    TargetEvent,
    TargetQuarter,
    TargetReport,
    TargetSheet,
)
from zhongshu.domains.supervision.policies import policy
from zhongshu.domains.supervision.target_choices import Direction, Quarter, SheetState, TargetReportState
from zhongshu.domains.supervision.target_lights import Stand, Thresholds, written
from zhongshu.domains.supervision.target_policies import sheet_policy, target_policy
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.pages import Page, keyset


@dataclass
class Line:
    """One target of a sheet as the tree shows it; ``cells`` has one entry for each quarter."""

    target: Target
    depth: int
    code: str
    stand: Stand
    cells: list["Cell"]
    supporting: list[str] = field(default_factory=list)
    difference: str = ""

    @property
    def wanted(self) -> str:
        return f"{'≤' if self.target.direction == Direction.AT_MOST else ''}{written(self.target.wanted)}"


@dataclass(frozen=True)
class Cell:
    """What was planned and reached by the end of a quarter."""

    quarter: int
    label: str
    planned: str = ""
    reached: str = ""
    state: str = ""
    words: str = ""


def thresholds() -> Thresholds:
    return Thresholds(
        settings.SUPERVISION_TARGET_YELLOW_PERCENT,
        settings.SUPERVISION_TARGET_RED_PERCENT,
        settings.SUPERVISION_TARGET_REPORT_DAYS,
    )


# ── sheets ───────────────────────────────────────────────────────────────────


def sheets_page(viewer: Actor, *, after: str | None = None, before: str | None = None) -> Page:
    found = sheet_policy.visible(viewer).select_related("organ")
    return keyset(found, order=("-year", "-id"), after=after, before=before, size=30)


def sheet(viewer: Actor) -> QuerySet[TargetSheet]:
    return sheet_policy.mark(sheet_policy.visible(viewer), viewer, "manage").select_related("organ")


def lines(sheet: TargetSheet, *, today: dt.date | None = None) -> list[Line]:
    """Return the targets of a sheet as a tree in reading order, with lights and differences: four queries."""
    found = sheet.targets.filter(voided_at=None).select_related("lead_unit", "responsible", "leader")
    targets = list(found.prefetch_related("supporting_units").order_by("position", "pk"))
    for target in targets:
        target.sheet = sheet
    dressed = dress(targets, today=today)
    by_parent: dict[int | None, list[Line]] = {}
    known = {target.pk for target in targets}
    for line in dressed:
        parent = line.target.parent_id if line.target.parent_id in known else None
        by_parent.setdefault(parent, []).append(line)
    ordered: list[Line] = []

    def walk(parent: int | None, depth: int, prefix: str) -> None:
        for number, line in enumerate(by_parent.get(parent, []), start=1):
            line.depth, line.code = depth, f"{prefix}{number}"
            ordered.append(line)
            parts = by_parent.get(line.target.pk, [])
            if line.target.adds_up:
                wanted = [part.target.wanted for part in parts]
                line.difference = target_lights.difference(line.target.wanted, wanted, unit=line.target.unit_of_measure)
            walk(line.target.pk, depth + 1, f"{line.code}.")

    walk(None, 0, "")
    return ordered


def dress(targets: Iterable[Target], *, today: dt.date | None = None) -> list[Line]:
    """Add to targets their plans, reports and lights: two queries. Each target knows its sheet."""
    rows = list(targets)
    ids = [target.pk for target in rows]
    planned: dict[int, dict[int, TargetQuarter]] = {}
    for quarter in TargetQuarter.objects.filter(target__in=ids):
        planned.setdefault(quarter.target_id, {})[quarter.quarter] = quarter
    reached: dict[int, dict[int, TargetReport]] = {}
    for report in TargetReport.objects.filter(target__in=ids).exclude(state=TargetReportState.RETURNED):
        reached.setdefault(report.target_id, {})[report.quarter] = report
    return [_line(target, planned.get(target.pk, {}), reached.get(target.pk, {}), today or clock.today()) for target in rows]


def _line(target: Target, planned: dict[int, TargetQuarter], reached: dict[int, TargetReport], today: dt.date) -> Line:
    stand = target_lights.stand_of(
        year=target.sheet.year,
        today=today,
        wanted=target.wanted,
        planned={number: row.planned for number, row in planned.items()},
        reached={number: (row.value, row.state == TargetReportState.VERIFIED) for number, row in reached.items()},
        at_most=target.direction == Direction.AT_MOST,
        unit=target.unit_of_measure,
        thresholds=thresholds(),
    )
    cells = [
        Cell(
            number,
            label,
            written(planned[number].planned) if number in planned else "",
            written(reached[number].value) if number in reached else "",
            reached[number].state if number in reached else "",
            planned[number].words if number in planned else "",
        )
        for number, label in Quarter.choices
    ]
    supporting = [str(unit) for unit in target.supporting_units.all()] if _has_supporting(target) else []
    return Line(target, 0, "", stand, cells, supporting)


def _has_supporting(target: Target) -> bool:
    return "supporting_units" in getattr(target, "_prefetched_objects_cache", {})


def trend(found: list[Line]) -> list[dict[str, int]]:
    """Return for each quarter how many targets reached their plan, fell behind, fell far behind, or were not reported."""
    limits = thresholds()
    rows = []
    for number, _ in Quarter.choices:
        counts = {"reached": 0, "behind": 0, "far": 0, "missing": 0}
        for line in found:
            cell = line.cells[number - 1]
            if not cell.planned:
                continue
            if not cell.reached:
                counts["missing"] += 1
                continue
            at_most = line.target.direction == Direction.AT_MOST
            share = target_lights.attained(Decimal(cell.reached), Decimal(cell.planned), at_most=at_most)
            counts["reached" if share >= limits.yellow else "behind" if share >= limits.red else "far"] += 1
        rows.append(counts)
    return rows


def sheet_events(sheet: TargetSheet, limit: int = 200) -> list[TargetEvent]:
    return list(sheet.events.select_related("target").order_by("-pk")[:limit])


# ── one target ───────────────────────────────────────────────────────────────


def target(viewer: Actor) -> QuerySet[Target]:
    found = target_policy.mark(target_policy.visible(viewer), viewer, "manage", "report", "verify")
    return found.select_related("sheet__organ", "lead_unit__organ", "responsible", "leader", "parent").prefetch_related(
        "supporting_units"
    )


def with_parts(target: Target) -> tuple[Line, list[Line]]:
    """Return a target and the parts into which it is broken down, with their plans, reports and lights: three queries."""
    found = list(target.parts.filter(voided_at=None).select_related("lead_unit", "responsible").order_by("position", "pk"))
    for part in found:
        part.sheet = target.sheet
    line, *parts = dress([target, *found])
    return line, parts


def reports(target: Target) -> list[TargetReport]:
    return list(target.reports.order_by("-quarter", "-pk"))


def events(target: Target, limit: int = 100) -> list[TargetEvent]:
    return list(target.events.order_by("-pk")[:limit])


def items(target: Target, viewer: Actor) -> list[SupervisionItem]:
    sources = ItemSource.objects.filter(ref_kind=target.ref.kind, ref_id=target.pk)
    return list(policy.visible(viewer).filter(pk__in=sources.values("item")).select_related("lead_unit")[:50])


def own_page(viewer: Actor, *, after: str | None = None, before: str | None = None) -> Page:
    """Return the targets that the viewer's organs or the viewer carry, of sheets that were issued; rows are lines."""
    own = Q(lead_unit__organ__in=viewer.organ_ids) | Q(responsible__in=viewer.acts_as)
    helped = Target.supporting_units.through.objects.filter(unit__organ__in=viewer.organ_ids)
    found = target_policy.mark(target_policy.visible(viewer), viewer, "report").filter(
        own | Q(pk__in=helped.values("target")), sheet__state=SheetState.ISSUED, voided_at=None
    )
    page = keyset(
        found.select_related("sheet__organ", "lead_unit", "responsible"), order=("-sheet_id", "position", "id"), after=after,
        before=before, size=50,
    )  # fmt: skip
    return Page(dress(page.rows), page.next, page.previous)
