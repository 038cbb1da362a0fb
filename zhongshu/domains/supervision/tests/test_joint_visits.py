"""Several bodies, one place, the same week: one visit, and who agreed."""

import datetime as dt

import pytest

from zhongshu.domains.supervision.commands import inspection_planning as planning
from zhongshu.domains.supervision.commands import inspection_visiting as visiting
from zhongshu.domains.supervision.commands import joint_visits
from zhongshu.domains.supervision.inspection_policies import visit_policy
from zhongshu.domains.supervision.models import InspectionVisit, JointVisit
from zhongshu.domains.supervision.queries import inspections
from zhongshu.domains.supervision.tests.inspecting import FIRST, LAST, fresh
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.organizations.tests.factories import UnitFactory, actor_for, person_in

pytestmark = pytest.mark.django_db
DAYS = {"start_date": dt.date(2026, 12, 1), "end_date": dt.date(2026, 12, 3)}


@pytest.fixture
def other(office):
    """The supervisors of the Party committee's office, who keep a register of their own."""
    organ = UnitFactory(name="中共云州市委办公室", document_code="云办发")
    return organ, [actor_for(person_in(organ, Duty.SUPERVISOR)) for _ in range(2)]


def visit_of(by, leader, department, unit, start=FIRST, end=LAST, **values) -> InspectionVisit:
    plan = planning.draft_plan(
        title=values.pop("title", "督查"), kind="special", basis="会议纪要", department_id=department.pk,
        start_date=dt.date(2026, 11, 23), end_date=dt.date(2026, 12, 18), by=by, **values,
    )  # fmt: skip
    planning.form_group(plan, name="甲组", leader_id=leader, start_date=start, end_date=end, by=by)
    visit = planning.plan_visit(plan, unit_id=unit.pk, start_date=start, end_date=end, by=by)
    planning.register_plan(plan, by=by)
    return fresh(visit)


@pytest.fixture
def pair(office, other):
    """Two bodies that want the same bureau in the same week."""
    organ, (first, second) = other
    ours = visit_of(office.actor(office.supervisor), office.second.pk, office.organ, office.units[0], title="我们的督查")
    later = {"start": dt.date(2026, 12, 2), "end": dt.date(2026, 12, 3)}
    theirs = visit_of(first, second.person_id, organ, office.units[0], title="他们的督查", **later)
    return ours, theirs


def test_bodies_see_that_they_want_the_same_place_and_agree_on_one_visit(office, other, pair):
    ours, theirs = pair
    by = office.actor(office.supervisor)
    seen = inspections.calendar_visits(by, dt.date(2026, 11, 23), dt.date(2027, 1, 31))
    [crowding] = inspections.crowded(seen)
    assert (crowding.start, crowding.end) == (dt.date(2026, 12, 2), dt.date(2026, 12, 4))

    joint = joint_visits.propose_joint_visit(seen, start_date=crowding.start, end_date=crowding.end, by=by)
    assert (joint.state, list(joint.consents.values_list("agreed", flat=True))) == ("proposed", [True, None])
    joint_visits.answer_joint_visit(joint, agreed=True, words="同意。", by=other[1][0])

    for visit in (fresh(ours), fresh(theirs)):
        assert (visit.joint_id, visit.start_date, visit.end_date) == (joint.pk, crowding.start, crowding.end)
        assert visit.plan.events.filter(kind="joined").exists()
    assert [consent.by_name for consent in joint.consents.all()] == [by.name, other[1][0].name]
    assert inspections.crowded(inspections.calendar_visits(by, DAYS["start_date"], DAYS["end_date"])) == []
    with pytest.raises(RuleBroken, match="已与其他单位合并"):
        planning.change_visit(fresh(ours), start_date=FIRST, end_date=LAST, reason="改", by=by)


def test_one_refusal_leaves_everything_as_it_was(office, other, pair):
    ours, theirs = pair
    joint = joint_visits.propose_joint_visit([ours, theirs], by=office.actor(office.supervisor), **DAYS)

    with pytest.raises(RuleBroken, match="不同意合并的理由"):
        joint_visits.answer_joint_visit(joint, agreed=False, by=other[1][0])
    joint_visits.answer_joint_visit(joint, agreed=False, words="内容不同。", by=other[1][0])

    assert joint.state == "refused"
    assert fresh(ours).start_date == FIRST
    with pytest.raises(RuleBroken, match="未合并"):
        joint_visits.answer_joint_visit(joint, agreed=True, by=other[1][0])


def test_a_stranger_proposes_and_answers_nothing(office, other, pair):
    stranger = office.actor(office.stranger)
    with pytest.raises(NotPermitted):
        joint_visits.propose_joint_visit(list(pair), by=stranger, **DAYS)
    joint = joint_visits.propose_joint_visit(list(pair), by=office.actor(office.supervisor), **DAYS)

    with pytest.raises(NotPermitted):
        joint_visits.answer_joint_visit(joint, agreed=True, by=stranger)
    with pytest.raises(RuleBroken, match="征求意见"):
        joint_visits.propose_joint_visit(list(pair), by=office.actor(office.supervisor), **DAYS)

    assert JointVisit.objects.get().state == "proposed"


def test_only_open_visits_of_different_bodies_to_one_place_are_joined(office, other, pair):
    ours, theirs = pair
    by = office.actor(office.supervisor)
    elsewhere = visit_of(by, office.director.pk, office.organ, office.units[1], title="别处")

    with pytest.raises(RuleBroken, match="两个督查单位"):
        joint_visits.propose_joint_visit([ours], by=by, **DAYS)
    with pytest.raises(RuleBroken, match="进点单位不同"):
        joint_visits.propose_joint_visit([elsewhere, theirs], by=by, **DAYS)
    planning.cancel_visit(ours, reason="不去了", by=by)
    with pytest.raises(RuleBroken, match="已经开始或者已合并"):
        joint_visits.propose_joint_visit([fresh(ours), theirs], by=by, **DAYS)

    assert not JointVisit.objects.exists()


def test_an_unannounced_visit_is_shown_to_no_other_body(office, other):
    hidden = visit_of(
        office.actor(office.supervisor), office.second.pk, office.organ, office.units[0], title="暗访", unannounced=True
    )

    assert not visit_policy.can(other[1][0], "coordinate", hidden)
    assert visit_policy.can(office.actor(office.director), "coordinate", hidden)
    assert not visit_policy.can(office.actor(office.contacts[0]), "coordinate", hidden)


def test_a_unit_that_was_told_hears_of_the_new_days(office, other, pair):
    ours, theirs = pair
    visiting.announce_plan(ours.plan, by=office.actor(office.supervisor))
    joint = joint_visits.propose_joint_visit([fresh(ours), theirs], by=office.actor(office.supervisor), **DAYS)

    joint_visits.answer_joint_visit(joint, agreed=True, by=other[1][0])

    assert fresh(ours).start_date == DAYS["start_date"]
