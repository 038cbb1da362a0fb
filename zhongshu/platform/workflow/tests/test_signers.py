from itertools import pairwise

import pytest

from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.workflow.models import FlowInstance, FlowItem, FlowLog
from zhongshu.platform.workflow.tests.drawing import Drawing, line
from zhongshu.platform.workflow.tests.factories import Office, holders, publish, where


@pytest.fixture
def matter(office: Office) -> FlowInstance:
    """A matter in the hands of 乙, a reviewer, with one step after."""
    office.person("乙", "reviewer")
    office.person("管理员", "flow_administrator")
    publish(line("draft", "review", "last", review={"assign": "duty:reviewer", "name": "核稿", "dueWorkdays": "3"}))
    instance = office.start("line")
    office.do(instance, "甲")
    return instance


@pytest.fixture
def signing(office: Office) -> FlowInstance:
    """A 会签 of 乙 and 丙."""
    office.person("管理员", "flow_administrator")
    drawing = Drawing("sign").start().user("draft").variable("people")
    drawing.user("sign", multi="parallel", assign="var:people", outcomes="yes:同意,no:不同意").user("last").end()
    publish(drawing.flow("start", "draft", "sign", "last", "end"))
    instance = office.start("sign", people=office.ids("乙", "丙"))
    office.do(instance, "甲")
    return instance


def add(office: Office, instance: FlowInstance, *names: str, mode: str, by: str = "乙") -> list[int]:
    item = office.item(instance, by)
    return workflow.add_signers(item.pk, office.ids(*names), mode=mode, reason="请一并审核", by=office.actor(by))


def test_who_is_added_before_acts_first_and_the_item_comes_back_unread(office: Office, matter: FlowInstance) -> None:
    workflow.open_item(office.item(matter, "乙").pk, by=office.actor("乙"))
    add(office, matter, "丁", mode="before")
    assert holders(matter) == ["丁"]

    office.do(matter, "丁", words="已看")

    assert holders(matter) == ["乙"]
    assert office.item(matter, "乙").opened_at is None


def test_a_held_item_cannot_be_completed(office: Office, matter: FlowInstance) -> None:
    item = office.item(matter, "乙")
    add(office, matter, "丁", mode="before")

    with pytest.raises(RuleBroken, match="已请他人先行办理"):
        workflow.complete(item.pk, by=office.actor("乙"))

    assert where(matter) == ["review"]


def test_two_added_before_must_both_act(office: Office, matter: FlowInstance) -> None:
    add(office, matter, "丁", "戊", mode="before")
    office.do(matter, "丁")
    assert holders(matter) == ["戊"]

    office.do(matter, "戊")

    assert holders(matter) == ["乙"]


def test_who_is_added_after_acts_when_i_have_and_the_step_waits(office: Office, matter: FlowInstance) -> None:
    add(office, matter, "丁", "戊", mode="after")
    assert holders(matter) == ["乙"]

    office.do(matter, "乙")
    assert holders(matter) == ["丁"]
    office.do(matter, "丁")
    assert holders(matter) == ["戊"]
    office.do(matter, "戊")

    assert where(matter) == ["last"]


def test_who_is_added_beside_joins_the_round_and_counts(office: Office, signing: FlowInstance) -> None:
    add(office, signing, "丁", mode="beside")
    office.do(signing, "乙", outcome="yes")
    office.do(signing, "丙", outcome="yes")
    assert where(signing) == ["sign"]

    office.do(signing, "丁", outcome="no")

    assert signing.steps.get(node="sign").outcome == "no"


def test_who_takes_part_already_is_refused_by_name(office: Office, signing: FlowInstance) -> None:
    with pytest.raises(RuleBroken, match="丙已在此环节中"):
        add(office, signing, "丙", "丁", mode="beside")

    assert holders(signing) == ["丙", "乙"]


def test_nobody_adds_himself(office: Office, matter: FlowInstance) -> None:
    with pytest.raises(RuleBroken, match="不能选择自己"):
        add(office, matter, "乙", mode="beside")


def test_a_stranger_adds_nobody(office: Office, matter: FlowInstance) -> None:
    item = office.item(matter, "乙")

    with pytest.raises(NotPermitted):
        workflow.add_signers(item.pk, office.ids("丁"), mode="before", reason="x", by=office.actor("戊"))

    assert holders(matter) == ["乙"]


def test_nobody_is_added_to_what_is_done(office: Office, matter: FlowInstance) -> None:
    item = office.do(matter, "乙")

    with pytest.raises(StaleState):
        workflow.add_signers(item.pk, office.ids("丁"), mode="before", reason="x", by=office.actor("乙"))


def test_adding_needs_a_reason(office: Office, matter: FlowInstance) -> None:
    item = office.item(matter, "乙")

    with pytest.raises(RuleBroken, match="请填写理由"):
        workflow.add_signers(item.pk, office.ids("丁"), mode="before", reason=" ", by=office.actor("乙"))


def test_a_step_may_forbid_it(office: Office) -> None:
    publish(line("draft", draft={"allowAddSigner": "false"}))
    instance = office.start("line")

    with pytest.raises(RuleBroken, match="不允许加签"):
        add(office, instance, "丁", mode="before", by="甲")


def test_adding_upon_adding_ends_at_five(office: Office, matter: FlowInstance) -> None:
    names = ["乙", "一", "二", "三", "四", "五", "六"]
    for giver, taker in pairwise(names[:6]):
        add(office, matter, taker, mode="before", by=giver)

    with pytest.raises(RuleBroken, match="最多5层"):
        add(office, matter, "六", mode="before", by="五")

    assert holders(matter) == ["五"]


def test_the_history_says_who_added_whom_and_why(office: Office, matter: FlowInstance) -> None:
    add(office, matter, "丁", mode="before")

    logged = FlowLog.objects.get(instance=matter, operation="add_signer")
    assert (logged.person_name, logged.data["people"], logged.reason) == ("乙", ["丁"], "请一并审核")


def test_a_signer_who_has_not_acted_can_be_taken_out(office: Office, signing: FlowInstance) -> None:
    [added] = add(office, signing, "丁", mode="beside")

    workflow.remove_signer(added, by=office.actor("乙"))

    assert holders(signing) == ["丙", "乙"]
    assert FlowItem.objects.get(pk=added).state == "cancelled"


def test_taking_out_the_last_unfinished_signer_ends_the_step(office: Office, signing: FlowInstance) -> None:
    office.do(signing, "乙", outcome="yes")
    item = office.item(signing, "丙")

    workflow.remove_signer(item.pk, by=office.actor("甲"))

    assert where(signing) == ["last"]


def test_the_only_signer_cannot_be_taken_out(office: Office, matter: FlowInstance) -> None:
    with pytest.raises(RuleBroken, match="最后一人"):
        workflow.remove_signer(office.item(matter, "乙").pk, by=office.actor("甲"))

    assert holders(matter) == ["乙"]


def test_one_who_opened_is_taken_out_only_with_a_reason(office: Office, signing: FlowInstance) -> None:
    item = office.item(signing, "丙")
    workflow.open_item(item.pk, by=office.actor("丙"))

    with pytest.raises(RuleBroken, match="请填写理由"):
        workflow.remove_signer(item.pk, by=office.actor("甲"))

    workflow.remove_signer(item.pk, reason="出差", by=office.actor("甲"))
    assert holders(signing) == ["乙"]


def test_a_stranger_takes_nobody_out(office: Office, signing: FlowInstance) -> None:
    with pytest.raises(NotPermitted):
        workflow.remove_signer(office.item(signing, "丙").pk, by=office.actor("戊"))


def test_who_acted_stays(office: Office, signing: FlowInstance) -> None:
    item = office.do(signing, "丙", outcome="yes")

    with pytest.raises(StaleState):
        workflow.remove_signer(item.pk, by=office.actor("甲"))


def test_taking_out_one_who_was_to_act_before_gives_the_item_back(office: Office, matter: FlowInstance) -> None:
    [added] = add(office, matter, "丁", mode="before")

    workflow.remove_signer(added, by=office.actor("乙"))

    assert holders(matter) == ["乙"]


def test_an_item_given_away_keeps_its_limit(office: Office, matter: FlowInstance) -> None:
    item = office.item(matter, "乙")

    fresh = workflow.reassign(item.pk, office.person("丁").pk, reason="出差", by=office.actor("乙"))

    item.refresh_from_db()
    given = FlowItem.objects.get(pk=fresh)
    assert (item.state, given.assignee_name, given.due_at) == ("transferred", "丁", item.due_at)
    logged = FlowLog.objects.get(instance=matter, operation="reassign")
    assert (logged.data["giver"], logged.data["receiver"]) == ("乙", "丁")


def test_the_flow_administrator_may_give_away_anothers_item(office: Office, matter: FlowInstance) -> None:
    workflow.reassign(office.item(matter, "乙").pk, office.person("丁").pk, reason="病假", by=office.actor("管理员"))

    assert holders(matter) == ["丁"]


def test_a_stranger_gives_nothing_away(office: Office, matter: FlowInstance) -> None:
    with pytest.raises(NotPermitted):
        workflow.reassign(office.item(matter, "乙").pk, office.person("丁").pk, reason="x", by=office.actor("丁"))

    assert holders(matter) == ["乙"]


def test_what_is_done_is_not_given_away(office: Office, matter: FlowInstance) -> None:
    item = office.do(matter, "乙")

    with pytest.raises(StaleState):
        workflow.reassign(item.pk, office.person("丁").pk, reason="x", by=office.actor("乙"))


def test_nothing_is_given_to_the_one_who_has_it(office: Office, matter: FlowInstance) -> None:
    with pytest.raises(RuleBroken, match="已在该人员手中"):
        workflow.reassign(office.item(matter, "乙").pk, office.person("乙").pk, reason="x", by=office.actor("乙"))


def test_nothing_is_given_to_one_who_acted_in_this_step(office: Office, signing: FlowInstance) -> None:
    office.do(signing, "乙", outcome="yes")

    with pytest.raises(RuleBroken, match="乙已在此环节办理过"):
        workflow.reassign(office.item(signing, "丙").pk, office.person("乙").pk, reason="x", by=office.actor("丙"))


def test_an_item_is_passed_on_five_times_at_most(office: Office, matter: FlowInstance) -> None:
    names = ["乙", "一", "二", "三", "四", "五"]
    for giver, taker in pairwise(names):
        workflow.reassign(office.item(matter, giver).pk, office.person(taker).pk, reason="x", by=office.actor(giver))

    with pytest.raises(RuleBroken, match="已转办5次"):
        workflow.reassign(office.item(matter, "五").pk, office.person("六").pk, reason="x", by=office.actor("五"))


def test_who_was_to_follow_the_giver_follows_the_receiver(office: Office, matter: FlowInstance) -> None:
    add(office, matter, "丁", mode="after")
    workflow.reassign(office.item(matter, "乙").pk, office.person("戊").pk, reason="x", by=office.actor("乙"))

    office.do(matter, "戊")

    assert holders(matter) == ["丁"]
