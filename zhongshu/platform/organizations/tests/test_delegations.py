import datetime as dt

import pytest

from zhongshu.kernel import clock
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.organizations.commands import add_delegation, revoke_delegation
from zhongshu.platform.organizations.models import Delegation
from zhongshu.platform.organizations.queries import agent_for, agents_for
from zhongshu.platform.organizations.tests.factories import PersonFactory, UnitFactory, actor_for, administrator, person_in

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _monday_morning():
    with clock.frozen("2026-11-23 09:00"):
        yield


def delegate(principal, agent, *, start=0, days=7, by=None, **fields):
    now = clock.now()
    return add_delegation(
        principal,
        agent,
        start_at=now + start * DAY,
        end_at=now + (start + days) * DAY,
        reason="出差",
        by=by or actor_for(principal),
        **fields,
    )


@pytest.fixture
def people():
    unit = UnitFactory()
    return [person_in(unit) for _ in range(4)]


def test_the_agent_acts_for_the_principal_during_the_period(people):
    principal, agent, *_ = people

    delegate(principal, agent)

    assert agent_for(principal.pk, "documents.outgoing").agent == agent
    assert actor_for(agent).principals == {principal.pk}
    assert actor_for(agent).acts_as == {principal.pk, agent.pk}


def test_delegation_is_one_way(people):
    principal, agent, *_ = people

    delegate(principal, agent)

    assert agent_for(agent.pk, "documents.outgoing") is None
    assert actor_for(principal).principals == frozenset()


def test_nobody_acts_before_the_start_or_after_the_end(people):
    principal, agent, *_ = people
    delegate(principal, agent, start=1, days=2)

    found = []
    for moment in ("2026-11-24 08:59", "2026-11-24 09:00", "2026-11-26 08:59", "2026-11-26 09:00"):
        with clock.frozen(moment):
            found.append(agent_for(principal.pk, "documents.outgoing") is not None)

    assert found == [False, True, True, False]


def test_a_delegation_may_be_limited_to_kinds_of_matter(people):
    principal, agent, *_ = people

    delegate(principal, agent, matter_kinds=["documents.incoming"])

    assert agent_for(principal.pk, "documents.outgoing") is None
    assert agent_for(principal.pk, "documents.incoming").agent == agent


def test_an_agent_without_the_clearance_does_not_act(people):
    principal, agent, *_ = people

    delegate(principal, agent)

    assert agent_for(principal.pk, "documents.outgoing", secrecy=1).agent == agent
    assert agent_for(principal.pk, "documents.outgoing", secrecy=2) is None


def test_an_agent_who_left_does_not_act(people):
    principal, agent, *_ = people
    delegate(principal, agent)

    type(agent).objects.filter(pk=agent.pk).update(active=False)

    assert agent_for(principal.pk, "documents.outgoing") is None


def test_an_agent_cannot_delegate_back_or_onward_in_the_period(people):
    principal, agent, third, _ = people
    delegate(principal, agent)

    for target in (principal, third):
        with pytest.raises(RuleBroken, match=r"受托期间不能再委托他人|已委托他人") as refusal:
            delegate(agent, target)
        assert refusal.value.code == "delegation_chain"

    assert Delegation.objects.count() == 1


def test_nobody_delegates_to_somebody_who_delegates(people):
    principal, agent, third, _ = people
    delegate(agent, third)

    with pytest.raises(RuleBroken, match="已委托他人，不能再受托") as refusal:
        delegate(principal, agent)

    assert refusal.value.field == "agent"


def test_after_the_period_the_former_agent_may_delegate(people):
    principal, agent, *_ = people
    delegate(principal, agent, days=2)

    delegate(agent, principal, start=2, days=2)

    assert Delegation.objects.count() == 2


def test_two_delegations_of_one_person_do_not_overlap(people):
    principal, agent, third, _ = people
    delegate(principal, agent)

    with pytest.raises(RuleBroken, match="该时段已有委托"):
        delegate(principal, third, start=6)


def test_several_people_may_delegate_to_one(people):
    first, second, agent, _ = people
    delegate(first, agent)
    delegate(second, agent)

    found = agents_for([first.pk, second.pk, agent.pk], "documents.outgoing")

    assert {principal: row.agent_id for principal, row in found.items()} == {first.pk: agent.pk, second.pk: agent.pk}
    assert actor_for(agent).principals == {first.pk, second.pk}


def test_nobody_delegates_to_oneself_to_somebody_gone_or_for_a_time_that_is_over(people):
    principal, agent, *_ = people
    gone = PersonFactory(active=False)

    codes = []
    for other, options in ((principal, {}), (gone, {}), (agent, {"start": -3, "days": 2}), (agent, {"days": 0})):
        with pytest.raises(RuleBroken) as refusal:
            delegate(principal, other, **options)
        codes.append(refusal.value.code)

    assert codes == ["delegates_to_oneself", "agent_left", "empty_period", "empty_period"]
    assert not Delegation.objects.exists()


def test_a_stranger_cannot_delegate_another_persons_matters(people):
    principal, agent, stranger, _ = people

    with pytest.raises(NotPermitted, match="只能委托本人的事项"):
        delegate(principal, agent, by=actor_for(stranger))

    assert not Delegation.objects.exists()


def test_the_system_administrator_delegates_for_somebody_absent(people):
    principal, agent, *_ = people

    delegation = delegate(principal, agent, by=administrator("system"))

    assert delegation.entered_by_name == "system管理员"


def test_a_revoked_delegation_ends_at_once(people):
    principal, agent, *_ = people
    delegation = delegate(principal, agent)

    revoke_delegation(delegation, by=actor_for(principal))

    assert agent_for(principal.pk, "documents.outgoing") is None
    assert actor_for(agent).principals == frozenset()
    with pytest.raises(RuleBroken, match="已经撤回"):
        revoke_delegation(delegation, by=actor_for(principal))


def test_the_agent_cannot_revoke(people):
    principal, agent, *_ = people
    delegation = delegate(principal, agent)

    with pytest.raises(NotPermitted):
        revoke_delegation(delegation, by=actor_for(agent))

    delegation.refresh_from_db()
    assert delegation.revoked_at is None
