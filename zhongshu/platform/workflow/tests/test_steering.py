import pytest

from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.workflow.models import FlowInstance, FlowItem, FlowLog, FlowScope, FlowStep
from zhongshu.platform.workflow.tests.drawing import Drawing, line
from zhongshu.platform.workflow.tests.factories import Office, holders, publish, where


@pytest.fixture
def matter(office: Office) -> FlowInstance:
    office.person("乙", "reviewer")
    office.person("管理员", "flow_administrator")
    publish(line("draft", "review", "last", review={"assign": "duty:reviewer", "outcomes": "yes:同意,no:不同意"}))
    instance = office.start("line")
    office.do(instance, "甲")
    return instance


@pytest.fixture
def parallel(office: Office) -> FlowInstance:
    office.person("管理员", "flow_administrator")
    drawing = Drawing("par").start().user("draft").gateway("s", "parallel").user("a", assign="var:a").user("b", assign="var:b")
    drawing.gateway("j", "parallel").user("c").end().variable("a", "b")
    publish(drawing.flow("start", "draft", "s", "a", "j", "c", "end").flow("s", "b", "j"))
    instance = office.start("par", a=office.ids("乙"), b=office.ids("丙"))
    office.do(instance, "甲")
    return instance


@pytest.fixture
def split(office: Office) -> FlowInstance:
    """A task in the hands of two units."""
    inner = Drawing("in").start("s0").user("handle", assign="var:unit").end("e0").flow("s0", "handle", "e0")
    drawing = (
        Drawing("split").start().sub("task", inner, multi="parallel", collection="people").user("close").end().variable("people")
    )
    publish(drawing.flow("start", "task", "close", "end"))
    return office.start("split", people=office.ids("乙", "丙"))


def step(instance: FlowInstance, node: str) -> int:
    return FlowStep.objects.get(instance=instance, node=node, state__in=["active", "waiting"]).pk


def test_a_skipped_item_is_shown_as_skipped_and_never_as_agreement(office: Office, matter: FlowInstance) -> None:
    item = office.item(matter, "乙")

    workflow.skip(item.pk, reason="出国", by=office.actor("管理员"))

    item.refresh_from_db()
    assert (item.state, item.outcome, where(matter)) == ("skipped", "", ["last"])
    assert FlowLog.objects.get(instance=matter, operation="skip").reason == "出国"


def test_only_the_flow_administrator_skips_and_with_a_reason(office: Office, matter: FlowInstance) -> None:
    item = office.item(matter, "乙")
    with pytest.raises(NotPermitted):
        workflow.skip(item.pk, reason="x", by=office.actor("甲"))
    with pytest.raises(RuleBroken, match="请填写理由"):
        workflow.skip(item.pk, reason="", by=office.actor("管理员"))

    assert where(matter) == ["review"]


def test_the_last_part_of_an_irreversible_step_is_not_skipped(office: Office) -> None:
    office.person("管理员", "flow_administrator")
    publish(line("number", number={"irreversible": "true", "name": "编号"}))
    instance = office.start("line")

    with pytest.raises(RuleBroken, match="“编号”必须有人办理"):
        workflow.skip(office.item(instance).pk, reason="x", by=office.actor("管理员"))


def test_what_is_done_is_not_skipped(office: Office, matter: FlowInstance) -> None:
    item = office.do(matter, "乙", outcome="yes")

    with pytest.raises(StaleState):
        workflow.skip(item.pk, reason="x", by=office.actor("管理员"))


def test_a_jump_moves_the_matter_to_the_chosen_step_and_people(office: Office, matter: FlowInstance) -> None:
    workflow.jump(
        matter.pk,
        to_node="last",
        from_step_ids=[step(matter, "review")],
        person_ids=office.ids("丁"),
        reason="特急",
        by=office.actor("管理员"),
    )

    assert (where(matter), holders(matter)) == (["last"], ["丁"])
    assert FlowItem.objects.get(instance=matter, assignee_name="乙").state == "cancelled"


def test_a_jump_that_leaves_a_join_waiting_for_ever_is_refused(office: Office, parallel: FlowInstance) -> None:
    with pytest.raises(RuleBroken, match="停在汇合处"):
        workflow.jump(parallel.pk, to_node="c", from_step_ids=[step(parallel, "a")], reason="x", by=office.actor("管理员"))

    assert where(parallel) == ["a", "b"]


def test_a_jump_may_take_all_branches_along(office: Office, parallel: FlowInstance) -> None:
    steps = [step(parallel, "a"), step(parallel, "b")]

    workflow.jump(parallel.pk, to_node="c", from_step_ids=steps, reason="x", by=office.actor("管理员"))

    assert where(parallel) == ["c"]


def test_a_jump_goes_to_a_step_of_the_same_level_only(office: Office, matter: FlowInstance) -> None:
    with pytest.raises(RuleBroken, match="同一层的办理环节"):
        workflow.jump(matter.pk, to_node="end", from_step_ids=[step(matter, "review")], reason="x", by=office.actor("管理员"))


def test_only_open_steps_are_moved(office: Office, matter: FlowInstance) -> None:
    done = FlowStep.objects.get(instance=matter, node="draft").pk

    with pytest.raises(RuleBroken, match="已不在办理中"):
        workflow.jump(matter.pk, to_node="last", from_step_ids=[done], reason="x", by=office.actor("管理员"))


def test_a_stranger_jumps_nowhere(office: Office, matter: FlowInstance) -> None:
    with pytest.raises(NotPermitted):
        workflow.jump(matter.pk, to_node="last", from_step_ids=[step(matter, "review")], reason="x", by=office.actor("甲"))


def test_a_handling_unit_can_be_added(office: Office, split: FlowInstance) -> None:
    workflow.add_unit(step(split, "task"), office.person("丁").pk, reason="增补", by=office.actor("甲"))

    assert holders(split) == ["丁", "丙", "乙"]


def test_a_unit_is_added_once(office: Office, split: FlowInstance) -> None:
    with pytest.raises(RuleBroken, match="已是承办单位"):
        workflow.add_unit(step(split, "task"), office.person("乙").pk, reason="x", by=office.actor("甲"))


def test_taking_the_last_open_unit_out_ends_the_task(office: Office, split: FlowInstance) -> None:
    office.do(split, "乙")
    scope = FlowScope.objects.get(instance=split, element=office.person("丙").pk)

    workflow.remove_unit(scope.pk, reason="撤销承办", by=office.actor("甲"))

    assert where(split) == ["close"]


def test_a_unit_that_has_finished_is_not_taken_out(office: Office, split: FlowInstance) -> None:
    office.do(split, "乙")
    scope = FlowScope.objects.get(instance=split, element=office.person("乙").pk)

    with pytest.raises(RuleBroken, match="已办结"):
        workflow.remove_unit(scope.pk, reason="x", by=office.actor("甲"))


def test_a_stranger_changes_no_units(office: Office, split: FlowInstance) -> None:
    scope = FlowScope.objects.get(instance=split, element=office.person("丙").pk)
    with pytest.raises(NotPermitted):
        workflow.remove_unit(scope.pk, reason="x", by=office.actor("乙"))
    with pytest.raises(NotPermitted):
        workflow.add_unit(step(split, "task"), office.person("丁").pk, reason="x", by=office.actor("乙"))


def test_after_a_jump_nothing_is_taken_back_that_would_lose_a_branch(office: Office, parallel: FlowInstance) -> None:
    done = office.do(parallel, "乙")
    steps = [step(parallel, "b"), step(parallel, "j")]
    workflow.jump(parallel.pk, to_node="c", from_step_ids=steps, reason="x", by=office.actor("管理员"))

    with pytest.raises(RuleBroken, match="经过跳转"):
        workflow.take_back(done.pk, reason="x", by=office.actor("乙"))

    assert where(parallel) == ["c"]
