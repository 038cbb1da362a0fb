import pytest

from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.workflow.models import FlowInstance, FlowStep
from zhongshu.platform.workflow.tests.drawing import Drawing, line
from zhongshu.platform.workflow.tests.factories import Office, holders, publish, where


@pytest.fixture
def matter(office: Office) -> FlowInstance:
    office.person("管理员", "flow_administrator")
    publish(line("draft", "review", "print"))
    instance = office.start("line")
    office.do(instance, "甲")
    return instance


def test_a_running_process_keeps_its_version(office: Office, matter: FlowInstance) -> None:
    publish(line("draft", "review", "legality", "print"))

    office.do(matter, "甲")

    assert where(matter) == ["print"]


def test_a_new_process_takes_the_new_version(office: Office, matter: FlowInstance) -> None:
    publish(line("legality", "print"))

    assert where(office.start("line")) == ["legality"]


def test_a_migrated_process_goes_on_by_the_new_drawing(office: Office, matter: FlowInstance) -> None:
    version = publish(line("draft", "review", "legality", "print"))

    workflow.migrate(matter.pk, to_version_id=version.pk, reason="增加合法性审核", by=office.actor("管理员"))
    office.do(matter, "甲")

    assert where(matter) == ["legality"]


def test_an_open_step_without_a_place_is_named(office: Office, matter: FlowInstance) -> None:
    version = publish(line("draft", "print"))

    with pytest.raises(RuleBroken, match="没有对应的环节：review"):
        workflow.migrate(matter.pk, to_version_id=version.pk, reason="x", by=office.actor("管理员"))

    assert where(matter) == ["review"]


def test_a_step_drawn_anew_is_found_by_the_map(office: Office, matter: FlowInstance) -> None:
    version = publish(line("draft", "check", "print"))

    workflow.migrate(matter.pk, to_version_id=version.pk, mapping={"review": "check"}, reason="x", by=office.actor("管理员"))

    assert (where(matter), holders(matter)) == (["check"], ["甲"])
    assert FlowStep.objects.get(instance=matter, node="draft").name == "draft"


def test_one_migrates_to_a_version_of_the_same_process_only(office: Office, matter: FlowInstance) -> None:
    other = publish(line("draft", "review", key="other"))

    with pytest.raises(RuleBroken, match="同一流程已发布的版本"):
        workflow.migrate(matter.pk, to_version_id=other.pk, reason="x", by=office.actor("管理员"))


def test_only_the_flow_administrator_migrates(office: Office, matter: FlowInstance) -> None:
    version = publish(line("draft", "review", "legality", "print"))

    with pytest.raises(NotPermitted):
        workflow.migrate(matter.pk, to_version_id=version.pk, reason="x", by=office.actor("甲"))


def test_a_marking_that_the_new_drawing_never_reaches_is_refused(office: Office) -> None:
    office.person("管理员", "flow_administrator")
    parallel = Drawing("p").start().gateway("s", "parallel").user("a").user("b").gateway("j", "parallel").end()
    parallel.flow("start", "s", "a", "j", "end").flow("s", "b", "j")
    publish(parallel)
    instance = office.start("p")
    version = publish(line("a", "b", key="p"))

    with pytest.raises(RuleBroken, match="停在汇合处"):
        workflow.migrate(instance.pk, to_version_id=version.pk, reason="x", by=office.actor("管理员"))

    assert where(instance) == ["a", "b"]
