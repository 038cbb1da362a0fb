"""Every read of inspection tasks: plans, visits, findings, quotas, who is where."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from zhongshu.domains.supervision.choices import State
from zhongshu.domains.supervision.inspection_choices import COUNTED_PLANS, HOLDING_PLANS, InspectionKind, JointState, VisitState
from zhongshu.domains.supervision.inspection_policies import finding_policy, inspection_policy, visit_policy
from zhongshu.domains.supervision.models import (
    GroupMember,
    InspectionEvent,
    InspectionFinding,
    InspectionGroup,
    InspectionPlan,
    InspectionQuota,
    InspectionStatement,
    InspectionVisit,
    JointVisit,
    SupervisionItem,
)
from zhongshu.domains.supervision.overlaps import Crowding, Stay, crowdings
from zhongshu.domains.supervision.policies import policy
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.pages import Page, keyset
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.organizations import public as organizations

# 整治形式主义为基层减负若干规定 (2024): one comprehensive item of supervision, inspection or appraisal a department and year.
QUOTA_MOST = 1
QUOTA_BASIS = "《整治形式主义为基层减负若干规定》：各部门对下级的督查检查考核，原则上每年至多开展1次综合性的，同类事项合并进行"


@dataclass(frozen=True)
class Quota:
    """How often a department may run a comprehensive inspection in a year, why, and how often it has."""

    most: int
    basis: str
    used: int

    @property
    def left(self) -> int:
        return max(0, self.most - self.used)


# ── plans ────────────────────────────────────────────────────────────────────


def plans_page(
    viewer: Actor, *, words: str = "", year: int | None = None, kind: str = "", state: str = "", after: str | None = None,
    before: str | None = None,
) -> Page:  # fmt: skip
    """Return the plans that the viewer sees, newest first, each with the number of visits and findings."""
    found = inspection_policy.visible(viewer)
    if year:
        found = found.filter(quota_year=year)
    if kind:
        found = found.filter(kind=kind)
    if state:
        found = found.filter(state=state)
    for word in words.split()[:3]:
        found = found.filter(Q(title__contains=word) | Q(number__contains=word))
    rows = keyset(found.select_related("department"), order=("-start_date", "-id"), after=after, before=before, size=30)
    ids = [row.pk for row in rows]
    live = InspectionVisit.objects.filter(plan__in=ids).exclude(state=VisitState.CANCELLED)
    visits: dict[int, int] = dict(live.order_by().values_list("plan").annotate(Count("pk")))
    findings: dict[int, int] = dict(
        InspectionFinding.objects.filter(plan__in=ids).order_by().values_list("plan").annotate(Count("pk"))
    )
    for row in rows:
        vars(row).update(visit_count=visits.get(row.pk, 0), finding_count=findings.get(row.pk, 0))
    return rows


def plan(viewer: Actor) -> QuerySet[InspectionPlan]:
    """Return the plans that the viewer sees, with what may be done to each."""
    found = inspection_policy.mark(inspection_policy.visible(viewer), viewer, "arrange", "approve")
    return found.select_related("organ", "department", "approver", "report")


def groups(plan: InspectionPlan) -> list[InspectionGroup]:
    members = GroupMember.objects.filter(removed_at=None).select_related("person").order_by("role", "pk")
    return list(plan.groups.prefetch_related(Prefetch("members", members, to_attr="present")))


def visits(plan: InspectionPlan) -> list[InspectionVisit]:
    return list(plan.visits.select_related("unit", "group", "joint").annotate(finding_count=Count("findings")))


def findings(plan: InspectionPlan, viewer: Actor) -> list[InspectionFinding]:
    return list(finding_policy.visible(viewer).filter(plan=plan).select_related("unit", "responsible", "item", "plan"))


def events(plan: InspectionPlan, limit: int = 200) -> list[InspectionEvent]:
    return list(plan.events.order_by("-pk")[:limit])


# ── quotas ───────────────────────────────────────────────────────────────────


def quota(department_id: int, year: int) -> Quota:
    """Return the quota of a department in a year: the narrowest row, or the shipped rule."""
    rows = InspectionQuota.objects.filter(Q(department=department_id) | Q(department=None), Q(year=year) | Q(year=0)).order_by(
        "pk"
    )
    best = max(rows, key=lambda row: (row.department_id is not None, row.year != 0), default=None)
    used = InspectionPlan.objects.filter(
        department=department_id, quota_year=year, kind=InspectionKind.COMPREHENSIVE, state__in=COUNTED_PLANS
    ).count()
    return Quota(best.most if best else QUOTA_MOST, best.basis if best else QUOTA_BASIS, used)


def quota_rows() -> list[InspectionQuota]:
    return list(InspectionQuota.objects.select_related("department").order_by("department", "year"))


# ── groups ───────────────────────────────────────────────────────────────────


def other_memberships(person_id: int, start: dt.date, end: dt.date, *, apart_from: int) -> list[GroupMember]:
    """Return where a person goes with another group on some of the same days."""
    found = GroupMember.objects.filter(
        person=person_id, removed_at=None, start_date__lte=end, end_date__gte=start, group__plan__state__in=HOLDING_PLANS
    )
    return list(found.exclude(group=apart_from).select_related("group__plan", "person"))


# ── visits ───────────────────────────────────────────────────────────────────


def visit(viewer: Actor) -> QuerySet[InspectionVisit]:
    """Return the visits that the viewer sees, with what may be done to each."""
    found = visit_policy.mark(visit_policy.visible(viewer), viewer, "inspect", "state", "agree")
    return found.select_related("plan__department", "plan__organ", "unit__organ", "group", "joint")


def findings_of(visit: InspectionVisit, viewer: Actor) -> list[InspectionFinding]:
    """Return the findings of a visit that the viewer may see, each with its statements and its number of photos."""
    found = finding_policy.mark(finding_policy.visible(viewer), viewer, "attach").filter(visit=visit)
    return list(found.select_related("unit", "responsible", "item", "plan"))


def statements_of(visit: InspectionVisit) -> list[InspectionStatement]:
    return list(visit.statements.select_related("finding"))


def inspected_page(viewer: Actor, *, after: str | None = None, before: str | None = None) -> Page:
    """Return the visits to the viewer's own organs of which they may know, newest first."""
    own = visit_policy.visible(viewer).filter(unit__organ__in=viewer.organ_ids, shown_at__isnull=False)
    own = visit_policy.mark(own, viewer, "state").exclude(state=VisitState.CANCELLED)
    found = own.select_related("plan__department", "unit", "joint")
    return keyset(found, order=("-start_date", "-id"), after=after, before=before, size=30)


def calendar_visits(viewer: Actor, first: dt.date, last: dt.date) -> list[InspectionVisit]:
    """Return the visits of all bodies of which the viewer may know, that touch the days from ``first`` to ``last``."""
    found = visit_policy.allowed(viewer, "coordinate").filter(
        start_date__lte=last, end_date__gte=first, plan__state__in=[*HOLDING_PLANS, *COUNTED_PLANS]
    )
    found = visit_policy.mark(found, viewer, "agree").exclude(state=VisitState.CANCELLED)
    rows = found.select_related("plan__department", "plan__organ", "unit", "joint").order_by("unit_id", "start_date", "pk")
    return list(rows[:500])


def crowded(rows: list[InspectionVisit]) -> list[Crowding]:
    """Return where several bodies go to one place in the same weeks and have not joined yet: no query of its own."""
    open_ = [row for row in rows if row.state in (VisitState.PLANNED, VisitState.ANNOUNCED) and row.joint_id is None]
    stays = [Stay(row.pk, row.unit_id, row.plan.department_id, row.start_date, row.end_date) for row in open_]
    return crowdings(stays, calendars.is_working_day)


def joint_proposals(visit_ids: list[int]) -> list[JointVisit]:
    """Return the joint visits that were proposed for these visits and wait, or were answered, with who said what."""
    found = JointVisit.objects.filter(consents__visit__in=visit_ids).distinct()
    return list(found.select_related("unit").prefetch_related("consents").order_by("-proposed_at", "-pk")[:20])


def joint(viewer: Actor, pk: int) -> QuerySet[JointVisit]:
    own = visit_policy.allowed(viewer, "coordinate")
    return JointVisit.objects.filter(pk=pk, consents__visit__in=own).distinct().select_related("unit")


def own_consents(found: JointVisit, viewer: Actor) -> QuerySet[Any]:
    """Return the answers that the viewer may still give to a joint visit."""
    if found.state != JointState.PROPOSED:
        return found.consents.none()
    speaking = visit_policy.allowed(viewer, "agree")
    return found.consents.filter(agreed=None, visit__in=speaking).select_related("visit__plan", "visit__unit")


# ── call-backs ───────────────────────────────────────────────────────────────


def closed_items(visit: InspectionVisit, viewer: Actor) -> list[SupervisionItem]:
    """Return the closed items of the visited unit that one can ask about again, newest first."""
    found = policy.visible(viewer).filter(
        lead_unit__organ=visit.unit.own_organ_id, state__in=[State.COMPLETED, State.CLOSED_OUT, State.ARCHIVED]
    )
    return list(found.order_by("-completed_date", "-pk")[:50])


def names_of(unit_ids: set[int]) -> dict[int, str]:
    return {pk: str(unit) for pk, unit in organizations.units(unit_ids).items()}
