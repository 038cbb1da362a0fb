"""签发、复核、编号、校核、印制、用印、分发: the order of the steps and who answers."""

import pytest

from zhongshu.domains.documents.choices import JointState, OutgoingState
from zhongshu.domains.documents.commands import approving, dispatching, drafting, issuing
from zhongshu.domains.documents.models import OutgoingDocument, Signing
from zhongshu.domains.documents.queries import outgoing
from zhongshu.domains.documents.tests import factories
from zhongshu.kernel import clock
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.numbering import public as numbering
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.workflow import public as workflow

pytestmark = pytest.mark.django_db
S = OutgoingState


@pytest.fixture
def made() -> factories.Office:
    return factories.office()


def test_the_signatory_answers_for_the_document(made):
    document = factories.advance(factories.submitted(made), made, until=S.APPROVED_FOR_ISSUE)

    signing = document.signings.get()
    assert (signing.person_name, signing.organ, signing.digest) == (
        made.people["signatory"].name,
        made.organ,
        document.approved_digest,
    )
    assert document.signed_date == clock.today()


def test_a_stranger_signs_nothing(made):
    document = factories.advance(factories.submitted(made), made, until=S.AWAITING_APPROVAL)

    with pytest.raises(NotPermitted):
        approving.approve_for_issue(document, by=made.actor("deputy"))

    assert Signing.objects.count() == 0


def test_the_drafter_does_not_sign_even_when_the_item_reaches_him(made):
    document = factories.advance(factories.submitted(made), made, until=S.AWAITING_APPROVAL)

    with pytest.raises(NotPermitted, match="拟稿人不能签发"):
        approving.approve_for_issue(document, by=made.actor("drafter"))


def test_a_document_is_not_signed_before_its_turn(made):
    document = factories.submitted(made)
    workflow.claim(workflow.items_of_actor(document.ref, made.actor("reviewer")).get().pk, by=made.actor("reviewer"))

    with pytest.raises(RuleBroken):
        approving.approve_for_issue(document, by=made.actor("reviewer"))


@pytest.mark.parametrize(
    ("command", "state", "sentence"),
    [
        (issuing.assign_number, S.AWAITING_APPROVAL, "尚未签发"),
        (issuing.assign_number, S.APPROVED_FOR_ISSUE, "尚未复核"),
        (issuing.proofread, S.APPROVED_FOR_ISSUE, "不能办理"),
        (issuing.print_copies, S.NUMBERED, "不能办理"),
        (issuing.affix_seal, S.NUMBERED, "尚未印制"),
        (dispatching.dispatch, S.NUMBERED, "尚未印制"),
    ],
)
def test_no_step_comes_before_its_time(made, command, state, sentence):
    document = factories.advance(factories.submitted(made), made, until=state)

    with pytest.raises(RuleBroken, match=sentence):
        command(document, by=made.actor("director"))

    assert OutgoingDocument.objects.get(pk=document.pk).state == state


@pytest.mark.parametrize(
    "command",
    [
        issuing.final_check,
        issuing.assign_number,
        issuing.proofread,
        issuing.print_copies,
        issuing.affix_seal,
        dispatching.dispatch,
    ],
)
def test_a_stranger_takes_no_step(made, command):
    document = factories.advance(factories.submitted(made), made, until=S.APPROVED_FOR_ISSUE)

    with pytest.raises(NotPermitted):
        command(document, by=factories.recipient().actor("clerk"))


def test_nothing_is_dispatched_before_the_seal(made):
    document = factories.advance(factories.submitted(made), made, steps=6)
    assert document.printed_at is not None

    with pytest.raises(RuleBroken, match="尚未用印"):
        dispatching.dispatch(document, by=made.actor("clerk"))

    assert document.receipts.count() == 0


def test_numbers_follow_each_other_and_letters_have_their_own(made):
    first = factories.dispatched(made)
    second = factories.dispatched(made, title="关于第二件事的通知")
    year = clock.today().year

    assert [first.number, second.number] == [
        f"{made.organ.document_code}〔{year}〕1号",
        f"{made.organ.document_code}〔{year}〕2号",
    ]
    assert issuing.series_codes(first) == [made.organ.document_code, made.organ.document_code.removesuffix("发") + "函"]


def test_a_number_of_a_withdrawn_document_is_voided_and_not_given_again(made):
    document = factories.advance(factories.submitted(made), made, until=S.NUMBERED)
    number = document.number

    dispatching.withdraw(document, reason="内容有误", by=made.actor("drafter"))
    other = factories.advance(factories.submitted(made, title="关于另一件事的通知"), made, until=S.NUMBERED)

    assert OutgoingDocument.objects.get(pk=document.pk).number == ""
    assert other.number.endswith("〕2号")
    assert numbering.Number.objects.get(text=number).state == "void"


def test_a_change_of_substance_after_signature_goes_back_to_the_signatory(made):
    document = factories.advance(factories.submitted(made), made, until=S.APPROVED_FOR_ISSUE)
    clerk = made.actor("clerk")
    workflow.claim(workflow.items_of_actor(document.ref, clerk).get().pk, by=clerk)

    body = factories.BODY + "\n三、追加一项要求"
    reasons = factories.why(document, "领导口头要求补充", body=body)
    drafting.save_draft(document, revision=document.revision, body=body, reasons=reasons, by=clerk)

    document.refresh_from_db()
    assert document.state == S.AWAITING_APPROVAL
    assert document.signings.filter(superseded_at=None).count() == 0
    assert workflow.items_of_actor(document.ref, made.actor("signatory")).count() == 1
    factories.act(document, made.actor("signatory"))
    factories.act(document, clerk, data={"copies": 5})
    assert document.state == S.NUMBERED


def test_a_change_of_form_after_signature_does_not(made):
    document = factories.advance(factories.submitted(made), made, until=S.APPROVED_FOR_ISSUE)
    clerk = made.actor("clerk")
    workflow.claim(workflow.items_of_actor(document.ref, clerk).get().pk, by=clerk)

    drafting.save_draft(document, revision=document.revision, copies=20, by=clerk)

    document.refresh_from_db()
    assert document.state == S.APPROVED_FOR_ISSUE


def test_a_return_to_the_drafter_makes_it_a_draft_again(made):
    document = factories.submitted(made)
    reviewer = made.actor("reviewer")
    item = workflow.items_of_actor(document.ref, reviewer).get()
    workflow.claim(item.pk, by=reviewer)
    target = workflow.returnable_steps(item.pk, by=reviewer)[0]

    workflow.send_back(item.pk, to_step_id=target.step_id, mode="walk", reason="依据不足", by=reviewer)

    document.refresh_from_db()
    assert document.state == S.DRAFTING
    drafting.save_draft(document, revision=document.revision, body=factories.BODY + "\n三、依据", by=made.actor("drafter"))
    drafting.submit(OutgoingDocument.objects.get(pk=document.pk), by=made.actor("drafter"))
    document.refresh_from_db()
    assert document.state == S.IN_REVIEW
    assert document.versions.count() == 2


def test_a_countersigner_agrees(made):
    person = factories.person_in(made.organ, Duty.LEADER, clearance=2)
    document = factories.submitted(made, countersigners=[person.pk])
    factories.act(document, made.actor("reviewer"))
    assert document.state == S.IN_COUNTERSIGN

    factories.act(document, factories.actor_for(person), outcome="agree")

    assert document.state == S.AWAITING_APPROVAL


def test_a_joint_document_waits_for_every_organ(made):
    other = factories.office()
    document = factories.draft_in(made)
    drafting.save_draft(document, revision=document.revision, joint_organ_ids=[other.organ.pk], by=made.actor("drafter"))
    drafting.submit(OutgoingDocument.objects.get(pk=document.pk), by=made.actor("drafter"))
    document.refresh_from_db()
    for role in ("reviewer", "director"):
        factories.act(document, made.actor(role))
    with pytest.raises(RuleBroken):
        approving.require_signed_text(document)

    for item in workflow.open_items(document.ref):
        factories.act(document, factories.actor_for(item.assignee), outcome="agree")
    assert document.joint_organs.get(is_lead=False).state == JointState.AGREED
    factories.advance_from(document, made, "signatory")

    assert document.state == S.DISPATCHED
    assert document.number.startswith(made.organ.document_code)
    assert document.signings.filter(superseded_at=None).count() == 2


def test_copies_are_numbered_and_handed_out(made):
    targets = [factories.recipient().organ, factories.recipient().organ]

    document = factories.dispatched(made, to=targets, copies=3, numbered_copies=True)

    held = list(document.printed_copies.values_list("copy_number", "holder_name"))
    assert [number for number, _ in held] == [1, 2, 3]
    assert {name for _, name in held} == {str(targets[0]), str(targets[1]), ""}


def test_minutes_go_out_without_a_seal(made):
    document = factories.submitted(made, document_type="minutes", layout="minutes_format", title="市政府常务会议纪要", to=[])
    for role in ("reviewer", "director", "signatory", "clerk", "proofreader", "printer", "clerk"):
        factories.act(document, made.actor(role), data={"copies": 3, "adopted_on": clock.today()})

    assert document.state == S.DISPATCHED
    assert document.sealed_at is None


def test_who_signed_what_is_found_by_topic_and_post(made):
    document = factories.dispatched(made)
    viewer = made.actor("clerk")
    post = document.signings.get().post_name

    assert [row.document_id for row in outgoing.signings(viewer, topic="防汛", post=post)] == [document.pk]
    assert list(outgoing.signings(viewer, topic="绿化")) == []
    assert list(outgoing.signings(factories.recipient().actor("clerk"), topic="防汛")) == []


def test_a_repealed_document_names_the_day(made):
    document = factories.dispatched(made)

    dispatching.repeal(document, reason="新文件已施行", from_date=clock.today(), by=made.actor("director"))

    assert (document.state, document.effective_until_date) == (S.REPEALED, clock.today())


def test_a_draft_cannot_be_repealed_or_revoked(made):
    document = factories.draft_in(made)

    for command, more in ((dispatching.repeal, {"from_date": clock.today()}), (dispatching.revoke, {})):
        with pytest.raises(RuleBroken):
            command(document, reason="理由", by=made.actor("director"), **more)


def test_a_clerk_may_not_repeal(made):
    document = factories.dispatched(made)

    with pytest.raises(NotPermitted):
        dispatching.revoke(document, reason="理由", by=made.actor("clerk"))


def test_a_process_withdrawn_from_the_panel_takes_the_document_back(made):
    document = factories.advance(factories.submitted(made), made, until=S.NUMBERED)
    number = document.number

    workflow.withdraw(workflow.instance_of(document.ref).pk, reason="内容有误", by=made.actor("drafter"))

    document.refresh_from_db()
    assert (document.state, document.number) == (S.DRAFTING, "")
    assert numbering.Number.objects.get(text=number).state == "void"


def test_a_terminated_document_is_out_of_use_until_it_is_restored(made):
    document = factories.advance(factories.submitted(made), made, until=S.AWAITING_APPROVAL)
    instance = workflow.instance_of(document.ref)

    workflow.terminate(instance.pk, reason="事项取消", by=made.actor("drafter"))
    document.refresh_from_db()
    assert document.state == S.WITHDRAWN
    administrator = factories.actor_for(factories.person_in(made.organ, Duty.FLOW_ADMINISTRATOR, clearance=2))
    workflow.restore(instance.pk, reason="恢复办理", by=administrator)

    document.refresh_from_db()
    assert document.state == S.AWAITING_APPROVAL


def test_a_step_taken_back_gives_the_earlier_state_again(made):
    document = factories.submitted(made)
    factories.act(document, made.actor("reviewer"))
    done = workflow.items_done_by(made.actor("reviewer")).get()

    workflow.take_back(done.pk, reason="还需修改", by=made.actor("reviewer"))

    document.refresh_from_db()
    assert document.state == S.IN_REVIEW
