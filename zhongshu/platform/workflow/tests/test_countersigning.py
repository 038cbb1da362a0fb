import pytest

from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.workflow.models import FlowInstance, FlowItem
from zhongshu.platform.workflow.tests.drawing import Drawing
from zhongshu.platform.workflow.tests.factories import KIND, Office, holders, publish, where

SIGNERS = ("乙", "丙", "丁")


def countersigning(office: Office, rule: str = "all", multi: str = "parallel", **step: str) -> FlowInstance:
    """A draft waits for three signers."""
    drawing = Drawing("sign").start().user("draft").variable("people")
    drawing.user("sign", name="会签", multi=multi, assign="var:people", rule=rule, outcomes="yes:同意,no:不同意", **step)
    publish(drawing.user("last").end().flow("start", "draft", "sign", "last", "end"))
    instance = office.start("sign", people=office.ids(*SIGNERS))
    office.do(instance, "甲")
    return instance


def test_every_signer_gets_an_item_of_one_step(office: Office) -> None:
    instance = countersigning(office)

    assert where(instance) == ["sign"]
    assert holders(instance) == sorted(SIGNERS)


def test_all_must_act_before_the_matter_goes_on(office: Office) -> None:
    instance = countersigning(office)
    office.do(instance, "乙", outcome="yes")
    office.do(instance, "丙", outcome="no")
    assert where(instance) == ["sign"]

    office.do(instance, "丁", outcome="yes")

    assert where(instance) == ["last"]


def test_the_first_of_several_is_enough_where_one_may_act(office: Office) -> None:
    instance = countersigning(office, "any")

    office.do(instance, "丙", outcome="yes")

    assert where(instance) == ["last"]
    assert FlowItem.objects.filter(instance=instance, state="cancelled").count() == 2


def test_a_share_of_agreement_decides(office: Office) -> None:
    instance = countersigning(office, "ratio:0.6")
    office.do(instance, "乙", outcome="yes")
    assert where(instance) == ["sign"]

    office.do(instance, "丁", outcome="yes")

    assert where(instance) == ["last"]


def test_one_refusal_decides_under_a_veto(office: Office) -> None:
    instance = countersigning(office, "veto")

    office.do(instance, "丙", outcome="no")

    assert where(instance) == ["last"]
    assert instance.steps.get(node="sign").outcome == "no"


def test_signers_in_order_get_their_turn_one_by_one(office: Office) -> None:
    instance = countersigning(office, multi="sequential")
    assert holders(instance) == ["乙"]

    office.do(instance, "乙", outcome="yes")

    assert holders(instance) == ["丙"]


def test_who_is_not_yet_in_turn_cannot_sign(office: Office) -> None:
    instance = countersigning(office, multi="sequential")
    item = office.item(instance, "丙", state="pending")

    with pytest.raises(RuleBroken, match="还没有轮到"):
        workflow.complete(item.pk, outcome="yes", by=office.actor("丙"))

    assert holders(instance) == ["乙"]


def test_a_vote_after_the_decision_is_kept_as_a_late_opinion(office: Office) -> None:
    instance = countersigning(office, "any")
    late = office.item(instance, "丁")
    office.do(instance, "乙", outcome="yes")

    workflow.complete(late.pk, outcome="no", words="我有不同看法", by=office.actor("丁"))

    opinion = opinions.Opinion.objects.get(ref_kind=KIND, ref_id=instance.ref_id, person_name="丁")
    assert opinion.is_late
    late.refresh_from_db()
    assert (late.state, late.late, where(instance)) == ("done", True, ["last"])


def test_a_late_signer_with_nothing_to_say_is_told_that_it_is_decided(office: Office) -> None:
    instance = countersigning(office, "any")
    late = office.item(instance, "丁")
    office.do(instance, "乙", outcome="yes")

    with pytest.raises(StaleState, match="会签已有结果"):
        workflow.complete(late.pk, outcome="no", by=office.actor("丁"))


def test_a_stranger_does_not_sign_late_either(office: Office) -> None:
    instance = countersigning(office, "any")
    late = office.item(instance, "丁")
    office.do(instance, "乙", outcome="yes")

    with pytest.raises(NotPermitted):
        workflow.complete(late.pk, words="x", by=office.actor("甲"))


def test_a_person_named_twice_signs_once(office: Office) -> None:
    drawing = Drawing("sign").start().user("sign", multi="parallel", assign="var:people").end().variable("people")
    publish(drawing.flow("start", "sign", "end"))

    instance = office.start("sign", people=office.ids("乙", "乙"))

    assert holders(instance) == ["乙"]


def test_each_unit_is_represented_by_its_contact_person(office: Office) -> None:
    drawing = Drawing("units").start().user("handle", multi="parallel", assign="unit_var:units").end().variable("units")
    publish(drawing.flow("start", "handle", "end"))
    first, second = Office(), Office()
    first.person("联系人一", "contact_person")
    second.person("文书二", "registry_clerk")

    instance = office.start("units", units=[first.organ.pk, second.organ.pk])

    assert holders(instance) == ["文书二", "联系人一"]
    assert FlowItem.objects.get(assignee_name="联系人一").unit == first.organ


def test_a_unit_without_anybody_is_named(office: Office) -> None:
    drawing = Drawing("units").start().user("a").user("handle", multi="parallel", assign="unit_var:units", name="承办").end()
    publish(drawing.variable("units").flow("start", "a", "handle", "end"))
    empty = Office()
    instance = office.start("units", units=[empty.organ.pk])

    with pytest.raises(RuleBroken, match="没有可以办理“承办”的人员"):
        office.do(instance, "甲")

    assert where(instance) == ["a"]


def test_a_sub_process_runs_once_for_each_unit(office: Office) -> None:
    inner = (
        Drawing("inner").start("s0").user("receive", assign="unit_var:unit").user("report", assign="handler:receive").end("e0")
    )
    inner.flow("s0", "receive", "report", "e0")
    drawing = (
        Drawing("split").start().sub("task", inner, multi="parallel", collection="units").user("close").end().variable("units")
    )
    publish(drawing.flow("start", "task", "close", "end"))
    first, second = Office(), Office()
    first.person("一", "contact_person")
    second.person("二", "contact_person")

    instance = office.start("split", units=[first.organ.pk, second.organ.pk])
    first.do(instance, "一")
    second.do(instance, "二")
    second.do(instance, "二")
    assert where(instance) == ["report", "task"]
    first.do(instance, "一")

    assert where(instance) == ["close"]
