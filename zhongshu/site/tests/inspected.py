"""Something of everything of inspections and yearly targets, for the tests that sweep the pages."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from zhongshu.domains.supervision import models
from zhongshu.domains.supervision import public as supervision
from zhongshu.kernel import clock
from zhongshu.platform.calendars import public as calendars
from zhongshu.site.tests.conftest import Town

HEAD = "government.supervision_head"


def populate(town: Town) -> supervision.InspectionVisit:
    """Let the government's supervisors go to a bureau to which the Party's want to go as well."""
    visit = go(town, "供暖专项督查", leader="government.supervision_drafter")
    tell(town, visit)
    rival(town)
    aim(town)
    return visit


def go(town: Town, title: str, *, leader: str = "", days: int = 0) -> supervision.InspectionVisit:
    """Return a visit to the bureau of finance that began today, with one finding."""
    visit = planned(town, title, leader=leader, days=days)
    by = town.actor(HEAD)
    supervision.announce_plan(visit.plan, by=by)
    visit = fresh(visit)
    if days == 0:
        supervision.start_visit(visit, by=by)
        deadline = calendars.add_working_days(clock.today(), 10)
        fact = "供暖补贴台账缺3户，金额0.6万元。"
        supervision.record_finding(visit, fact=fact, requirement="补齐3户补贴", deadline=deadline, by=by)
    return visit


def planned(
    town: Town, title: str, *, leader: str = "", days: int = 0, key: str = HEAD, department: str = "市政府办公室"
) -> supervision.InspectionVisit:
    """Return a registered visit to the bureau of finance."""
    by, start = town.actor(key), clock.today() + dt.timedelta(days=days)
    plan = supervision.draft_plan(
        title=title, kind="special", basis="市政府常务会议纪要", department_id=town.city.unit(department).pk, start_date=start,
        end_date=start + dt.timedelta(days=4), by=by,
    )  # fmt: skip
    lead = town.person(leader or "government.secretariat_head").pk
    day = start + dt.timedelta(days=0 if leader else 4)
    supervision.form_group(plan, name="第一督查组", leader_id=lead, start_date=day, end_date=day, by=by)
    bureau = town.city.unit("市财政局")
    visit = supervision.plan_visit(plan, unit_id=bureau.pk, start_date=start, end_date=start + dt.timedelta(days=1), by=by)
    supervision.register_plan(plan, by=by)
    return fresh(visit)


def tell(town: Town, visit: supervision.InspectionVisit) -> None:
    """Tell the bureau what was found; it says something to it."""
    supervision.finish_visit(visit, by=town.actor(HEAD))
    head = town.actor("department9.head")
    supervision.give_statement(fresh(visit), words="名单正在核对。", by=head)


def rival(town: Town) -> None:
    """Let the Party committee's supervisors want the same bureau next week, and propose to go there together."""
    theirs = planned(
        town, "作风督查", leader="party.supervision_drafter", days=7, key="party.supervision_head", department="市委办公室"
    )
    ours = planned(town, "资金督查", leader="government.general_head", days=7)
    start = clock.today() + dt.timedelta(days=8)
    supervision.propose_joint_visit([ours, theirs], start_date=start, end_date=start, by=town.actor(HEAD))


def aim(town: Town) -> supervision.Target:
    """Let the government's supervisors set the bureau of finance a target, in which the office has a part; the bureau reports."""
    by, bureau, office = town.actor(HEAD), town.city.unit("市财政局"), town.city.unit("市政府办公室")
    sheet = supervision.draft_sheet(title="年度重点工作目标责任书", year=clock.today().year, by=by)
    quarters = {number: Decimal(number * 25) for number in (1, 2, 3, 4)}
    target = supervision.add_target(
        sheet, title="惠企资金兑现", wanted=Decimal(100), unit_of_measure="%", lead_unit_id=bureau.pk, quarters=quarters,
        supporting_unit_ids=[office.pk], by=by,
    )  # fmt: skip
    supervision.add_target(
        sheet, title="惠企政策梳理", wanted=Decimal(60), unit_of_measure="%", lead_unit_id=office.pk, parent=target,
        quarters={4: Decimal(60)}, by=by,
    )  # fmt: skip
    supervision.issue_sheet(sheet, by=by)
    supervision.report_progress(target, quarter=3, value=Decimal(70), words="按进度拨付。", by=town.actor("department9.head"))
    return target


def fresh(visit: supervision.InspectionVisit) -> supervision.InspectionVisit:
    found = supervision.InspectionVisit.objects.select_related("plan__department", "plan__organ", "unit__organ", "joint")
    return found.get(pk=visit.pk)


def grow(town: Town) -> None:
    """Add more rows to every page of inspections."""
    leaders = ("government.general_drafter", "government.information_head", "government.information_drafter")
    for number, leader in enumerate(leaders):
        go(town, f"第{number}项供暖督查", leader=leader)
    sheet, by = supervision.TargetSheet.objects.order_by("pk")[0], town.actor(HEAD)
    first = supervision.Target.objects.order_by("pk")[0]
    supervision.draft_sheet(title="民生实事目标责任书", year=sheet.year, by=by)
    for number, unit in enumerate(("市财政局", "市政府办公室", "市政府办公室")):
        supervision.add_target(
            sheet, title=f"第{number}项民生实事", wanted=Decimal(9), unit_of_measure="件", lead_unit_id=town.city.unit(unit).pk,
            parent=first if number else None, quarters={3: Decimal(5), 4: Decimal(9)}, by=by,
        )  # fmt: skip


def _first(model: Any) -> Callable[[Any], dict[str, Any]]:
    return lambda world: {"pk": model.objects.order_by("pk")[0].pk}


# What an address names, by the longest beginning of its route.
NAMED: dict[str, Callable[[Any], dict[str, Any]]] = {
    "supervision/inspections/": _first(models.InspectionPlan),
    "supervision/groups/": _first(models.InspectionGroup),
    "supervision/members/": _first(models.GroupMember),
    "supervision/visits/": _first(models.InspectionVisit),
    "supervision/joint/": _first(models.JointVisit),
    "supervision/statements/": _first(models.InspectionStatement),
    "supervision/findings/": _first(models.InspectionFinding),
    "supervision/targets/": _first(models.Target),
    "supervision/target-reports/": _first(models.TargetReport),
    "supervision/target-sheets/": _first(models.TargetSheet),
}
LISTS = [f"supervision:{name}" for name in ("inspections", "visits", "inspected", "target_sheets", "own_targets")]
# The government office helps with the first target, so that its clerk and its director open the page of it.
DETAILS: list[tuple[str, str]] = [("supervision:target", "")]
