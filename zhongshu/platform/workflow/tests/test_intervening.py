import datetime as dt

import pytest

from zhongshu.kernel import clock
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.workflow import registry
from zhongshu.platform.workflow.models import FlowInstance, FlowItem, FlowLog
from zhongshu.platform.workflow.tests.drawing import Drawing, line
from zhongshu.platform.workflow.tests.factories import KIND, Office, holders, publish, where


@pytest.fixture
def matter(office: Office) -> FlowInstance:
    """A matter in the hands of 乙 with a limit of three working days."""
    office.person("乙", "reviewer")
    office.person("管理员", "flow_administrator")
    publish(line("draft", "review", "last", review={"assign": "duty:reviewer", "dueWorkdays": "3"}))
    instance = office.start("line")
    office.do(instance, "甲")
    return instance


@pytest.fixture
def results(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the owner of the object was told of the end."""
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    told: list[str] = []
    workflow.register_kind(KIND, ended=lambda ref, result, by: told.append(result))
    return told


def test_the_starter_withdraws_the_whole_matter(office: Office, matter: FlowInstance, results: list[str]) -> None:
    workflow.withdraw(matter.pk, reason="不发了", by=office.actor("甲"))

    matter.refresh_from_db()
    assert (matter.state, holders(matter), where(matter), results) == ("withdrawn", [], [], ["withdrawn"])


def test_only_the_starter_withdraws(office: Office, matter: FlowInstance) -> None:
    with pytest.raises(NotPermitted):
        workflow.withdraw(matter.pk, reason="x", by=office.actor("乙"))

    assert holders(matter) == ["乙"]


def test_after_an_irreversible_step_nothing_is_withdrawn(office: Office) -> None:
    publish(line("number", "print", number={"irreversible": "true", "name": "编号"}))
    instance = office.start("line")
    office.do(instance, "甲")

    with pytest.raises(RuleBroken, match="已办理“编号”，不能撤销"):
        workflow.withdraw(instance.pk, reason="x", by=office.actor("甲"))

    with pytest.raises(RuleBroken, match="联系流程管理员"):
        workflow.terminate(instance.pk, reason="x", by=office.actor("甲"))


def test_an_ended_matter_is_not_withdrawn_again(office: Office, matter: FlowInstance) -> None:
    workflow.withdraw(matter.pk, reason="x", by=office.actor("甲"))

    with pytest.raises(RuleBroken, match="已撤销"):
        workflow.withdraw(matter.pk, reason="x", by=office.actor("甲"))


def test_a_withdrawn_matter_can_be_started_anew(office: Office, matter: FlowInstance) -> None:
    workflow.withdraw(matter.pk, reason="x", by=office.actor("甲"))

    again = workflow.start("line", ref=matter.ref, organ_id=office.organ.pk, by=office.actor("甲"))

    assert where(again) == ["draft"]


def test_a_terminated_matter_is_restored_exactly_where_it_stood(office: Office, results: list[str]) -> None:
    office.person("管理员", "flow_administrator")
    drawing = Drawing("sign").start().gateway("s", "parallel").user("a", assign="var:a").user("b", assign="var:b")
    drawing.gateway("j", "parallel").user("c").end().variable("a", "b")
    publish(drawing.flow("start", "s", "a", "j", "c", "end").flow("s", "b", "j"))
    instance = office.start("sign", a=office.ids("乙"), b=office.ids("丙"))
    office.do(instance, "乙")
    workflow.consult(office.item(instance, "丙").pk, office.ids("丁"), question="?", by=office.actor("丙"))
    stood = (where(instance), holders(instance))

    workflow.terminate(instance.pk, reason="停办", by=office.actor("管理员"))
    assert (where(instance), holders(instance)) == ([], [])
    workflow.restore(instance.pk, reason="恢复", by=office.actor("管理员"))

    assert (where(instance), holders(instance)) == stood
    assert FlowItem.objects.get(instance=instance, assignee_name="丙").state == "held"
    assert results == ["terminated", "restored"]


def test_a_stranger_neither_terminates_nor_restores(office: Office, matter: FlowInstance) -> None:
    with pytest.raises(NotPermitted):
        workflow.terminate(matter.pk, reason="x", by=office.actor("乙"))
    workflow.terminate(matter.pk, reason="x", by=office.actor("甲"))
    with pytest.raises(NotPermitted):
        workflow.restore(matter.pk, reason="x", by=office.actor("甲"))


def test_what_was_not_terminated_is_not_restored(office: Office, matter: FlowInstance) -> None:
    with pytest.raises(RuleBroken, match="只有已终止"):
        workflow.restore(matter.pk, reason="x", by=office.actor("管理员"))


def test_an_old_process_is_not_restored_beside_a_new_one(office: Office, matter: FlowInstance) -> None:
    workflow.terminate(matter.pk, reason="x", by=office.actor("甲"))
    workflow.start("line", ref=matter.ref, organ_id=office.organ.pk, by=office.actor("甲"))

    with pytest.raises(RuleBroken, match="已重新发起"):
        workflow.restore(matter.pk, reason="x", by=office.actor("管理员"))


def test_terminating_needs_a_reason(office: Office, matter: FlowInstance) -> None:
    with pytest.raises(RuleBroken, match="请填写理由"):
        workflow.terminate(matter.pk, reason="", by=office.actor("甲"))

    assert holders(matter) == ["乙"]


def test_nothing_is_done_on_a_terminated_matter(office: Office, matter: FlowInstance) -> None:
    item = office.item(matter, "乙")
    workflow.terminate(matter.pk, reason="x", by=office.actor("甲"))

    with pytest.raises(StaleState):
        workflow.complete(item.pk, by=office.actor("乙"))


def test_a_suspended_matter_takes_no_orders_and_its_clock_stands(office: Office, matter: FlowInstance) -> None:
    item = office.item(matter, "乙")
    workflow.suspend(matter.pk, reason="等上级答复", by=office.actor("管理员"))

    with pytest.raises(RuleBroken, match="流程已挂起"):
        workflow.complete(item.pk, by=office.actor("乙"))

    with clock.frozen("2026-03-12 09:00"):  # eight working days later
        assert workflow.warn_due() == 0
        workflow.resume(matter.pk, reason="已答复", by=office.actor("管理员"))
    item.refresh_from_db()
    assert item.due_at is not None
    assert item.due_at.astimezone().date() == dt.date(2026, 3, 17)


def test_only_the_flow_administrator_suspends_and_resumes(office: Office, matter: FlowInstance) -> None:
    with pytest.raises(NotPermitted):
        workflow.suspend(matter.pk, reason="x", by=office.actor("甲"))
    with pytest.raises(NotPermitted):
        workflow.resume(matter.pk, reason="x", by=office.actor("甲"))


def test_what_is_not_suspended_is_not_resumed(office: Office, matter: FlowInstance) -> None:
    with pytest.raises(RuleBroken, match="没有挂起"):
        workflow.resume(matter.pk, reason="x", by=office.actor("管理员"))
    workflow.suspend(matter.pk, reason="x", by=office.actor("管理员"))
    with pytest.raises(RuleBroken, match="只有办理中"):
        workflow.suspend(matter.pk, reason="x", by=office.actor("管理员"))


def test_the_administrator_of_another_organ_has_no_say(office: Office, matter: FlowInstance) -> None:
    other = Office()
    other.person("外单位管理员", "flow_administrator")

    with pytest.raises(NotPermitted):
        workflow.suspend(matter.pk, reason="x", by=other.actor("外单位管理员"))


def test_the_lines_of_history_are_numbered_without_gaps(office: Office, matter: FlowInstance) -> None:
    workflow.suspend(matter.pk, reason="x", by=office.actor("管理员"))
    workflow.resume(matter.pk, reason="x", by=office.actor("管理员"))
    workflow.terminate(matter.pk, reason="x", by=office.actor("甲"))

    assert list(FlowLog.objects.filter(instance=matter).values_list("seq", flat=True)) == [1, 2, 3, 4, 5]
