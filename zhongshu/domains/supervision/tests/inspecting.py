"""Inspection tasks at any point of their life, for tests."""

import datetime as dt
from typing import Any

from zhongshu.domains.supervision.commands import inspection_planning as planning
from zhongshu.domains.supervision.commands import inspection_visiting as visiting
from zhongshu.domains.supervision.models import InspectionFinding, InspectionPlan, InspectionVisit
from zhongshu.domains.supervision.tests.factories import Office
from zhongshu.kernel import clock
from zhongshu.platform.organizations.public import Unit

# A working Monday and Wednesday, with no rest day between them.
FIRST, LAST = dt.date(2026, 11, 30), dt.date(2026, 12, 2)
THERE = "2026-11-30 10:00"


def drafted(office: Office, **values: Any) -> InspectionPlan:
    given = {
        "title": "安全生产专项督查",
        "kind": "special",
        "basis": "市政府第21次常务会议纪要",
        "department_id": office.organ.pk,
        "start_date": dt.date(2026, 11, 23),
        "end_date": dt.date(2026, 12, 18),
        **values,
    }
    return planning.draft_plan(by=office.actor(office.supervisor), **given)


def with_visit(office: Office, *, unit: Unit | None = None, grouped: bool = True, **values: Any) -> InspectionVisit:
    """Return a planned visit to the first unit; the second supervisor leads the group."""
    plan = drafted(office, **values)
    by = office.actor(office.supervisor)
    if grouped:
        planning.form_group(plan, name="第一督查组", leader_id=office.second.pk, start_date=FIRST, end_date=LAST, by=by)
    visit = planning.plan_visit(plan, unit_id=(unit or office.units[0]).pk, start_date=FIRST, end_date=LAST, group_id=None, by=by)
    return fresh(visit)


def registered(office: Office, **values: Any) -> InspectionVisit:
    visit = with_visit(office, **values)
    planning.register_plan(visit.plan, by=office.actor(office.supervisor))
    return fresh(visit)


def underway(office: Office, **values: Any) -> InspectionVisit:
    visit = registered(office, **values)
    if not visit.plan.unannounced:
        visiting.announce_plan(visit.plan, by=office.actor(office.supervisor))
    with clock.frozen(THERE):
        visiting.start_visit(fresh(visit), by=office.actor(office.second))
    return fresh(visit)


def found(office: Office, visit: InspectionVisit, **values: Any) -> InspectionFinding:
    given = {
        "fact": "2号泵站配电箱门敞开，无人值守。",
        "requirement": "配电箱上锁，值守人员到岗",
        "deadline": dt.date(2026, 12, 11),
        **values,
    }
    with clock.frozen(THERE):
        return visiting.record_finding(visit, by=office.actor(office.second), **given)


def finished(office: Office, **values: Any) -> InspectionVisit:
    """Return a visit whose one finding the unit has been told."""
    visit = underway(office, **values)
    found(office, visit)
    with clock.frozen(THERE):
        visiting.finish_visit(visit, summary="总体平稳。", by=office.actor(office.second))
    return fresh(visit)


def fresh(visit: InspectionVisit) -> InspectionVisit:
    return InspectionVisit.objects.select_related("plan__department", "plan__organ", "unit__organ", "joint").get(pk=visit.pk)
