import pytest

from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.workflow.models import FlowInstance
from zhongshu.platform.workflow.tests.drawing import line
from zhongshu.platform.workflow.tests.factories import KIND, Office, holders, publish, where


@pytest.fixture
def matter(office: Office) -> FlowInstance:
    publish(line("draft", "last"))
    return office.start("line")


def ask(office: Office, instance: FlowInstance, *names: str) -> list[int]:
    item = office.item(instance, "甲")
    return workflow.consult(item.pk, office.ids(*names), question="是否符合规定？", by=office.actor("甲"))


def test_the_answer_comes_back_to_the_one_who_asked(office: Office, matter: FlowInstance) -> None:
    [asked] = ask(office, matter, "丁")
    assert holders(matter) == ["丁"]

    workflow.answer_consultation(asked, words="符合", by=office.actor("丁"))

    assert holders(matter) == ["甲"]
    opinion = opinions.Opinion.objects.get(ref_kind=KIND, ref_id=matter.ref_id)
    assert (opinion.kind, opinion.words, opinion.person_name) == ("consultation", "符合", "丁")


def test_the_item_is_not_done_while_others_are_asked(office: Office, matter: FlowInstance) -> None:
    item = office.item(matter, "甲")
    ask(office, matter, "丁")

    with pytest.raises(RuleBroken, match="征询意见"):
        workflow.complete(item.pk, by=office.actor("甲"))

    assert where(matter) == ["draft"]


def test_the_item_comes_back_when_all_have_answered(office: Office, matter: FlowInstance) -> None:
    first, second = ask(office, matter, "丁", "戊")
    workflow.answer_consultation(first, words="一", by=office.actor("丁"))
    assert holders(matter) == ["戊"]

    workflow.answer_consultation(second, words="二", by=office.actor("戊"))

    assert holders(matter) == ["甲"]


def test_the_question_can_be_withdrawn(office: Office, matter: FlowInstance) -> None:
    item = office.item(matter, "甲")
    [asked] = ask(office, matter, "丁")

    assert workflow.withdraw_consultation(item.pk, by=office.actor("甲")) == 1

    assert holders(matter) == ["甲"]
    with pytest.raises(StaleState):
        workflow.answer_consultation(asked, words="晚了", by=office.actor("丁"))


def test_only_the_asker_withdraws(office: Office, matter: FlowInstance) -> None:
    item = office.item(matter, "甲")
    ask(office, matter, "丁")

    with pytest.raises(NotPermitted):
        workflow.withdraw_consultation(item.pk, by=office.actor("丁"))


def test_there_is_nothing_to_withdraw_where_nobody_was_asked(office: Office, matter: FlowInstance) -> None:
    with pytest.raises(RuleBroken, match="没有正在等待"):
        workflow.withdraw_consultation(office.item(matter, "甲").pk, by=office.actor("甲"))


def test_an_answer_needs_words(office: Office, matter: FlowInstance) -> None:
    [asked] = ask(office, matter, "丁")

    with pytest.raises(RuleBroken, match="请填写答复意见"):
        workflow.answer_consultation(asked, words=" ", by=office.actor("丁"))

    assert holders(matter) == ["丁"]


def test_a_stranger_neither_asks_nor_answers(office: Office, matter: FlowInstance) -> None:
    with pytest.raises(NotPermitted):
        workflow.consult(office.item(matter, "甲").pk, office.ids("丁"), question="x", by=office.actor("戊"))
    [asked] = ask(office, matter, "丁")
    with pytest.raises(NotPermitted):
        workflow.answer_consultation(asked, words="x", by=office.actor("戊"))


def test_a_question_is_not_completed_like_work(office: Office, matter: FlowInstance) -> None:
    [asked] = ask(office, matter, "丁")

    with pytest.raises(RuleBroken, match="请用“答复”"):
        workflow.complete(asked, by=office.actor("丁"))


def test_ordinary_work_is_not_answered_like_a_question(office: Office, matter: FlowInstance) -> None:
    with pytest.raises(RuleBroken, match="不是征询意见"):
        workflow.answer_consultation(office.item(matter, "甲").pk, words="x", by=office.actor("甲"))


def test_who_was_asked_does_not_ask_others(office: Office, matter: FlowInstance) -> None:
    [asked] = ask(office, matter, "丁")

    with pytest.raises(RuleBroken, match="不能再征询"):
        workflow.consult(asked, office.ids("戊"), question="x", by=office.actor("丁"))
