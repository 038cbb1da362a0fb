"""Who comes to hold a step: by choice, by claim, by duty, or nobody."""

import pytest

from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.workflow.models import FlowItem, FlowLog
from zhongshu.platform.workflow.tests.drawing import line
from zhongshu.platform.workflow.tests.factories import Office, holders, publish, two_steps, where


def test_chosen_people_get_the_later_step(office: Office) -> None:
    publish(line("draft", "sign", draft={"choose": "signatory:签发人"}, sign={"assign": "var:signatory"}))
    instance = office.start("line")

    office.do(instance, "甲", choose={"signatory": office.ids("丁")})

    assert holders(instance) == ["丁"]


def test_a_later_step_without_chosen_people_is_asked_for(office: Office) -> None:
    publish(line("draft", "sign", draft={"choose": "signatory:签发人"}, sign={"assign": "var:signatory", "name": "签发"}))
    instance = office.start("line")

    with pytest.raises(RuleBroken, match="请先选择“签发”的办理人"):
        office.do(instance, "甲")

    assert where(instance) == ["draft"]


@pytest.mark.parametrize(("fields", "sentence"), [({"active": False}, "不在职"), ({"clearance": 0}, "知悉等级不够")])
def test_unfit_people_cannot_be_chosen(office: Office, fields: dict, sentence: str) -> None:
    publish(line("draft", "sign", draft={"choose": "signatory:签发人"}, sign={"assign": "var:signatory"}))
    office.person("丁", **fields)
    instance = office.start("line", secrecy=1)

    with pytest.raises(RuleBroken, match=sentence):
        office.do(instance, "甲", choose={"signatory": office.ids("丁")})

    assert where(instance) == ["draft"]


def test_only_what_the_step_offers_can_be_chosen(office: Office) -> None:
    instance = two_steps(office)

    with pytest.raises(RuleBroken, match="不能选择"):
        office.do(instance, "乙", choose={"signatory": office.ids("甲")})


def test_a_step_of_several_holders_is_one_item_that_one_claims(office: Office) -> None:
    office.person("丙", "reviewer")
    instance = two_steps(office, claim="true")
    item = office.item(instance)
    assert item.assignee is None

    workflow.claim(item.pk, by=office.actor("丙"))

    assert holders(instance) == ["丙"]
    with pytest.raises(StaleState, match="已由丙认领"):
        workflow.claim(item.pk, by=office.actor("乙"))


def test_a_claimed_item_can_be_put_back_for_the_others(office: Office) -> None:
    office.person("丙", "reviewer")
    instance = two_steps(office, claim="true")
    item = office.item(instance)
    workflow.claim(item.pk, by=office.actor("丙"))

    workflow.release(item.pk, by=office.actor("丙"))

    assert workflow.items_to_do(office.actor("乙")).get() == item
    assert holders(instance) == [""]


def test_who_is_no_candidate_cannot_claim(office: Office) -> None:
    instance = two_steps(office, claim="true")
    item = office.item(instance)

    with pytest.raises(NotPermitted):
        workflow.claim(item.pk, by=office.actor("丁"))

    assert office.item(instance).assignee is None


def test_what_was_not_claimed_cannot_be_put_back(office: Office) -> None:
    instance = two_steps(office)

    with pytest.raises(RuleBroken, match="不是认领的"):
        workflow.release(office.item(instance, "乙").pk, by=office.actor("乙"))


def test_completing_without_claiming_claims(office: Office) -> None:
    office.person("丙", "reviewer")
    instance = two_steps(office, claim="true")

    item = office.do(instance, "丙")

    assert (item.assignee_name, item.done_by_name) == ("丙", "丙")


def test_a_step_that_nobody_can_hold_goes_to_the_flow_administrator(office: Office) -> None:
    office.person("管理员", "flow_administrator")
    person = office.person("乙", "reviewer")
    publish(line("draft", "review", review={"assign": "duty:reviewer"}))
    instance = office.start("line")
    person.active = False
    person.save()

    office.do(instance, "甲")

    assert workflow.items_to_do(office.actor("管理员")).get().reason == "无人可办，请流程管理员处理"


def test_without_flow_administrator_a_step_that_nobody_can_hold_is_refused(office: Office) -> None:
    person = office.person("乙", "reviewer")
    publish(line("draft", "review", review={"assign": "duty:reviewer", "name": "核稿"}))
    instance = office.start("line")
    person.active = False
    person.save()

    with pytest.raises(RuleBroken, match="“核稿”没有人可以办理"):
        office.do(instance, "甲")

    assert where(instance) == ["draft"]


def test_the_same_person_twice_in_a_row_is_skipped_with_its_reason(office: Office) -> None:
    publish(line("draft", "head", "last", head={"assign": "starter", "autoSkipSame": "true", "name": "负责人审核"}))
    instance = office.start("line")

    office.do(instance, "甲")

    assert where(instance) == ["last"]
    line_of_skip = FlowLog.objects.get(instance=instance, operation="auto_skip")
    assert line_of_skip.reason == "自动跳过：与上一环节办理人相同"
    assert FlowItem.objects.get(instance=instance, step__node="head").state == "skipped"
