"""What an organ's documents did in a quarter, counted from the records."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from statistics import median

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from zhongshu.domains.documents.choices import DocumentType
from zhongshu.domains.documents.levels import Station
from zhongshu.domains.documents.models import IncomingDocument, OutgoingDocument
from zhongshu.domains.documents.notices.errors import Corrected, corrected
from zhongshu.domains.documents.notices.quarters import Quarter
from zhongshu.platform.audit import public as audit
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.workflow import public as workflow

KINDS = ("documents.outgoing", "documents.incoming")


@dataclass(frozen=True, slots=True)
class Held:
    """How long documents stood at one step of one kind of process: of those that left it in the quarter, hours."""

    kind: str
    step: str
    count: int
    average_hours: float
    median_hours: float
    longest_hours: float
    waiting: int

    @property
    def kind_label(self) -> str:
        return "发文" if self.kind == "documents.outgoing" else "收文"


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit's share: documents that it drafted and that were issued, times they came back, errors corrected in them."""

    unit_id: int
    name: str
    issued: int
    returned: int
    errors: int


@dataclass(frozen=True)
class Report:
    organ_name: str
    quarter: Quarter
    submitted: int
    issued: int
    issued_by_type: list[tuple[str, int]]
    registered: int
    completed_on_time: int
    completed_late: int
    completed_without_limit: int
    overdue_at_end: int
    returned: list[tuple[str, int]]
    taken_back: int
    held: list[Held]
    errors: list[Corrected]
    checked: int
    units: list[UnitLine]
    unit_names: dict[int, str] = field(default_factory=dict)

    @property
    def completed(self) -> int:
        return self.completed_on_time + self.completed_late + self.completed_without_limit

    @property
    def times_returned(self) -> int:
        return sum(count for _, count in self.returned)

    @property
    def errors_total(self) -> int:
        return sum(error.count for error in self.errors)

    @property
    def errors_by_rule(self) -> list[tuple[str, str, str, int]]:
        """Return (gate, rule id, name, times), most frequent first."""
        counted: Counter[tuple[str, str, str]] = Counter()
        for error in self.errors:
            counted[error.gate, error.rule, error.name] += error.count
        return [(*what, count) for what, count in sorted(counted.items(), key=lambda item: (-item[1], item[0][1]))]

    @property
    def errors_by_level(self) -> list[tuple[str, int]]:
        """Return (level and step, times) in the order of the levels."""
        counted: Counter[Station] = Counter()
        for error in self.errors:
            counted[error.station] += error.count
        return [(station.label, counted[station]) for station in sorted(counted)]


def report(organ_id: int, quarter: Quarter, *, with_errors: bool = True) -> Report:
    """Count an organ's quarter. The same records give the same report whenever it is asked for."""
    organ = organizations.unit(organ_id)
    issued = OutgoingDocument.objects.filter(organ=organ_id, dispatched_at__gte=quarter.start, dispatched_at__lt=quarter.end)
    registered = IncomingDocument.objects.filter(organ=organ_id, registered_at__gte=quarter.start, registered_at__lt=quarter.end)
    issued_rows = list(issued.values_list("document_type", "drafting_unit_id"))
    types = Counter(document_type for document_type, _ in issued_rows)
    on_time, late, without, overdue = _limits(organ_id, quarter)
    returned, returned_by_unit, taken_back = _returned(organ_id, quarter)
    errors, checked = corrected(organ_id, quarter) if with_errors else ([], 0)
    drafted = Counter(unit_id for _, unit_id in issued_rows)
    wrong: Counter[int] = Counter()
    for error in errors:
        wrong[error.unit_id] += error.count
    names = _unit_names({*drafted, *wrong, *returned_by_unit})
    units = [UnitLine(pk, name, drafted[pk], returned_by_unit[pk], wrong[pk]) for pk, name in names.items()]
    return Report(
        organ_name=organ.name,
        quarter=quarter,
        submitted=_submitted(organ_id, quarter),
        issued=len(issued_rows),
        issued_by_type=[
            (DocumentType(name).label, count) for name, count in sorted(types.items(), key=lambda one: (-one[1], one[0]))
        ],
        registered=registered.count(),
        completed_on_time=on_time,
        completed_late=late,
        completed_without_limit=without,
        overdue_at_end=overdue,
        returned=returned,
        taken_back=taken_back,
        held=_held(organ_id, quarter),
        errors=errors,
        checked=checked,
        units=units,
        unit_names=names,
    )


def _submitted(organ_id: int, quarter: Quarter) -> int:
    """Count the drafts whose process began in the quarter; the document itself only remembers when it was last submitted."""
    begun = workflow.FlowInstance.objects.filter(
        organ=organ_id, ref_kind="documents.outgoing", started_at__gte=quarter.start, started_at__lt=quarter.end
    )
    return begun.values("ref_id").distinct().count()


def _limits(organ_id: int, quarter: Quarter) -> tuple[int, int, int, int]:
    """Return how many incoming documents were completed in time, late, without a limit; and how many were overdue at the end."""
    mine = IncomingDocument.objects.filter(organ=organ_id, registered_at__lt=quarter.end)
    rows = mine.filter(
        Q(completed_at__gte=quarter.start, completed_at__lt=quarter.end)
        | Q(deadline_at__lt=quarter.end) & (Q(completed_at=None) | Q(completed_at__gte=quarter.end))
        | Q(deadline_explanation__contains="批准延期") & (Q(completed_at=None) | Q(completed_at__gte=quarter.end))
    )
    on_time = late = without = overdue = 0
    for document in rows.only("pk", "title", "number", "completed_at", "deadline_at", "deadline_explanation"):
        limit = _limit_then(document, quarter.end)
        done = document.completed_at
        if done is not None and quarter.start <= done < quarter.end:
            without += limit is None
            on_time += limit is not None and done <= limit
            late += limit is not None and done > limit
        elif limit is not None and limit < quarter.end:
            overdue += done is None or done >= quarter.end
    return on_time, late, without, overdue


def _limit_then(document: IncomingDocument, moment: dt.datetime) -> dt.datetime | None:
    """Return the limit as it stood then: an extension that was granted later does not make a past quarter better."""
    if "批准延期" not in document.deadline_explanation:
        return document.deadline_at
    limit = document.deadline_at
    for entry in reversed(audit.trail(document.ref)):
        if entry.action == "documents.deadline_extended" and entry.at >= moment:
            limit = _aware(entry.facts_read.get("before")) or limit
    return limit


def _aware(text: str | None) -> dt.datetime | None:
    moment = parse_datetime(text) if text else None
    return timezone.make_aware(moment) if moment is not None and timezone.is_naive(moment) else moment


def _returned(organ_id: int, quarter: Quarter) -> tuple[list[tuple[str, int]], Counter[int], int]:
    """Return how often documents were sent back, by the step that did so and by the unit that began them; how often taken back."""
    log = workflow.FlowLog.objects.filter(
        instance__organ=organ_id,
        instance__ref_kind__in=KINDS,
        operation__in=[workflow.Operation.SEND_BACK, workflow.Operation.TAKE_BACK],
        at__gte=quarter.start,
        at__lt=quarter.end,
    )
    steps: Counter[str] = Counter()
    units: Counter[int] = Counter()
    taken_back = 0
    for operation, step, unit_id in log.values_list("operation", "step_name", "instance__starter_unit_id"):
        if operation == workflow.Operation.TAKE_BACK:
            taken_back += 1
            continue
        steps[step or "其他环节"] += 1
        if unit_id:
            units[unit_id] += 1
    return sorted(steps.items(), key=lambda one: (-one[1], one[0])), units, taken_back


def _held(organ_id: int, quarter: Quarter) -> list[Held]:
    """Return how long documents stood at each step that they left in the quarter, and how many stood there at its end."""
    steps = workflow.FlowStep.objects.filter(
        instance__organ=organ_id, instance__ref_kind__in=KINDS, kind="user", entered_at__lt=quarter.end
    ).exclude(name="")
    left = steps.filter(left_at__gte=quarter.start, left_at__lt=quarter.end).order_by("entered_at", "pk")
    hours: dict[tuple[str, str], list[float]] = defaultdict(list)
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    passed: dict[int, list[str]] = defaultdict(list)
    for kind, name, entered, gone, instance in left.values_list(
        "instance__ref_kind", "name", "entered_at", "left_at", "instance"
    ):
        if gone is not None:
            hours[kind, name].append((gone - entered).total_seconds() / 3600)
        if name not in passed[instance]:
            passed[instance].append(name)
            places[kind, name].append(len(passed[instance]))
    open_then = steps.filter(Q(left_at=None) | Q(left_at__gte=quarter.end))
    waiting = Counter(open_then.values_list("instance__ref_kind", "name"))

    def order(one: tuple[str, str]) -> tuple[int, float, str]:
        """Sort as documents pass the steps: those at which some only wait come last."""
        return KINDS.index(one[0]), sum(places[one]) / len(places[one]) if places[one] else 99.0, one[1]

    found = []
    for kind, name in sorted({*hours, *waiting}, key=order):
        spans = hours.get((kind, name), [])
        average = sum(spans) / len(spans) if spans else 0.0
        found.append(
            Held(kind, name, len(spans), average, median(spans) if spans else 0.0, max(spans, default=0.0), waiting[kind, name])
        )
    return found


def _unit_names(ids: set[int]) -> dict[int, str]:
    """Return the units' names in the standard order of units, not in the order of their figures: the notice ranks nobody."""
    units = organizations.units(ids)
    return {pk: str(unit) for pk, unit in sorted(units.items(), key=lambda one: (one[1].rank_order, one[0]))}
