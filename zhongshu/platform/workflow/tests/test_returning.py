import pytest

from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.workflow.models import FlowInstance, FlowItem, FlowStep
from zhongshu.platform.workflow.tests.drawing import Drawing, line
from zhongshu.platform.workflow.tests.factories import KIND, Office, holders, publish, where


@pytest.fixture
def matter(office: Office) -> FlowInstance:
    """拟稿 (甲) → 核稿 (乙) → 签发 (丙) → 印制 (丁); the matter waits at 丙."""
    options = {
        name: {"assign": f"duty:{duty}"} for name, duty in (("review", "reviewer"), ("sign", "signatory"), ("print", "printer"))
    }
    for name, duty in (("乙", "reviewer"), ("丙", "signatory"), ("丁", "printer")):
        office.person(name, duty)
    publish(line("draft", "review", "sign", "print", **options))
    instance = office.start("line")
    office.do(instance, "甲")
    office.do(instance, "乙", words="已核")
    return instance


@pytest.fixture
def branched(office: Office) -> FlowInstance:
    """拟稿, then two branches of two steps each that join before 分发."""
    for name in ("乙", "丙", "丁", "戊"):
        office.person(name)
    drawing = (
        Drawing("branched").start().user("draft").gateway("split", "parallel").gateway("join", "parallel").user("send").end()
    )
    for name in ("a1", "a2", "b1", "b2"):
        drawing.user(name, assign=f"var:{name}")
    drawing.variable("a1", "a2", "b1", "b2")
    drawing.flow("start", "draft", "split", "a1", "a2", "join", "send", "end").flow("split", "b1", "b2", "join")
    publish(drawing)
    instance = office.start("branched", a1=office.ids("乙"), a2=office.ids("丙"), b1=office.ids("丁"), b2=office.ids("戊"))
    office.do(instance, "甲")
    return instance


@pytest.fixture
def signing(office: Office) -> FlowInstance:
    """拟稿 (甲), then a 会签 of 乙, 丙 and 丁."""
    drawing = Drawing("sign").start().user("draft").variable("people")
    drawing.user("sign", multi="parallel", assign="var:people", outcomes="yes:同意,no:不同意").user(
        "last", assign="var:last"
    ).end()
    publish(drawing.variable("last").flow("start", "draft", "sign", "last", "end"))
    instance = office.start("sign", people=office.ids("乙", "丙", "丁"), last=office.ids("戊"))
    office.do(instance, "甲")
    return instance


def back(office: Office, instance: FlowInstance, name: str, to: str, **options: object) -> None:
    item = office.item(instance, name)
    [target] = [one for one in workflow.returnable_steps(item.pk, by=office.actor(name)) if one.name == to]
    workflow.send_back(item.pk, to_step_id=target.step_id, reason="请补充依据", by=office.actor(name), **options)


def test_every_finished_step_before_mine_is_offered_latest_first(office: Office, matter: FlowInstance) -> None:
    targets = workflow.returnable_steps(office.item(matter, "丙").pk, by=office.actor("丙"))

    assert [(one.name, [name for _, name in one.people]) for one in targets] == [("review", ["乙"]), ("draft", ["甲"])]


def test_walking_goes_through_the_process_again(office: Office, matter: FlowInstance) -> None:
    back(office, matter, "丙", "draft")
    assert (where(matter), holders(matter)) == (["draft"], ["甲"])

    office.do(matter, "甲")

    assert where(matter) == ["review"]


def test_direct_comes_straight_back_to_the_one_who_returned(office: Office, matter: FlowInstance) -> None:
    back(office, matter, "丙", "draft", mode="direct")

    office.do(matter, "甲")

    assert (where(matter), holders(matter)) == (["sign"], ["丙"])


def test_a_chain_of_direct_returns_unwinds_step_by_step(office: Office, matter: FlowInstance) -> None:
    back(office, matter, "丙", "review", mode="direct")
    back(office, matter, "乙", "draft", mode="direct")

    office.do(matter, "甲")
    assert holders(matter) == ["乙"]
    office.do(matter, "乙")

    assert (where(matter), holders(matter)) == (["sign"], ["丙"])


def test_nothing_is_deleted_by_a_return(office: Office, matter: FlowInstance) -> None:
    before = set(FlowStep.objects.filter(instance=matter).values_list("pk", flat=True))

    back(office, matter, "丙", "draft")

    assert before < set(FlowStep.objects.filter(instance=matter).values_list("pk", flat=True))
    assert FlowStep.objects.get(instance=matter, node="review").void


def test_opinions_of_undone_steps_are_marked_as_before_the_return(office: Office, matter: FlowInstance) -> None:
    back(office, matter, "丙", "draft")

    said = opinions.Opinion.objects.filter(ref_kind=KIND, ref_id=matter.ref_id).order_by("pk")
    assert [(one.words, one.attitude, one.before_return) for one in said] == [
        ("已核", "comment", True),
        ("请补充依据", "return", True),
    ]


def test_the_returned_item_is_marked_for_the_list_of_returns(office: Office, matter: FlowInstance) -> None:
    back(office, matter, "丙", "review")

    assert workflow.items_returned_to(office.actor("乙")).get().step.node == "review"


def test_a_return_needs_a_reason(office: Office, matter: FlowInstance) -> None:
    item = office.item(matter, "丙")
    [target, _] = workflow.returnable_steps(item.pk, by=office.actor("丙"))

    with pytest.raises(RuleBroken, match="请填写理由"):
        workflow.send_back(item.pk, to_step_id=target.step_id, reason="", by=office.actor("丙"))

    assert where(matter) == ["sign"]


def test_a_stranger_returns_nothing(office: Office, matter: FlowInstance) -> None:
    item = office.item(matter, "丙")
    [target, _] = workflow.returnable_steps(item.pk, by=office.actor("丙"))

    with pytest.raises(NotPermitted):
        workflow.send_back(item.pk, to_step_id=target.step_id, reason="x", by=office.actor("甲"))


def test_what_is_done_cannot_be_returned(office: Office, matter: FlowInstance) -> None:
    item = office.item(matter, "丙")
    [target, _] = workflow.returnable_steps(item.pk, by=office.actor("丙"))
    office.do(matter, "丙")

    with pytest.raises(StaleState):
        workflow.send_back(item.pk, to_step_id=target.step_id, reason="x", by=office.actor("丙"))

    assert where(matter) == ["print"]


def test_one_cannot_return_to_a_step_that_was_never_done(office: Office, matter: FlowInstance) -> None:
    item = office.item(matter, "丙")

    with pytest.raises(RuleBroken, match="不能退回到所选环节"):
        workflow.send_back(item.pk, to_step_id=item.step_id, reason="x", by=office.actor("丙"))


def test_one_cannot_return_to_before_an_irreversible_step(office: Office) -> None:
    publish(line("draft", "number", "print", number={"irreversible": "true", "name": "编号"}))
    instance = office.start("line")
    office.do(instance, "甲")
    office.do(instance, "甲")
    draft = FlowStep.objects.get(instance=instance, node="draft")

    with pytest.raises(RuleBroken, match="已办理“编号”"):
        workflow.send_back(office.item(instance).pk, to_step_id=draft.pk, reason="x", by=office.actor("甲"))

    assert workflow.returnable_steps(office.item(instance).pk, by=office.actor("甲")) == []


def test_a_step_may_forbid_returning(office: Office) -> None:
    publish(line("draft", "print", print={"allowReturn": "false"}))
    instance = office.start("line")
    office.do(instance, "甲")
    draft = FlowStep.objects.get(instance=instance, node="draft")

    with pytest.raises(RuleBroken, match="不允许退回"):
        workflow.send_back(office.item(instance).pk, to_step_id=draft.pk, reason="x", by=office.actor("甲"))


def test_a_return_within_a_branch_leaves_the_sister_branch_alone(office: Office, branched: FlowInstance) -> None:
    office.do(branched, "乙")

    back(office, branched, "丙", "a1")

    assert where(branched) == ["a1", "b1"]


def test_a_return_to_before_the_split_takes_every_branch_along(office: Office, branched: FlowInstance) -> None:
    office.do(branched, "乙")

    back(office, branched, "丙", "draft")

    assert where(branched) == ["draft"]
    assert FlowItem.objects.get(instance=branched, assignee_name="丁").state == "cancelled"


def test_a_return_from_behind_the_join_into_one_branch_keeps_the_other_waiting(office: Office, branched: FlowInstance) -> None:
    for name in ("乙", "丙", "丁", "戊"):
        office.do(branched, name)
    assert where(branched) == ["send"]

    back(office, branched, "甲", "a1")
    assert where(branched) == ["a1", "join"]

    office.do(branched, "乙")
    office.do(branched, "丙")
    assert where(branched) == ["send"]


def test_a_second_return_to_just_behind_the_join_leaves_no_token_waiting(office: Office, branched: FlowInstance) -> None:
    publish(
        Drawing("after").start().gateway("s", "parallel").user("a").user("b").gateway("j", "parallel").user("c").user("d").end()
        .flow("start", "s", "a", "j", "c", "d", "end").flow("s", "b", "j")
    )  # fmt: skip
    instance = office.start("after")
    for step in ("a", "b", "c"):
        workflow.complete(office.item(instance, step=step).pk, by=office.actor("甲"))

    back(office, instance, "甲", "c")

    assert where(instance) == ["c"]


def test_direct_is_refused_over_a_join(office: Office, branched: FlowInstance) -> None:
    for name in ("乙", "丙", "丁", "戊"):
        office.do(branched, name)

    with pytest.raises(RuleBroken, match="并行分支汇合"):
        back(office, branched, "甲", "a1", mode="direct")

    assert where(branched) == ["send"]


def test_a_countersigner_returns_the_whole_round(office: Office, signing: FlowInstance) -> None:
    office.do(signing, "乙", outcome="yes", words="同意")

    back(office, signing, "丙", "draft")

    assert (where(signing), holders(signing)) == (["draft"], ["甲"])
    assert FlowItem.objects.get(instance=signing, assignee_name="丁").state == "cancelled"


def test_a_countersigner_returns_only_his_part_and_the_others_go_on(office: Office, signing: FlowInstance) -> None:
    back(office, signing, "丙", "draft", mode="mine")
    assert holders(signing) == ["丁", "乙", "甲"]
    office.do(signing, "乙", outcome="yes")
    office.do(signing, "丁", outcome="yes")
    assert where(signing) == ["sign"]

    office.do(signing, "甲", words="已补正")
    assert holders(signing) == ["丙"]
    office.do(signing, "丙", outcome="yes")

    assert where(signing) == ["last"]


def test_only_a_countersigner_returns_his_part_alone(office: Office, matter: FlowInstance) -> None:
    with pytest.raises(RuleBroken, match="只有会签环节"):
        back(office, matter, "丙", "draft", mode="mine")


def test_of_a_countersigning_only_the_chosen_sign_again(office: Office, signing: FlowInstance) -> None:
    for name in ("乙", "丙", "丁"):
        office.do(signing, name, outcome="yes", words=f"{name}同意")

    back(office, signing, "戊", "sign", signers=office.ids("丙"))

    assert (where(signing), holders(signing)) == (["sign"], ["丙"])
    assert not opinions.Opinion.objects.get(person_name="乙", words="乙同意").before_return


def test_signers_are_chosen_only_of_a_countersigning(office: Office, matter: FlowInstance) -> None:
    with pytest.raises(RuleBroken, match="只有会签环节"):
        back(office, matter, "丙", "draft", signers=office.ids("甲"))


def test_the_new_round_goes_to_the_rule_when_the_person_has_left(office: Office, matter: FlowInstance) -> None:
    gone = office.person("乙")
    gone.active = False
    gone.save()
    office.person("新核稿", "reviewer")

    back(office, matter, "丙", "review")

    assert holders(matter) == ["新核稿"]


def test_one_takes_back_what_nobody_has_opened(office: Office, matter: FlowInstance) -> None:
    done = office.item(matter, "乙", state="done")

    workflow.take_back(done.pk, reason="漏了附件", by=office.actor("乙"))

    assert (where(matter), holders(matter)) == (["review"], ["乙"])
    assert FlowItem.objects.get(instance=matter, assignee_name="丙").state == "withdrawn"


def test_what_was_opened_cannot_be_taken_back(office: Office, matter: FlowInstance) -> None:
    workflow.open_item(office.item(matter, "丙").pk, by=office.actor("丙"))

    with pytest.raises(StaleState, match="已打开此件"):
        workflow.take_back(office.item(matter, "乙", state="done").pk, reason="x", by=office.actor("乙"))

    assert where(matter) == ["sign"]


def test_only_the_one_who_did_it_takes_it_back(office: Office, matter: FlowInstance) -> None:
    with pytest.raises(NotPermitted):
        workflow.take_back(office.item(matter, "乙", state="done").pk, reason="x", by=office.actor("甲"))


def test_the_end_cannot_be_taken_back(office: Office, matter: FlowInstance) -> None:
    office.do(matter, "丙")
    item = office.do(matter, "丁")

    with pytest.raises(RuleBroken, match="不能再办理"):
        workflow.take_back(item.pk, reason="x", by=office.actor("丁"))


def test_an_irreversible_step_cannot_be_taken_back(office: Office) -> None:
    publish(line("draft", "number", "print", number={"irreversible": "true"}))
    instance = office.start("line")
    office.do(instance, "甲")
    item = office.do(instance, "甲")

    with pytest.raises(RuleBroken, match="不能取回"):
        workflow.take_back(item.pk, reason="x", by=office.actor("甲"))


def test_one_who_returned_something_has_acted(office: Office, matter: FlowInstance) -> None:
    first = office.item(matter, "甲", state="done")
    back(office, matter, "丙", "review")

    with pytest.raises(StaleState):
        workflow.take_back(first.pk, reason="x", by=office.actor("甲"))

    assert where(matter) == ["review"]


def test_a_countersigner_takes_back_his_opinion_while_others_sign(office: Office, signing: FlowInstance) -> None:
    done = office.do(signing, "乙", outcome="no")

    workflow.take_back(done.pk, reason="改意见", by=office.actor("乙"))

    assert holders(signing) == ["丁", "丙", "乙"]


def test_taking_back_a_deciding_vote_opens_those_it_cut_off(office: Office) -> None:
    drawing = (
        Drawing("veto").start().user("sign", multi="parallel", assign="var:people", rule="veto", outcomes="yes:同意,no:不同意")
    )
    publish(drawing.user("last").end().variable("people").flow("start", "sign", "last", "end"))
    instance = office.start("veto", people=office.ids("乙", "丙", "丁"))
    office.do(instance, "丙", outcome="yes")
    done = office.do(instance, "乙", outcome="no")
    assert where(instance) == ["last"]

    workflow.take_back(done.pk, reason="按错了", by=office.actor("乙"))

    assert (where(instance), holders(instance)) == (["sign"], ["丁", "乙"])
    office.do(instance, "乙", outcome="yes")
    office.do(instance, "丁", outcome="yes")
    assert instance.steps.get(node="sign", void=False).outcome == "yes"


def test_taking_back_into_a_branch_gives_the_other_its_place_at_the_join(office: Office, branched: FlowInstance) -> None:
    for name in ("乙", "丁", "戊"):
        office.do(branched, name)
    done = office.do(branched, "丙")
    assert where(branched) == ["send"]

    workflow.take_back(done.pk, reason="x", by=office.actor("丙"))

    assert where(branched) == ["a2", "join"]
