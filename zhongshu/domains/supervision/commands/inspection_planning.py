"""督查任务的拟定、编组、进点安排、登记和批准: everything before anybody goes out."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction

from zhongshu.domains.supervision.commands import frame, inspecting
from zhongshu.domains.supervision.inspection_choices import (
    LIVE_PLANS,
    GroupRole,
    InspectionEventKind,
    InspectionKind,
    InspectionState,
    VisitState,
)
from zhongshu.domains.supervision.inspection_policies import inspection_policy
from zhongshu.domains.supervision.models import GroupMember, InspectionGroup, InspectionPlan, InspectionQuota, InspectionVisit
from zhongshu.domains.supervision.policies import overseen_organs, supervised_organs
from zhongshu.domains.supervision.queries import inspections
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.audit import public as audit
from zhongshu.platform.numbering import public as numbering
from zhongshu.platform.organizations import public as organizations

INSPECTION_SERIES = "supervision.inspection"
E = InspectionEventKind


@transaction.atomic
def draft_plan(
    *,
    title: str,
    kind: str,
    basis: str,
    department_id: int,
    start_date: dt.date,
    end_date: dt.date,
    content: str = "",
    unannounced: bool = False,
    secrecy_level: int = 0,
    organ_id: int | None = None,
    by: Actor,
) -> InspectionPlan:
    """Draft an inspection task (拟定督查任务): nothing is registered and nobody is told yet.

    Raises:
        NotPermitted: the actor keeps no ledger.
        RuleBroken: no title, no basis, a dissolved department, days the wrong way round, a mark above the ceiling.
    """
    person_id = frame.require_person(by)
    kept = supervised_organs(by)
    chosen = organ_id or (by.organ_id if by.organ_id in kept else min(kept, default=0))
    if not chosen or chosen not in kept:
        raise NotPermitted("您没有“拟定督查任务”的权限，督查任务由督查部门登记", code="not_permitted_inspection")
    _described(title, basis, start_date, end_date)
    frame.storable(title, basis, content, level=secrecy_level, by=by)
    department = frame.working_unit(department_id, field="department")
    plan = InspectionPlan.objects.create(
        organ_id=chosen, department=department, kind=kind, title=title.strip()[:120], basis=basis.strip()[:300],
        content=content.strip(), unannounced=unannounced, secrecy=secrecy_level, start_date=start_date, end_date=end_date,
        quota_year=start_date.year, created_at=clock.now(), created_by_id=person_id, created_by_name=by.name,
    )  # fmt: skip
    inspecting.write(plan, E.DRAFTED, by=by, words=plan.title, plan_kind=str(kind))
    return plan


@transaction.atomic
def change_plan(
    plan: InspectionPlan, *, title: str, basis: str, content: str, start_date: dt.date, end_date: dt.date, reason: str, by: Actor
) -> None:
    """Correct a plan (调整督查任务); kind, department and year stay, because the quota hangs on them.

    Raises:
        NotPermitted: the actor does not keep it.
        RuleBroken: reported or ended already, no reason, or a visit would lie outside the new period.
    """
    inspection_policy.require(by, "arrange", plan)
    _require_open(plan)
    reason = frame.reason_given(reason, "请说明为什么调整")
    _described(title, basis, start_date, end_date)
    if start_date.year != plan.quota_year:
        raise RuleBroken(f"该任务计入{plan.quota_year}年度，开始日期不能改到别的年度", code="other_year", field="start_date")
    live = plan.visits.exclude(state=VisitState.CANCELLED)
    if live.exclude(start_date__gte=start_date, end_date__lte=end_date).exists():
        raise RuleBroken("已安排的进点不在新的起止日期之内，请先调整进点", code="visit_outside", field="end_date")
    frame.storable(title, basis, content, level=plan.secrecy, by=by)
    before = {"title": plan.title, "start": str(plan.start_date), "end": str(plan.end_date)}
    changed = InspectionPlan.objects.filter(pk=plan.pk, state=plan.state).update(
        title=title.strip()[:120], basis=basis.strip()[:300], content=content.strip(), start_date=start_date, end_date=end_date
    )
    if not changed:
        raise StaleState("该任务刚刚已被他人办理，请刷新后查看", code="stale_state")
    plan.refresh_from_db()
    inspecting.write(plan, E.CHANGED, by=by, words=reason, before=before)


# ── the group ────────────────────────────────────────────────────────────────


@transaction.atomic
def form_group(
    plan: InspectionPlan,
    *,
    name: str,
    leader_id: int,
    member_ids: Iterable[int] = (),
    start_date: dt.date | None = None,
    end_date: dt.date | None = None,
    by: Actor,
) -> InspectionGroup:
    """Put a group together (编组): one leader, its members, for a period within the plan.

    Raises:
        NotPermitted: the actor does not keep the plan.
        RuleBroken: nobody leads, somebody has left, or goes with another group on the same days.
    """
    inspection_policy.require(by, "arrange", plan)
    _require_open(plan)
    name = name.strip()[:40] or f"第{plan.groups.count() + 1}督查组"
    if plan.groups.filter(name=name).exists():
        raise RuleBroken(f"该任务已有“{name}”，请换一个名称", code="group_exists", field="name")
    group = InspectionGroup.objects.create(plan=plan, name=name)
    first, last = start_date or plan.start_date, end_date or plan.end_date
    _add(group, leader_id, GroupRole.LEADER, first, last, field="leader", by=by)
    others = [person_id for person_id in dict.fromkeys(member_ids) if person_id != leader_id]
    for person_id in others:
        _add(group, person_id, GroupRole.MEMBER, first, last, field="members", by=by)
    inspecting.write(plan, E.GROUPED, by=by, words=f"{name}，{1 + len(others)}人", group_id=group.pk)
    return group


@transaction.atomic
def add_member(group: InspectionGroup, *, person_id: int, start_date: dt.date, end_date: dt.date, by: Actor) -> GroupMember:
    """Add a person to a group for a period (增加组员).

    Raises:
        NotPermitted: the actor does not keep the plan.
        RuleBroken: has left, is in it already, or goes with another group on the same days.
    """
    inspection_policy.require(by, "arrange", group.plan)
    _require_open(group.plan)
    if group.members.filter(person=person_id, removed_at=None).exists():
        raise RuleBroken("该同志已在本组，不必重复编入", code="already_member", field="person")
    member = _add(group, person_id, GroupRole.MEMBER, start_date, end_date, field="person", by=by)
    inspecting.write(group.plan, E.GROUPED, by=by, words=f"{group.name}增加{member.person.name}", group_id=group.pk)
    return member


@transaction.atomic
def remove_member(member: GroupMember, *, reason: str, by: Actor) -> None:
    """Take a person out of a group (调出); what was found stays.

    Raises:
        NotPermitted: the actor does not keep the plan.
        RuleBroken: no reason, or the leader while others are still in.
        StaleState: taken out already.
    """
    plan = member.group.plan
    inspection_policy.require(by, "arrange", plan)
    _require_open(plan)
    reason = frame.reason_given(reason, "请说明调出的理由")
    if member.role == GroupRole.LEADER and plan.state != InspectionState.DRAFTING:
        raise RuleBroken("督查任务登记后组长不能调出，请另编一组", code="leader_stays")
    if not GroupMember.objects.filter(pk=member.pk, removed_at=None).update(removed_at=clock.now(), reason=reason[:200]):
        raise StaleState("该同志刚刚已调出，请刷新后查看", code="stale_state")
    inspecting.write(plan, E.MEMBER_REMOVED, by=by, words=f"{member.person.name}：{reason}", group_id=member.group_id)


def _add(
    group: InspectionGroup, person_id: int, role: str, start: dt.date, end: dt.date, *, field: str, by: Actor
) -> GroupMember:
    person = organizations.people([person_id]).get(person_id)
    if person is None or not person.active:
        raise RuleBroken("没有找到该同志，或者已不在职，请重新选择", code="person_left", field=field)
    plan = group.plan
    if end < start or start < plan.start_date or end > plan.end_date:
        raise RuleBroken(
            f"编组的起止日期应在{plan.start_date:%Y-%m-%d}至{plan.end_date:%Y-%m-%d}之间", code="outside_plan", field="start_date"
        )
    for other in inspections.other_memberships(person_id, start, end, apart_from=group.pk):
        seen = other.group.plan.organ_id in overseen_organs(by)
        where = f"“{other.group.plan.title}”{other.group.name}" if seen else "其他机关的督查组"
        raise RuleBroken(
            f"{person.name}{other.start_date:%m月%d日}至{other.end_date:%m月%d日}已编入{where}，同一时间不能在两个督查组",
            code="in_two_groups", field=field,
        )  # fmt: skip
    member = GroupMember.objects.create(group=group, person=person, role=role, start_date=start, end_date=end)
    inspecting.tell(plan.ref, [person_id], f"您已编入{plan.title}{group.name}", level=plan.secrecy, by=by)
    return member


# ── visits ───────────────────────────────────────────────────────────────────


@transaction.atomic
def plan_visit(
    plan: InspectionPlan,
    *,
    unit_id: int,
    start_date: dt.date,
    end_date: dt.date,
    group_id: int | None = None,
    place: str = "",
    rest_day_reason: str = "",
    by: Actor,
) -> InspectionVisit:
    """Say which unit is visited on which days (安排进点).

    Raises:
        NotPermitted: the actor does not keep the plan.
        RuleBroken: a dissolved unit, days outside the plan, gone by, or on rest days without a reason.
    """
    inspection_policy.require(by, "arrange", plan)
    _require_open(plan)
    unit = frame.working_unit(unit_id, field="unit")
    if unit.pk == plan.department_id:
        raise RuleBroken("督查单位不能督查自己，请重新选择", code="own_unit", field="unit")
    _within(plan, start_date, end_date)
    inspecting.check_days(start_date, end_date, reason=rest_day_reason)
    group = plan.groups.filter(pk=group_id).first() if group_id else None
    visit = InspectionVisit.objects.create(
        plan=plan, unit=unit, group=group, place=place.strip()[:120], start_date=start_date, end_date=end_date,
        rest_day_reason=rest_day_reason.strip()[:200], secrecy=plan.secrecy,
    )  # fmt: skip
    inspecting.write(plan, E.VISIT_PLANNED, by=by, words=f"{unit} {visit.days}", visit_id=visit.pk)
    return visit


@transaction.atomic
def change_visit(
    visit: InspectionVisit, *, start_date: dt.date, end_date: dt.date, reason: str, rest_day_reason: str = "", by: Actor
) -> None:
    """Move a visit to other days (调整进点); a unit that knew of it is told.

    Raises:
        NotPermitted: the actor does not keep the plan.
        RuleBroken: begun already, joined with others, no reason, or days that do not do.
    """
    plan = visit.plan
    inspection_policy.require(by, "arrange", plan)
    reason = frame.reason_given(reason, "请说明调整的理由")
    if visit.state not in (VisitState.PLANNED, VisitState.ANNOUNCED):
        raise RuleBroken(f"该单位{visit.get_state_display()}，进点时间不能再调整", code="wrong_state")
    if visit.joint_id:
        raise RuleBroken("该进点已与其他单位合并，时间由各方商定，请先提议新的合并进点", code="joined")
    _within(plan, start_date, end_date)
    inspecting.check_days(start_date, end_date, reason=rest_day_reason)
    before = visit.days
    if not InspectionVisit.objects.filter(pk=visit.pk, state=visit.state, joint=None).update(
        start_date=start_date, end_date=end_date, rest_day_reason=rest_day_reason.strip()[:200]
    ):
        raise StaleState("该进点刚刚有变化，请刷新后再调整", code="stale_state")
    visit.start_date, visit.end_date = start_date, end_date
    inspecting.write(plan, E.VISIT_CHANGED, by=by, words=f"{visit.unit}由{before}改为{visit.days}：{reason}", visit_id=visit.pk)
    if visit.shown_at:
        inspecting.tell(
            visit.ref, inspecting.contacts(visit), f"进点时间改为{visit.days}：{plan.title}", level=plan.secrecy, by=by
        )


@transaction.atomic
def cancel_visit(visit: InspectionVisit, *, reason: str, by: Actor) -> None:
    """Strike a visit from the plan (取消进点).

    Raises:
        NotPermitted: the actor does not keep the plan.
        RuleBroken: begun already, or no reason.
    """
    plan = visit.plan
    inspection_policy.require(by, "arrange", plan)
    reason = frame.reason_given(reason, "请说明取消的理由")
    states.move(visit, to=VisitState.CANCELLED)
    inspecting.write(plan, E.VISIT_CANCELLED, by=by, words=f"{visit.unit}：{reason}", visit_id=visit.pk)
    if visit.shown_at:
        inspecting.tell(visit.ref, inspecting.contacts(visit), f"进点已取消：{plan.title}", level=plan.secrecy, by=by)


# ── registration ─────────────────────────────────────────────────────────────


@transaction.atomic
def register_plan(plan: InspectionPlan, *, over_quota_reason: str = "", approver_id: int | None = None, by: Actor) -> None:
    """Register a plan with the year's quota (登记); above the quota a reason is given and a named person approves first.

    Raises:
        NotPermitted: the actor does not keep the plan.
        RuleBroken: no visits, no group, or above the quota without a reason or an approver.
        StaleState: another plan took the last place.
    """
    inspection_policy.require(by, "arrange", plan)
    if plan.state != InspectionState.DRAFTING:
        raise RuleBroken(f"该任务{plan.get_state_display()}，不能重复登记", code="wrong_state")
    if not plan.visits.exclude(state=VisitState.CANCELLED).exists():
        raise RuleBroken("还没有安排进点，请先写明去哪里、哪几天", code="no_visits")
    if not plan.groups.exists():
        raise RuleBroken("还没有编组，请先确定组长和组员", code="no_group")
    found = inspections.quota(plan.department_id, plan.quota_year)
    if plan.kind != InspectionKind.COMPREHENSIVE or found.left:
        place = found.used + 1 if plan.kind == InspectionKind.COMPREHENSIVE else None
        _register(plan, by=by, quota_place=place)
        return
    said = f"{plan.department}{plan.quota_year}年已登记综合督查{found.used}次，达到上限{found.most}次（{found.basis}）"
    reason = frame.reason_given(over_quota_reason, f"{said}。确需开展的，请写明理由并选择批准人", field="over_quota_reason")
    approver = organizations.people([approver_id]).get(approver_id) if approver_id else None
    if approver is None or not approver.active:
        raise RuleBroken("超出年度次数的，须由一名负责人批准，请选择批准人", code="no_approver", field="approver")
    if approver.pk in (by.person_id, plan.created_by_id):
        raise RuleBroken("批准人不能是拟定人或者登记人，请改选负责人", code="own_approval", field="approver")
    frame.storable(reason, level=plan.secrecy, by=by)
    states.move(
        plan, to=InspectionState.AWAITING_APPROVAL, over_quota_reason=reason[:300], approver_id=approver.pk,
        approver_name=approver.name,
    )  # fmt: skip
    inspecting.write(plan, E.SUBMITTED, by=by, words=reason, approver=approver.name)
    inspecting.tell(plan.ref, [approver.pk], f"超出年度次数的督查请您批准：{plan.title}", level=plan.secrecy, by=by)


@transaction.atomic
def approve_plan(plan: InspectionPlan, *, approved: bool, words: str = "", by: Actor) -> None:
    """Answer for a plan above the quota (批准), as the named person.

    Raises:
        NotPermitted: not the named approver.
        RuleBroken: it does not wait, or a refusal without words.
        StaleState: answered already.
    """
    inspection_policy.require(by, "approve", plan)
    if plan.state != InspectionState.AWAITING_APPROVAL:
        raise RuleBroken(f"该任务{plan.get_state_display()}，没有待批准的事项", code="wrong_state")
    words = words.strip()
    if not approved:
        words = frame.reason_given(words, "请说明不予批准的理由", field="words")
    frame.storable(words, level=plan.secrecy, by=by)
    noted: dict[str, Any] = {"approved_at": clock.now(), "approval_words": words[:300]}
    if approved:
        inspecting.write(plan, E.APPROVED, by=by, words=words or "同意。")
        _register(plan, by=by, quota_place=None, **noted)
    else:
        states.move(plan, to=InspectionState.DRAFTING, **noted)
        inspecting.write(plan, E.REFUSED, by=by, words=words)
    answer = "已批准并登记" if approved else "未获批准"
    inspecting.tell(plan.ref, inspecting.arrangers(plan), f"{answer}：{plan.title}", level=plan.secrecy, by=by)


@transaction.atomic
def void_plan(plan: InspectionPlan, *, reason: str, by: Actor) -> None:
    """Strike a plan that will not be carried out (撤销督查任务); its place in the quota is free again.

    Raises:
        NotPermitted: the actor does not keep it.
        RuleBroken: somebody went out already, or no reason.
    """
    inspection_policy.require(by, "arrange", plan)
    reason = frame.reason_given(reason, "请说明撤销的理由")
    states.move(plan, to=InspectionState.VOIDED, quota_place=None)
    for visit in plan.visits.filter(state__in=[VisitState.PLANNED, VisitState.ANNOUNCED]).select_related("unit", "plan"):
        states.move(visit, to=VisitState.CANCELLED)
        if visit.shown_at:
            inspecting.tell(visit.ref, inspecting.contacts(visit), f"督查已撤销：{plan.title}", level=plan.secrecy, by=by)
    inspecting.write(plan, E.VOIDED, by=by, words=reason)


@transaction.atomic
def set_quota(*, department_id: int | None, year: int, most: int, basis: str, by: Actor) -> None:
    """Say how many comprehensive inspections a department (or everybody) may run in a year (or every year: 0).

    Raises:
        NotPermitted: not the system administrator.
        RuleBroken: no clause is named.
    """
    if by.administrator != "system" and not by.is_system:
        raise NotPermitted("督查年度次数由系统管理员维护", code="not_system_administrator")
    basis = frame.reason_given(basis, "请写明依据的文件和条款", field="basis")
    InspectionQuota.objects.update_or_create(
        department_id=department_id, year=year, defaults={"most": most, "basis": basis[:300]}
    )
    audit.record(
        "supervision.rules_changed", ObjectRef("supervision.rules", 0, "综合督查年度次数"), by=by, department_id=department_id,
        year=year, most=most,
    )  # fmt: skip


def _register(plan: InspectionPlan, *, by: Actor, quota_place: int | None, **changes: Any) -> None:
    scope = f"{(plan.organ.document_code or plan.organ.short_name or plan.organ.name).removesuffix('发')[:30]}督查"
    number = numbering.take(INSPECTION_SERIES, scope=scope, year=plan.quota_year, for_ref=plan.ref, by=by, organ_id=plan.organ_id)
    try:
        with transaction.atomic():
            states.move(
                plan, to=InspectionState.REGISTERED, number=number.text, registered_at=clock.now(), quota_place=quota_place,
                **changes,
            )  # fmt: skip
    except IntegrityError as error:
        raise StaleState("本年度的次数刚刚被另一项督查占用，请刷新后再登记", code="quota_taken") from error
    inspecting.write(plan, E.REGISTERED, by=by, words=number.text, quota_place=quota_place)


def _described(title: str, basis: str, start: dt.date, end: dt.date) -> None:
    if not title.strip():
        raise RuleBroken("请填写督查主题", code="no_title", field="title")
    if not basis.strip():
        raise RuleBroken("请写明督查依据：哪个文件、会议或者批示要求开展", code="no_basis", field="basis")
    if end < start:
        raise RuleBroken("结束日期不能早于开始日期，请重新填写", code="ends_before_start", field="end_date")


def _within(plan: InspectionPlan, start: dt.date, end: dt.date) -> None:
    if start < plan.start_date or end > plan.end_date:
        raise RuleBroken(
            f"进点日期应在督查任务的{plan.start_date:%Y-%m-%d}至{plan.end_date:%Y-%m-%d}之间",
            code="outside_plan",
            field="start_date",
        )
    if start < clock.today():
        raise RuleBroken("进点日期不能早于今天，请重新选择", code="date_past", field="start_date")


def _require_open(plan: InspectionPlan) -> None:
    if plan.state != InspectionState.DRAFTING and plan.state not in LIVE_PLANS[:2]:
        raise RuleBroken(f"该任务{plan.get_state_display()}，不能再调整", code="wrong_state")
