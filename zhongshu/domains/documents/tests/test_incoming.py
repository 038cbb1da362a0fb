"""登记、初审、拟办、批办、分办、承办、答复、办结: what becomes of a received document."""

import pytest

from zhongshu.domains.documents.choices import IncomingState, ItemNature, Outcome, ReceiptState
from zhongshu.domains.documents.commands import handling, receipts, registering
from zhongshu.domains.documents.models import IncomingDocument, Receipt
from zhongshu.domains.documents.tests import factories
from zhongshu.kernel import clock
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.models import Outbox
from zhongshu.platform.workflow import public as workflow

pytestmark = pytest.mark.django_db
S = IncomingState


@pytest.fixture
def target() -> factories.Office:
    return factories.recipient()


def on_paper(office: factories.Office, **fields) -> IncomingDocument:
    values = {"sender_name": "省水利厅", "title": "关于报送防汛情况的通知", "source_number": "省水〔2026〕8号", **fields}
    return registering.receive(organ_id=office.organ.pk, by=office.actor("clerk"), **values)


def registered(office: factories.Office, *, nature: str = ItemNature.FOR_ACTION, **fields) -> IncomingDocument:
    document = on_paper(office, **fields)
    registering.register(document, nature=nature, by=office.actor("clerk"))
    return document


def proposed(office: factories.Office, **fields) -> IncomingDocument:
    document = registered(office, **fields)
    factories.act(document, office.actor("clerk"), outcome="accept")
    factories.act(
        document, office.actor("director"), choose={"instructors": [office.people["leader"].pk]}, words="拟请业务科办理。"
    )
    return document


def allotted(office: factories.Office, **fields) -> IncomingDocument:
    document = proposed(office, **fields)
    factories.act(document, office.actor("leader"), words="请抓紧办理。")
    factories.act(document, office.actor("clerk"), choose={"handling_units": [office.section.pk]})
    return document


def handled(office: factories.Office, **fields) -> IncomingDocument:
    document = allotted(office, **fields)
    item = workflow.open_items(document.ref).first()
    factories.act(
        document, factories.actor_for(item.assignee) if item.assignee else office.actor("handler"), words="已办理完毕。"
    )
    return document


def test_a_document_for_action_goes_from_registration_to_completion(target):
    document = handled(target)
    assert document.allotments.get().state == "done"

    factories.act(document, target.actor("clerk"), data={"respond_with": Outcome.TELEPHONE, "note": "已电话答复"})
    assert (document.state, document.outcome) == (S.RESPONDED, Outcome.TELEPHONE)
    factories.act(document, target.actor("clerk"))

    assert document.state == S.COMPLETED
    assert document.archive_candidate
    assert Outbox.objects.filter(name="documents.incoming_completed").count() == 1


def test_a_document_for_information_is_read_and_completed(target):
    document = registered(target, nature=ItemNature.FOR_INFORMATION)
    assert document.deadline_at is None
    factories.act(document, target.actor("clerk"), outcome="accept")
    factories.act(document, target.actor("director"))
    assert document.state == S.IN_CIRCULATION
    factories.act(document, target.actor("clerk"))

    factories.act(document, target.actor("clerk"))

    assert (document.state, document.outcome) == (S.COMPLETED, Outcome.NOTED)


def test_registration_takes_the_next_number_of_the_organ(target):
    code = target.organ.document_code.removesuffix("发")

    numbers = [registered(target).number for _ in range(2)]

    assert numbers == [f"{code}收〔{clock.today().year}〕1号", f"{code}收〔{clock.today().year}〕2号"]


def test_a_document_is_registered_once(target):
    document = registered(target)

    with pytest.raises(RuleBroken, match="已登记"):
        registering.register(document, by=target.actor("clerk"))

    assert workflow.open_items(document.ref).count() == 1


def test_only_the_organs_clerk_receives_and_registers(target):
    with pytest.raises(NotPermitted):
        registering.receive(organ_id=target.organ.pk, sender_name="甲", title="乙", by=target.actor("leader"))
    document = on_paper(target)
    with pytest.raises(NotPermitted):
        registering.register(document, by=factories.recipient().actor("clerk"))

    document.refresh_from_db()
    assert (document.state, document.number) == (S.RECEIVED, "")


def test_a_marked_document_is_not_registered(target):
    with pytest.raises(RuleBroken, match="国家秘密"):
        on_paper(target, title="秘密★1年 关于某事的通知")

    assert IncomingDocument.objects.count() == 0


def test_the_limit_is_counted_in_working_days_and_explains_itself(target):
    with clock.frozen("2026-11-20 10:00"):
        document = registered(target, urgency="urgent")

    assert document.deadline_at.astimezone().date().isoformat() == "2026-11-25"
    assert document.deadline_explanation


def test_an_extension_moves_the_limit_and_says_who_granted_it(target):
    with clock.frozen("2026-11-20 10:00"):
        document = registered(target, urgency="urgent")

        registering.extend_deadline(document, working_days=2, reason="需要会商", by=target.actor("director"))

    assert document.deadline_at.astimezone().date().isoformat() == "2026-11-27"
    assert target.people["director"].name in document.deadline_explanation


def test_a_handler_may_not_extend_the_own_limit(target):
    document = allotted(target)

    with pytest.raises(NotPermitted):
        registering.extend_deadline(document, working_days=2, reason="来不及", by=target.actor("handler"))


def test_a_document_that_is_not_ours_is_returned_at_the_preliminary_review(target):
    made = factories.office()
    factories.dispatched(made, to=[target.organ])
    document = receipts.sign(Receipt.objects.get(organ=target.organ), by=target.actor("clerk"))
    registering.register(document, nature="for_action", by=target.actor("clerk"))

    factories.act(document, target.actor("clerk"), outcome="return", words="不属于本机关职责")

    assert (document.state, document.return_reason) == (S.RETURNED, "不属于本机关职责")
    assert Receipt.objects.get(organ=target.organ).state == ReceiptState.RETURNED
    assert list(workflow.open_items(document.ref)) == []


def test_a_return_at_the_preliminary_review_needs_its_reason(target):
    document = registered(target)

    with pytest.raises(RuleBroken, match="必须说明理由"):
        factories.act(document, target.actor("clerk"), outcome="return", words="")

    document.refresh_from_db()
    assert document.state == S.IN_PRELIMINARY_REVIEW


def test_a_registered_document_may_still_be_returned_by_the_clerk(target):
    document = registered(target)

    handling.return_to_sender(document, reason="重复来文", by=target.actor("clerk"))

    assert document.state == S.RETURNED
    assert list(workflow.open_items(document.ref)) == []


def test_a_stranger_returns_nothing(target):
    document = registered(target)

    with pytest.raises(NotPermitted):
        handling.return_to_sender(document, reason="理由", by=factories.recipient().actor("clerk"))


def test_a_document_under_way_is_not_returned(target):
    document = allotted(target)

    with pytest.raises(RuleBroken):
        handling.return_to_sender(document, reason="理由", by=target.actor("clerk"))


def test_a_request_must_be_answered(target):
    document = handled(target, document_type="request", title="关于增加防汛经费的请示")

    with pytest.raises(RuleBroken, match="请示必须有明确答复"):
        factories.act(document, target.actor("clerk"), data={"respond_with": Outcome.HANDLED})
    factories.act(document, target.actor("clerk"), data={"respond_with": Outcome.WRITTEN_INSTRUCTION})

    assert document.outcome == Outcome.WRITTEN_INSTRUCTION


def test_a_request_ends_in_exactly_one_way(target):
    document = handled(target, document_type="request", title="关于增加防汛经费的请示")
    factories.act(document, target.actor("clerk"), data={"respond_with": Outcome.REPLY})

    with pytest.raises(RuleBroken, match="已有办理结果"):
        handling.respond(document, outcome=Outcome.REPLY_LETTER, by=target.actor("clerk"))

    document.refresh_from_db()
    assert document.outcome == Outcome.REPLY


def test_an_unanswered_request_is_not_terminated(target):
    document = allotted(target, document_type="request", title="关于增加防汛经费的请示")

    with pytest.raises(RuleBroken, match="请示尚未答复"):
        workflow.terminate(workflow.instance_of(document.ref).pk, reason="不办了", by=target.actor("clerk"))


def test_nothing_is_completed_before_the_units_report(target):
    document = allotted(target)

    with pytest.raises(RuleBroken, match="尚未反馈办理情况"):
        handling.complete(document, by=target.actor("clerk"))


def test_the_clerk_must_choose_a_handling_unit(target):
    document = proposed(target)
    factories.act(document, target.actor("leader"))

    with pytest.raises(RuleBroken, match="请选择承办单位"):
        factories.act(document, target.actor("clerk"))

    document.refresh_from_db()
    assert document.state == S.INSTRUCTED


@pytest.mark.parametrize(
    "command",
    [
        handling.preliminary_review,
        handling.propose_handling,
        handling.instruct,
        lambda document, by: handling.allot(document, lead_unit_id=document.organ_id, by=by),
        lambda document, by: handling.handle(document, result="", by=by),
        lambda document, by: handling.respond(document, outcome="handled", by=by),
        handling.complete,
        handling.archive,
    ],
)
def test_a_stranger_takes_no_step(target, command):
    document = registered(target)

    with pytest.raises(NotPermitted):
        command(document, by=factories.recipient().actor("clerk"))


@pytest.mark.parametrize(
    "command",
    [
        handling.preliminary_review,
        handling.propose_handling,
        handling.instruct,
        lambda document, by: handling.allot(document, lead_unit_id=document.organ_id, by=by),
        lambda document, by: handling.handle(document, result="", by=by),
        lambda document, by: handling.respond(document, outcome="handled", by=by),
        handling.complete,
        lambda document, by: registering.correct(document, copies=2, by=by),
    ],
)
def test_a_returned_document_is_closed(target, command):
    document = registered(target)
    handling.return_to_sender(document, reason="重复来文", by=target.actor("clerk"))

    with pytest.raises(RuleBroken):
        command(document, by=target.actor("clerk"))


def test_the_text_of_a_sent_document_is_not_corrected(target):
    factories.dispatched(factories.office(), to=[target.organ])
    document = receipts.sign(Receipt.objects.get(organ=target.organ), by=target.actor("clerk"))

    with pytest.raises(RuleBroken, match="以来文为准"):
        registering.correct(document, title="改", by=target.actor("clerk"))
    registering.correct(document, copies=3, by=target.actor("clerk"))

    document.refresh_from_db()
    assert document.copies == 3


def test_a_completed_document_is_filed_by_the_clerk(target):
    document = handled(target)
    factories.act(document, target.actor("clerk"), data={"respond_with": Outcome.HANDLED})
    factories.act(document, target.actor("clerk"))

    handling.archive(document, by=target.actor("clerk"))

    assert document.state == S.ARCHIVED


def test_an_open_document_is_not_filed(target):
    document = registered(target)

    with pytest.raises(RuleBroken):
        handling.archive(document, by=target.actor("clerk"))
