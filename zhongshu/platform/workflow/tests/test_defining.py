import pytest
from django.db import DatabaseError, transaction

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.workflow.models import FlowDefinition, FlowLog, FlowVersion
from zhongshu.platform.workflow.tests.drawing import Drawing, line
from zhongshu.platform.workflow.tests.factories import Office, publish

ADMINISTRATOR = Actor(person_id=None, name="系统管理员", administrator="system")


@pytest.fixture
def definition(db: None) -> FlowDefinition:
    return workflow.define("notice", name="通知", by=ADMINISTRATOR)


def test_a_draft_may_be_faulty_but_is_not_published(definition: FlowDefinition) -> None:
    draft = workflow.save_draft(definition, Drawing().start().user("a").flow("start", "a").xml(), by=ADMINISTRATOR)

    with pytest.raises(RuleBroken, match="1处错误") as refused:
        workflow.publish_version(draft, by=ADMINISTRATOR)

    assert refused.value.facts["findings"] == ["“a”：后面没有连线，走到这里就停住了"]
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_what_is_no_model_is_not_even_a_draft(definition: FlowDefinition) -> None:
    with pytest.raises(RuleBroken, match="不是BPMN"):
        workflow.save_draft(definition, "<html/>", by=ADMINISTRATOR)

    assert not definition.versions.exists()


def test_publishing_retires_the_version_before(definition: FlowDefinition) -> None:
    first = publish(line("a"), "notice")
    second = publish(line("a", "b"), "notice")

    first.refresh_from_db()
    assert (first.state, second.state, second.number) == ("retired", "published", 2)


def test_two_administrators_do_not_overwrite_each_other(definition: FlowDefinition) -> None:
    draft = workflow.save_draft(definition, line("a").xml(), by=ADMINISTRATOR)
    workflow.save_draft(definition, line("b").xml(), seen=draft.fingerprint, by=ADMINISTRATOR)

    with pytest.raises(StaleState, match="已被他人修改"):
        workflow.save_draft(definition, line("c").xml(), seen=draft.fingerprint, by=ADMINISTRATOR)


def test_a_draft_is_published_once(definition: FlowDefinition) -> None:
    version = publish(line("a"), "notice")

    with pytest.raises(StaleState):
        workflow.publish_version(version, by=ADMINISTRATOR)


@pytest.mark.parametrize("change", [{"bpmn_xml": "x"}, {"graph": {}}, {"state": "draft"}, {"number": 9}])
def test_the_database_refuses_to_change_a_published_version(definition: FlowDefinition, change: dict) -> None:
    version = publish(line("a"), "notice")

    with pytest.raises(DatabaseError), transaction.atomic():
        FlowVersion.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        FlowVersion.objects.filter(pk=version.pk)._raw_delete("default")


def test_the_database_refuses_to_change_the_history(office: Office) -> None:
    publish(line("a"))
    instance = office.start("line")

    with pytest.raises(DatabaseError), transaction.atomic():
        FlowLog.objects.filter(instance=instance).update(reason="改")
    with pytest.raises(DatabaseError), transaction.atomic():
        FlowLog.objects.filter(instance=instance)._raw_delete("default")


def test_a_retired_version_starts_nothing_new(office: Office) -> None:
    version = publish(line("a"))
    workflow.retire(version, by=ADMINISTRATOR)

    with pytest.raises(RuleBroken, match="还没有发布流程"):
        office.start("line")
    with pytest.raises(RuleBroken, match="只有已发布"):
        workflow.retire(version, by=ADMINISTRATOR)


def test_who_does_not_manage_processes_draws_none(office: Office) -> None:
    publish(line("a"))
    definition = FlowDefinition.objects.get(key="line")
    version = definition.versions.get()

    for order in (
        lambda: workflow.define("x", name="x", by=office.actor("甲")),
        lambda: workflow.save_draft(definition, line("b").xml(), by=office.actor("甲")),
        lambda: workflow.publish_version(version, by=office.actor("甲")),
        lambda: workflow.retire(version, by=office.actor("甲")),
    ):
        with pytest.raises(NotPermitted):
            order()


def test_a_step_whose_duty_nobody_holds_is_not_published(office: Office) -> None:
    office.person("乙", "reviewer")

    with pytest.raises(RuleBroken, match="没有任何人担任"):
        publish(line("a", a={"assign": "duty:printer"}))
