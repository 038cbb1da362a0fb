import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from zhongshu.domains.supervision.commands import inspection_planning as planning
from zhongshu.domains.supervision.commands import inspection_visiting as visiting
from zhongshu.domains.supervision.inspection_policies import inspection_policy, visit_policy
from zhongshu.domains.supervision.models import GroupMember, InspectionEvent, InspectionPlan, InspectionVisit
from zhongshu.domains.supervision.queries import inspections
from zhongshu.domains.supervision.tests.inspecting import FIRST, LAST, drafted, fresh, registered, underway, with_visit
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState

pytestmark = pytest.mark.django_db


def test_a_task_is_drafted_grouped_and_registered_with_a_number(office):
    visit = registered(office)

    plan = visit.plan
    assert (plan.state, plan.number, plan.quota_place) == ("registered", "云政办督查〔2026〕1号", None)
    assert list(plan.events.values_list("kind", flat=True)) == ["drafted", "grouped", "visit_planned", "registered"]


def test_a_stranger_drafts_changes_groups_plans_and_registers_nothing(office):
    plan, by = drafted(office), office.actor(office.stranger)
    days = {"start_date": FIRST, "end_date": LAST}

    for attempt in (
        lambda: planning.draft_plan(title="督查", kind="special", basis="会议", department_id=office.organ.pk, **days, by=by),
        lambda: planning.change_plan(plan, title="改", basis="会议", content="", **days, reason="改", by=by),
        lambda: planning.form_group(plan, name="甲", leader_id=office.second.pk, by=by),
        lambda: planning.plan_visit(plan, unit_id=office.units[0].pk, **days, by=by),
        lambda: planning.register_plan(plan, by=by),
        lambda: planning.approve_plan(plan, approved=True, by=by),
        lambda: planning.void_plan(plan, reason="不办了", by=by),
        lambda: planning.set_quota(department_id=None, year=0, most=2, basis="规定", by=by),
    ):
        with pytest.raises(NotPermitted):
            attempt()

    assert InspectionPlan.objects.get().state == "drafting"
    assert list(plan.events.values_list("kind", flat=True)) == ["drafted"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"title": " "}, "请填写督查主题"),
        ({"basis": ""}, "请写明督查依据"),
        ({"end_date": dt.date(2026, 11, 1)}, "结束日期不能早于开始日期"),
    ],
)
def test_a_task_says_what_why_and_when(office, values, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        drafted(office, **values)

    assert not InspectionPlan.objects.exists()


def test_a_task_is_corrected_with_a_reason_and_keeps_its_visits(office):
    plan = with_visit(office).plan
    by = office.actor(office.supervisor)
    values = {"title": "燃气安全专项督查", "basis": "会议", "content": "查燃气", "reason": "范围缩小", "by": by}

    planning.change_plan(plan, start_date=plan.start_date, end_date=LAST, **values)
    with pytest.raises(RuleBroken, match="不在新的起止日期之内"):
        planning.change_plan(plan, start_date=plan.start_date, end_date=FIRST, **values)

    plan.refresh_from_db()
    assert (plan.title, plan.end_date) == ("燃气安全专项督查", LAST)


# ── the group ────────────────────────────────────────────────────────────────


def test_nobody_goes_with_two_groups_on_the_same_days(office):
    with_visit(office)
    other, by = drafted(office, title="营商环境督查"), office.actor(office.supervisor)

    with pytest.raises(RuleBroken, match="督二11月30日至12月02日已编入“安全生产专项督查”第一督查组") as refused:
        planning.form_group(other, name="", leader_id=office.supervisor.pk, member_ids=[office.second.pk], by=by)
    assert refused.value.field == "members"
    assert not other.groups.exists()

    later = {"start_date": dt.date(2026, 12, 3), "end_date": dt.date(2026, 12, 4)}
    group = planning.form_group(other, name="", leader_id=office.supervisor.pk, member_ids=[office.second.pk], by=by, **later)
    assert (group.name, group.members.count()) == ("第1督查组", 2)


def test_people_join_and_leave_a_group(office):
    plan, by = drafted(office), office.actor(office.supervisor)
    group = planning.form_group(plan, name="甲组", leader_id=office.second.pk, by=by)

    member = planning.add_member(group, person_id=office.director.pk, start_date=FIRST, end_date=LAST, by=by)
    with pytest.raises(RuleBroken, match="已在本组"):
        planning.add_member(group, person_id=office.director.pk, start_date=FIRST, end_date=LAST, by=by)
    planning.remove_member(member, reason="另有任务", by=by)
    with pytest.raises(StaleState):
        planning.remove_member(GroupMember.objects.get(pk=member.pk), reason="再来", by=by)

    assert list(group.members.filter(removed_at=None).values_list("person__name", flat=True)) == ["督二"]


def test_a_stranger_changes_no_group(office):
    plan, stranger = drafted(office), office.actor(office.stranger)
    group = planning.form_group(plan, name="甲组", leader_id=office.second.pk, by=office.actor(office.supervisor))

    with pytest.raises(NotPermitted):
        planning.add_member(group, person_id=office.director.pk, start_date=FIRST, end_date=LAST, by=stranger)
    with pytest.raises(NotPermitted):
        planning.remove_member(group.members.get(), reason="走", by=stranger)

    assert group.members.filter(removed_at=None).count() == 1


# ── visits ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("start", "end", "reason", "sentence"),
    [
        ("2026-12-05", "2026-12-06", "", "12月5日、12月6日是休息日"),
        ("2026-11-20", "2026-11-24", "", "应在督查任务的2026-11-23至2026-12-18之间"),
        ("2026-12-14", "2026-12-20", "", "应在督查任务的"),
        ("2026-12-05", "2026-12-06", "夜市周末经营，须在周末看", None),
    ],
)
def test_a_visit_lies_in_the_plan_and_on_working_days_unless_said_why(office, start, end, reason, sentence):
    plan, by = drafted(office), office.actor(office.supervisor)
    values = {"unit_id": office.units[0].pk, "start_date": dt.date.fromisoformat(start), "end_date": dt.date.fromisoformat(end)}

    if sentence is None:
        planning.plan_visit(plan, rest_day_reason=reason, by=by, **values)
        assert InspectionVisit.objects.get().rest_day_reason == reason
        return
    with pytest.raises(RuleBroken, match=sentence):
        planning.plan_visit(plan, rest_day_reason=reason, by=by, **values)
    assert not InspectionVisit.objects.exists()


def test_a_visit_beyond_the_published_calendar_is_refused(office):
    plan = drafted(office, end_date=dt.date(2027, 1, 15))

    with pytest.raises(RuleBroken, match="尚未导入2027年放假安排"):
        planning.plan_visit(
            plan, unit_id=office.units[0].pk, start_date=dt.date(2027, 1, 6), end_date=dt.date(2027, 1, 7),
            by=office.actor(office.supervisor),
        )  # fmt: skip


def test_a_visit_is_moved_and_struck_by_who_keeps_the_task(office):
    visit, by = registered(office), office.actor(office.supervisor)
    stranger = office.actor(office.stranger)
    later = {"start_date": dt.date(2026, 12, 3), "end_date": dt.date(2026, 12, 4), "reason": "让开考试"}

    with pytest.raises(NotPermitted):
        planning.change_visit(visit, by=stranger, **later)
    with pytest.raises(NotPermitted):
        planning.cancel_visit(visit, reason="不去了", by=stranger)
    planning.change_visit(visit, by=by, **later)
    planning.cancel_visit(fresh(visit), reason="不去了", by=by)

    visit = fresh(visit)
    assert (visit.state, visit.start_date) == ("cancelled", dt.date(2026, 12, 3))
    with pytest.raises(RuleBroken, match="已取消"):
        planning.change_visit(visit, by=by, **later)


def test_who_is_there_already_is_not_moved_or_struck(office):
    visit, by = underway(office), office.actor(office.supervisor)

    with pytest.raises(RuleBroken, match="进点中"):
        planning.change_visit(visit, start_date=LAST, end_date=LAST, reason="改期", by=by)
    with pytest.raises(RuleBroken, match="进点中"):
        planning.cancel_visit(visit, reason="不去了", by=by)
    with pytest.raises(RuleBroken, match="督查中"):
        planning.void_plan(visit.plan, reason="不办了", by=by)


# ── the quota ────────────────────────────────────────────────────────────────


def comprehensive(office, **values):
    return with_visit(office, kind="comprehensive", grouped=False, **values).plan


def grouped(office, plan, leader):
    planning.form_group(plan, name="督查组", leader_id=leader.pk, by=office.actor(office.supervisor))


def test_a_second_comprehensive_inspection_needs_a_reason_and_a_named_persons_approval(office):
    by, director = office.actor(office.supervisor), office.actor(office.director)
    first, second = comprehensive(office), comprehensive(office, title="年末综合督查")
    grouped(office, first, office.second)
    grouped(office, second, office.contacts[2])
    planning.register_plan(first, by=by)

    with pytest.raises(RuleBroken, match="已登记综合督查1次，达到上限1次（《整治形式主义为基层减负若干规定》"):
        planning.register_plan(second, by=by)
    with pytest.raises(RuleBroken, match="请选择批准人"):
        planning.register_plan(second, over_quota_reason="省里部署", by=by)
    with pytest.raises(RuleBroken, match="不能是拟定人"):
        planning.register_plan(second, over_quota_reason="省里部署", approver_id=office.supervisor.pk, by=by)
    planning.register_plan(second, over_quota_reason="省里部署", approver_id=office.director.pk, by=by)
    assert second.state == "awaiting_approval"
    with pytest.raises(NotPermitted):
        planning.approve_plan(second, approved=True, by=office.actor(office.second))
    planning.approve_plan(second, approved=True, words="同意，控制在一周。", by=director)

    second.refresh_from_db()
    assert (first.quota_place, second.quota_place, second.state) == (1, None, "registered")
    assert (second.over_quota_reason, second.approver_name, second.approval_words) == ("省里部署", "主任", "同意，控制在一周。")
    with pytest.raises(RuleBroken, match="没有待批准的事项"):
        planning.approve_plan(second, approved=True, by=director)


def test_a_refused_plan_goes_back_with_the_words(office):
    by, plan = office.actor(office.supervisor), comprehensive(office)
    grouped(office, plan, office.second)
    planning.set_quota(department_id=office.organ.pk, year=2026, most=0, basis="本年不开展", by=Actor.system())
    planning.register_plan(plan, over_quota_reason="需要", approver_id=office.director.pk, by=by)

    with pytest.raises(RuleBroken, match="不予批准的理由"):
        planning.approve_plan(plan, approved=False, by=office.actor(office.director))
    planning.approve_plan(plan, approved=False, words="并入春季督查。", by=office.actor(office.director))

    assert (plan.state, plan.approval_words) == ("drafting", "并入春季督查。")


def test_the_narrowest_quota_counts_and_a_struck_plan_gives_its_place_back(office):
    by, plan = office.actor(office.supervisor), comprehensive(office)
    grouped(office, plan, office.second)
    planning.set_quota(department_id=None, year=0, most=3, basis="通则", by=Actor.system())
    planning.set_quota(department_id=office.organ.pk, year=0, most=2, basis="本单位", by=Actor.system())
    planning.register_plan(plan, by=by)
    quota = inspections.quota(office.organ.pk, 2026)
    assert (quota.most, quota.used, quota.left, quota.basis) == (2, 1, 1, "本单位")
    assert inspections.quota(office.units[0].pk, 2026).most == 3

    planning.void_plan(plan, reason="并入省里督查", by=by)

    assert inspections.quota(office.organ.pk, 2026).left == 2
    with pytest.raises(RuleBroken, match="已撤销"):
        planning.register_plan(plan, by=by)


def test_a_special_inspection_is_not_counted(office):
    registered(office)

    assert inspections.quota(office.organ.pk, 2026).used == 0


def test_what_has_no_visits_or_no_group_is_not_registered(office):
    by = office.actor(office.supervisor)

    with pytest.raises(RuleBroken, match="还没有安排进点"):
        planning.register_plan(drafted(office), by=by)
    with pytest.raises(RuleBroken, match="还没有编组"):
        planning.register_plan(comprehensive(office), by=by)


# ── who sees it ──────────────────────────────────────────────────────────────


def test_the_unit_sees_its_visit_after_notice_the_group_the_task_and_a_stranger_nothing(office):
    visit = registered(office)
    contact, member = office.actor(office.contacts[0]), office.actor(office.second)

    assert not visit_policy.can(contact, "view", visit)
    assert inspection_policy.can(member, "view", visit.plan)
    visiting.announce_plan(visit.plan, by=office.actor(office.supervisor))

    assert visit_policy.can(contact, "view", visit)
    assert not inspection_policy.can(contact, "view", visit.plan)
    for person in (office.stranger, office.contacts[1]):
        assert not visit_policy.can(office.actor(person), "view", visit)


def test_the_record_of_a_task_is_append_only(office):
    plan = drafted(office)

    for change in (
        lambda: InspectionEvent.objects.filter(plan=plan).update(words="改"),
        lambda: InspectionEvent.objects.filter(plan=plan).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
