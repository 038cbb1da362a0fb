import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhongshu.kernel import clock
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.organizations.models import Delegation
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.workflow.models import FlowInstance, FlowItem, FlowLog
from zhongshu.platform.workflow.tests.drawing import Drawing, line
from zhongshu.platform.workflow.tests.factories import KIND, Office, holders, publish, where


@pytest.fixture
def staffed(office: Office) -> Office:
    office.person("乙", "reviewer")
    office.person("丁")
    office.person("管理员", "flow_administrator")
    publish(line("draft", "review", review={"assign": "duty:reviewer", "dueWorkdays": "3"}))
    return office


def matters(office: Office, count: int) -> list[FlowInstance]:
    found = []
    for _ in range(count):
        instance = office.start("line")
        office.do(instance, "甲")
        found.append(instance)
    return found


def pass_on(office: Office, giver: str = "乙", taker: str = "丁", by: str = "管理员") -> int:
    return workflow.hand_over(office.person(giver).pk, office.person(taker).pk, reason="调离", by=office.actor(by))


def test_everything_pending_goes_to_the_successor_at_once(staffed: Office) -> None:
    first, second = matters(staffed, 2)

    assert pass_on(staffed) == 2

    assert holders(first) == holders(second) == ["丁"]
    staffed.do(first, "丁")
    first.refresh_from_db()
    assert first.state == "completed"


def test_what_was_done_stays_as_it_was(staffed: Office) -> None:
    [instance] = matters(staffed, 1)
    done = staffed.do(instance, "乙")
    matters(staffed, 1)

    pass_on(staffed)

    again = FlowItem.objects.get(pk=done.pk)
    assert (again.state, again.done_by_name) == ("done", "乙")


def test_the_limit_and_the_history_go_along(staffed: Office) -> None:
    [instance] = matters(staffed, 1)
    before = staffed.item(instance, "乙")

    pass_on(staffed)

    assert staffed.item(instance, "丁").due_at == before.due_at
    logged = FlowLog.objects.get(instance=instance, operation="hand_over")
    assert (logged.data, logged.reason, logged.seq) == ({"giver": "乙", "receiver": "丁"}, "调离", 3)
    assert workflow.participated(KIND, staffed.actor("丁")).count() == 1


def test_the_number_of_queries_does_not_grow_with_the_items(staffed: Office) -> None:
    def cost(count: int) -> int:
        matters(staffed, count)
        with CaptureQueriesContext(connection) as queries:
            assert pass_on(staffed) == count
        return len(queries)

    assert cost(2) == cost(12)


def test_an_item_waiting_for_others_is_handed_over_too(staffed: Office) -> None:
    [instance] = matters(staffed, 1)
    item = staffed.item(instance, "乙")
    workflow.consult(item.pk, staffed.ids("丙"), question="?", by=staffed.actor("乙"))

    pass_on(staffed)

    workflow.answer_consultation(staffed.item(instance, "丙").pk, words="好", by=staffed.actor("丙"))
    assert holders(instance) == ["丁"]


def test_a_successor_who_signs_already_does_not_sign_twice(staffed: Office) -> None:
    drawing = Drawing("sign").start().user("sign", multi="parallel", assign="var:people").user("last").end().variable("people")
    publish(drawing.flow("start", "sign", "last", "end"))
    instance = staffed.start("sign", people=staffed.ids("乙", "丁"))

    pass_on(staffed)

    assert holders(instance) == ["丁"]
    staffed.do(instance, "丁")
    assert where(instance) == ["last"]


def test_the_question_of_a_leaver_to_his_successor_falls_away(staffed: Office) -> None:
    [instance] = matters(staffed, 1)
    workflow.consult(staffed.item(instance, "乙").pk, staffed.ids("丁"), question="?", by=staffed.actor("乙"))

    pass_on(staffed)

    assert holders(instance) == ["丁"]
    staffed.do(instance, "丁")
    instance.refresh_from_db()
    assert instance.state == "completed"


def test_only_the_flow_administrator_of_the_leavers_organ_hands_over(staffed: Office) -> None:
    [instance] = matters(staffed, 1)
    other = Office()
    other.person("外单位管理员", "flow_administrator")

    with pytest.raises(NotPermitted):
        pass_on(staffed, by="甲")
    with pytest.raises(NotPermitted):
        workflow.hand_over(staffed.person("乙").pk, staffed.person("丁").pk, reason="x", by=other.actor("外单位管理员"))

    assert holders(instance) == ["乙"]


def test_nothing_goes_to_one_who_left_or_to_oneself(staffed: Office) -> None:
    [instance] = matters(staffed, 1)
    staffed.person("丁").active = False
    staffed.person("丁").save()

    with pytest.raises(RuleBroken, match="丁已不在职"):
        pass_on(staffed)
    with pytest.raises(RuleBroken, match="不能移交给本人"):
        pass_on(staffed, taker="乙")

    assert holders(instance) == ["乙"]


def test_nothing_goes_to_one_without_the_clearance(staffed: Office) -> None:
    instance = staffed.start("line", secrecy=1)
    staffed.do(instance, "甲")
    staffed.person("低", clearance=0)

    with pytest.raises(RuleBroken, match="有1件不能移交"):
        pass_on(staffed, taker="低")

    assert holders(instance) == ["乙"]


def test_a_person_who_holds_nothing_hands_over_nothing(staffed: Office) -> None:
    assert pass_on(staffed) == 0


@pytest.fixture
def delegation(staffed: Office) -> Delegation:
    """乙 has delegated to 丁 until Friday."""
    with clock.frozen("2026-03-02 08:00") as start, clock.frozen("2026-03-06 18:00") as until:
        return Delegation.objects.create(
            principal=staffed.person("乙"),
            agent=staffed.person("丁"),
            start_at=start,
            end_at=until,
            reason="出差",
            entered_by_name="乙",
        )


def test_under_a_delegation_the_agent_holds_the_item_and_both_see_it(staffed: Office, delegation: Delegation) -> None:
    [instance] = matters(staffed, 1)

    item = staffed.item(instance, "丁")
    assert item.holder_line == "丁（代乙）"
    assert workflow.items_to_do(staffed.actor("丁")).get() == workflow.items_to_do(staffed.actor("乙")).get() == item
    assert workflow.items_delegated(staffed.actor("丁")).get() == item


def test_the_agent_acts_in_both_names(staffed: Office, delegation: Delegation) -> None:
    [instance] = matters(staffed, 1)

    staffed.do(instance, "丁", words="同意")

    logged = FlowLog.objects.filter(instance=instance, operation="complete").latest("seq")
    assert (logged.person_name, logged.principal_name) == ("丁", "乙")


def test_the_principal_may_act_himself(staffed: Office, delegation: Delegation) -> None:
    [instance] = matters(staffed, 1)

    workflow.complete(staffed.item(instance, "丁").pk, words="我自己办", by=staffed.actor("乙"))

    logged = FlowLog.objects.filter(instance=instance, operation="complete").latest("seq")
    assert (logged.person_name, logged.principal_name) == ("乙", "")


def test_an_unopened_item_goes_back_when_the_delegation_is_over(staffed: Office, delegation: Delegation) -> None:
    [instance] = matters(staffed, 1)
    assert workflow.return_ended_delegations() == 0

    with clock.frozen("2026-03-07 09:00"):
        assert workflow.return_ended_delegations() == 1

    assert staffed.item(instance, "乙").principal is None


def test_an_opened_item_stays_with_the_agent(staffed: Office, delegation: Delegation) -> None:
    [instance] = matters(staffed, 1)
    workflow.open_item(staffed.item(instance, "丁").pk, by=staffed.actor("丁"))

    with clock.frozen("2026-03-07 09:00"):
        assert workflow.return_ended_delegations() == 0

    assert holders(instance) == ["丁"]


def test_a_delegation_is_no_chain(staffed: Office, delegation: Delegation) -> None:
    Delegation.objects.create(
        principal=staffed.person("丁"),
        agent=staffed.person("戊"),
        start_at=delegation.start_at,
        end_at=delegation.end_at,
        reason="x",
        entered_by_name="丁",
    )

    [instance] = matters(staffed, 1)

    assert holders(instance) == ["乙"]


def test_an_agent_without_the_clearance_does_not_act(staffed: Office, delegation: Delegation) -> None:
    staffed.person("丁").clearance = 0
    staffed.person("丁").save()
    instance = staffed.start("line", secrecy=1)

    staffed.do(instance, "甲")

    assert holders(instance) == ["乙"]
