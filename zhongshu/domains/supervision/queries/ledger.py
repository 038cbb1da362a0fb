"""The ledger (台账): filters, columns, grouping, pages of hundreds of rows at the price of a few queries."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from zhongshu.domains.supervision.choices import DONE, LIVE_PARTS, OPEN, REPORTED, Light, PartRole, State
from zhongshu.domains.supervision.lights import Rule
from zhongshu.domains.supervision.models import ItemSource, Part, SupervisionItem
from zhongshu.domains.supervision.policies import overseen_organs, policy
from zhongshu.domains.supervision.queries import rules as rule_queries
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.pages import Page, keyset

PAGE_SIZES = (100, 50, 200, 500, 1000)
MOST_ROWS = 20_000

# What a row can show: key → heading. The first ones are shown where nobody chose.
COLUMNS: dict[str, str] = {
    "number": "编号",
    "grade": "级别",
    "source": "立项依据",
    "leader": "批示领导",
    "lead_unit": "牵头单位",
    "responsible": "责任人",
    "supporting": "协办单位",
    "deadline": "时限",
    "progress": "进度",
    "latest": "最新进展",
    "state": "状态",
    "outcome": "可核实的结果",
    "docketed": "立项日期",
    "extensions": "延期",
    "urgings": "催办",
    "coordinator": "督办岗位",
}
DEFAULT_COLUMNS = ("number", "grade", "source", "leader", "lead_unit", "responsible", "deadline", "progress", "latest", "state")

GROUPS = {"": "不分组", "source": "立项依据", "leader": "批示领导", "unit": "牵头单位", "deadline": "办理时限"}
_GROUP_ORDER = {
    "": ("deadline", "id"),
    "source": ("source_kind", "deadline", "id"),
    "leader": ("leader_order", "deadline", "id"),
    "unit": ("lead_unit_id", "deadline", "id"),
    "deadline": ("deadline", "id"),
}

SCOPES = {"open": "在办", "overdue": "逾期", "reported": "待核查", "done": "已办结", "all": "全部"}


@dataclass(frozen=True)
class Group:
    """Rows under one heading; the heading is empty where nothing is grouped."""

    heading: str
    rows: list[SupervisionItem]


def ledger(
    viewer: Actor,
    *,
    words: str = "",
    scope: str = "open",
    state: str = "",
    grade: str = "",
    source: str = "",
    light: str = "",
    unit: int | None = None,
    leader: int | None = None,
    due_from: dt.date | None = None,
    due_until: dt.date | None = None,
    light_rules: list[Rule] | None = None,
    today: dt.date | None = None,
) -> QuerySet[SupervisionItem]:
    """Return the items that the viewer's ledger shows, narrowed by the filters.

    Whoever oversees an organ sees the organ's whole ledger; everybody else what the own units carry.
    """
    today = today or clock.today()
    found = policy.allowed(viewer, "keep") if overseen_organs(viewer) else policy.visible(viewer)
    conditions = Q()
    if (not state and scope in ("open", "overdue", "reported")) or light in Light.values:
        conditions &= Q(completed_date__isnull=True)  # said in words that the index of what is not done understands
    if state:
        conditions &= Q(state=state)
    elif scope == "open":
        conditions &= Q(state__in=[*OPEN, *REPORTED, State.SUSPENDED])
    elif scope == "overdue":
        conditions &= Q(state__in=OPEN, deadline__lt=today)
    elif scope == "reported":
        conditions &= Q(state__in=REPORTED)
    elif scope == "done":
        conditions &= Q(state__in=DONE)
    if grade:
        conditions &= Q(grade=grade)
    if source:
        conditions &= Q(source_kind=source)
    if light in Light.values:
        conditions &= rule_queries.with_light(light, light_rules or rule_queries.light_rules(), today)
    if unit:
        conditions &= Q(lead_unit=unit)
    if leader:
        conditions &= Q(leader=leader)
    if due_from:
        conditions &= Q(deadline__gte=due_from)
    if due_until:
        conditions &= Q(deadline__lte=due_until)
    for word in words.split()[:3]:
        conditions &= Q(title__contains=word) | Q(number__contains=word)
    return found.filter(conditions)


def page(
    found: QuerySet[SupervisionItem],
    viewer: Actor,
    *,
    group: str = "",
    columns: Iterable[str] = DEFAULT_COLUMNS,
    size: int = 100,
    after: str | None = None,
    before: str | None = None,
    light_rules: list[Rule] | None = None,
) -> Page:
    """Cut one page out of the ledger; each row has ``light`` with its reason, and what the columns ask for."""
    rows = keyset(_prepared(found, viewer, group), order=_GROUP_ORDER[group], after=after, before=before, size=size)
    dress(rows.rows, columns, light_rules=light_rules)
    return rows


def all_rows(found: QuerySet[SupervisionItem], viewer: Actor, *, group: str, columns: Iterable[str]) -> list[SupervisionItem]:
    """Return the rows for a workbook or a print, at most ``MOST_ROWS``."""
    rows = list(_prepared(found, viewer, group).order_by(*_GROUP_ORDER[group])[:MOST_ROWS])
    dress(rows, columns)
    return rows


def dress(rows: list[SupervisionItem], columns: Iterable[str], *, light_rules: list[Rule] | None = None) -> None:
    """Add to each row its light and, if the columns ask for them, its supporting units: at most two queries."""
    rules_in_force = light_rules if light_rules is not None else rule_queries.light_rules()
    today = clock.today()
    for row in rows:
        vars(row)["shown_light"] = rule_queries.light(row, rules_in_force, today)
        vars(row)["supporting_names"] = []
    if "supporting" in columns and rows:
        by_item = {row.pk: vars(row)["supporting_names"] for row in rows}
        found = Part.objects.filter(item__in=by_item, role=PartRole.SUPPORTING, state__in=LIVE_PARTS).select_related("unit")
        for part in found.order_by("pk"):
            by_item[part.item_id].append(str(part.unit))


def grouped(rows: list[SupervisionItem], group: str) -> list[Group]:
    """Put neighbouring rows under one heading."""
    headings: dict[str, Callable[[SupervisionItem], str]] = {
        "source": lambda row: row.get_source_kind_display(),
        "leader": lambda row: row.leader_name or "无领导批示",
        "unit": lambda row: str(row.lead_unit),
        "deadline": lambda row: f"{row.deadline.year}年{row.deadline.month}月",
    }
    if group not in headings:
        return [Group("", rows)]
    return [Group(heading, list(members)) for heading, members in groupby(rows, key=headings[group])]


# What a row needs for its columns, its light and its order; long texts of the item and the rest of units and people stay where they are.
_READ = (
    "number", "title", "grade", "source_kind", "leader_name", "leader_id", "secrecy", "state", "deadline", "warning_date", "docketed_date",
    "next_feedback_date", "progress", "latest_feedback", "outcome", "extensions", "urgings", "coordinator_name",
    "lead_unit__name", "lead_unit__short_name", "responsible__name",
)  # fmt: skip
# What each column shows of a row, as text or a number.
_VALUES: dict[str, Callable[[SupervisionItem], Any]] = {
    "number": lambda row: row.number,
    "grade": lambda row: row.get_grade_display(),
    "source": lambda row: row.get_source_kind_display(),
    "leader": lambda row: row.leader_name,
    "lead_unit": lambda row: str(row.lead_unit),
    "responsible": lambda row: row.responsible.name,
    "supporting": lambda row: "、".join(vars(row)["supporting_names"]),
    "deadline": lambda row: f"{row.deadline:%Y-%m-%d}",
    "progress": lambda row: row.progress,
    "latest": lambda row: row.latest_feedback,
    "state": lambda row: row.get_state_display(),
    "outcome": lambda row: row.outcome,
    "docketed": lambda row: f"{row.docketed_date:%Y-%m-%d}",
    "extensions": lambda row: row.extensions,
    "urgings": lambda row: row.urgings,
    "coordinator": lambda row: row.coordinator_name,
}


def cell(row: SupervisionItem, column: str) -> Any:
    """Return what a column shows of a row, as text or a number."""
    return _VALUES[column](row)


def _prepared(found: QuerySet[SupervisionItem], viewer: Actor, group: str) -> QuerySet[SupervisionItem]:
    marked = policy.mark(found, viewer, "supervise").select_related("lead_unit", "responsible").only(*_READ)
    if group == "leader":
        # Items without a leader come last; a column that holds NULL cannot be paged by.
        order = Case(When(leader=None, then=Value(2**31 - 1)), default="leader_id", output_field=IntegerField())
        marked = marked.annotate(leader_order=order)
    return marked


def from_document(viewer: Actor, kind: str, pk: int) -> list[SupervisionItem]:
    """Return the items that come from one document, for the document's own page."""
    same = Exists(ItemSource.objects.filter(item=OuterRef("pk"), ref_kind=kind, ref_id=pk))
    return list(policy.visible(viewer).filter(same).select_related("lead_unit")[:50])
