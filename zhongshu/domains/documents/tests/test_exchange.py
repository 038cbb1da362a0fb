"""分发、签收、退文、催收、撤回: between organs."""

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from zhongshu.domains.documents.choices import IncomingState, OutgoingState, ReceiptState
from zhongshu.domains.documents.commands import dispatching, drafting, receipts
from zhongshu.domains.documents.models import CollectiveName, IncomingDocument, Receipt
from zhongshu.domains.documents.queries import exchange, parties
from zhongshu.domains.documents.tests import factories
from zhongshu.kernel import clock
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.models import Outbox
from zhongshu.platform.attachments import public as attachments
from zhongshu.platform.jobs import public as jobs
from zhongshu.platform.organizations.public import LeadingBody, Level
from zhongshu.platform.organizations.tests.factories import UnitFactory

Notification = apps.get_model("notifications", "Notification")
pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> factories.Office:
    return factories.office()


@pytest.fixture
def target() -> factories.Office:
    return factories.recipient()


def receipt_at(office: factories.Office) -> Receipt:
    return Receipt.objects.get(organ=office.organ)


def counties(count: int) -> list:
    return [
        UnitFactory(level=Level.COUNTY, body=LeadingBody.GOVERNMENT, name=f"第{number}县人民政府", region=f"第{number}县")
        for number in range(1, count + 1)
    ]


def test_a_collective_name_reaches_every_organ_it_stands_for_once(made):
    found = counties(3)
    CollectiveName.objects.create(
        name="各县（区）人民政府", level=Level.COUNTY, body=LeadingBody.GOVERNMENT, name_suffix="人民政府"
    )

    document = factories.dispatched(made, to=[], principals_text="各县（区）人民政府、第1县人民政府")

    assert sorted(document.receipts.values_list("organ_id", flat=True)) == sorted(unit.pk for unit in found)


def test_an_outside_recipient_is_sent_on_paper(made, target):
    document = factories.dispatched(made, to=[target.organ], copies_to="省直某单位")

    assert document.receipts.count() == 1
    assert document.recipients.get(name="省直某单位").unit is None


def test_a_failure_in_the_middle_leaves_no_receipt(made, monkeypatch):
    organs = [UnitFactory() for _ in range(200)]
    document = factories.submitted(made, to=organs)
    for role in factories.STEPS[:-1]:
        factories.act(document, made.actor(role), data={"copies": 1} if role in {"clerk", "printer"} else {})

    def cut_off(*args, **kwargs):
        raise ConnectionError("the line went dead")

    monkeypatch.setattr(dispatching.jobs, "enqueue", cut_off)
    monkeypatch.setattr(dispatching, "publish", cut_off)
    with pytest.raises(ConnectionError), transaction.atomic():
        factories.act(document, made.actor("clerk"))
    document.refresh_from_db()
    assert (document.state, Receipt.objects.count()) == (OutgoingState.SEALED, 0)
    monkeypatch.undo()

    factories.act(document, made.actor("clerk"))

    assert document.state == OutgoingState.DISPATCHED
    assert sorted(Receipt.objects.values_list("organ_id", flat=True)) == sorted(unit.pk for unit in organs)
    assert Outbox.objects.filter(name="documents.dispatched").count() == 1


def test_one_organ_cannot_have_two_receipts(made, target):
    document = factories.dispatched(made, to=[target.organ])
    first = receipt_at(target)

    with pytest.raises(IntegrityError), transaction.atomic():
        Receipt.objects.create(
            document=document, organ=target.organ, sender=made.organ, sender_name="甲", role="copy", title="乙", number="丙",
            dispatched_at=first.dispatched_at,
        )  # fmt: skip


def test_the_clerks_of_the_recipients_are_told_once(made, target):
    document = factories.dispatched(made, to=[target.organ])

    jobs.drain()
    again = receipts.tell_recipients(document.pk)

    assert again == 0
    notices = Notification.objects.filter(kind="documents.receipt_arrived")
    assert list(notices.values_list("recipient_id", "ref_kind", "ref_id")) == [
        (target.people["clerk"].pk, "documents.receipt", receipt_at(target).pk)
    ]


def test_attachments_travel_with_the_document(made, target):
    document = factories.draft_in(made, to=[target.organ])
    attachments.add(document.ref, ContentFile("任务清单".encode(), name="任务清单.txt"), by=made.actor("drafter"))
    factories.advance(drafting.submit(document, by=made.actor("drafter")), made)

    incoming = receipts.sign(receipt_at(target), by=target.actor("clerk"))

    assert [file.name for file in attachments.listing(incoming.ref)] == ["任务清单.txt"]


def test_signing_makes_an_incoming_document_with_the_text(made, target):
    document = factories.dispatched(made, to=[target.organ])

    incoming = receipts.sign(receipt_at(target), by=target.actor("clerk"))

    assert (incoming.organ, incoming.title, incoming.body, incoming.source_number) == (
        target.organ,
        document.title,
        document.body,
        document.number,
    )
    assert incoming.state == IncomingState.RECEIVED
    assert receipt_at(target).state == ReceiptState.SIGNED


def test_only_the_organs_own_clerk_signs(made, target):
    factories.dispatched(made, to=[target.organ])

    for stranger in (target.actor("handler"), made.actor("clerk"), factories.recipient().actor("clerk")):
        with pytest.raises(NotPermitted):
            receipts.sign(receipt_at(target), by=stranger)

    assert receipt_at(target).state == ReceiptState.UNSIGNED
    assert IncomingDocument.objects.count() == 0


def test_a_document_is_signed_for_once(made, target):
    factories.dispatched(made, to=[target.organ])
    receipts.sign(receipt_at(target), by=target.actor("clerk"))

    with pytest.raises(RuleBroken):
        receipts.sign(receipt_at(target), by=target.actor("clerk"))

    assert IncomingDocument.objects.count() == 1


def test_a_document_is_returned_with_its_reason(made, target):
    factories.dispatched(made, to=[target.organ])

    receipts.return_document(receipt_at(target), reason="不属于本机关职责", by=target.actor("clerk"))

    receipt = receipt_at(target)
    assert (receipt.state, receipt.reason, receipt.closed_by_name) == (
        ReceiptState.RETURNED,
        "不属于本机关职责",
        target.people["clerk"].name,
    )


def test_a_return_without_a_reason_is_refused(made, target):
    factories.dispatched(made, to=[target.organ])

    with pytest.raises(RuleBroken, match="必须说明理由"):
        receipts.return_document(receipt_at(target), reason="  ", by=target.actor("clerk"))

    assert receipt_at(target).state == ReceiptState.UNSIGNED


def test_a_stranger_returns_nothing(made, target):
    factories.dispatched(made, to=[target.organ])

    with pytest.raises(NotPermitted):
        receipts.return_document(receipt_at(target), reason="理由", by=target.actor("leader"))


def test_a_signed_document_is_returned_from_the_register_instead(made, target):
    factories.dispatched(made, to=[target.organ])
    receipts.sign(receipt_at(target), by=target.actor("clerk"))

    with pytest.raises(RuleBroken, match="在收文办理中退文"):
        receipts.return_document(receipt_at(target), reason="理由", by=target.actor("clerk"))


def test_an_unsigned_organ_is_chased_once_in_four_hours(made, target):
    document = factories.dispatched(made, to=[target.organ])

    assert receipts.chase_unsigned(document, by=made.actor("drafter")) == 1
    with pytest.raises(RuleBroken, match="没有需要催收的单位"):
        receipts.chase_unsigned(document, by=made.actor("drafter"))

    assert receipt_at(target).chase_count == 1


def test_a_recipient_does_not_chase(made, target):
    document = factories.dispatched(made, to=[target.organ])

    with pytest.raises(NotPermitted):
        receipts.chase_unsigned(document, by=target.actor("clerk"))


def test_an_organ_that_has_not_signed_in_time_is_listed(made, target):
    with clock.frozen("2026-11-16 09:00"):
        factories.dispatched(made, to=[target.organ])
        assert list(exchange.late(made.actor("clerk"))) == []
        assert [row.waiting for row in exchange.organs_without_signature_today(made.actor("clerk"))] == [1]
    with clock.frozen("2026-11-17 09:01"):
        assert [row.organ for row in exchange.late(made.actor("clerk"))] == [target.organ]
        assert list(exchange.late(target.actor("clerk"))) == []
        receipts.sign(receipt_at(target), by=target.actor("clerk"))
        assert list(exchange.late(made.actor("clerk"))) == []
        assert exchange.organs_without_signature_today(made.actor("clerk")) == []


def test_a_recalled_document_closes_with_its_reason(made, target):
    factories.dispatched(made, to=[target.organ])
    incoming = receipts.sign(receipt_at(target), by=target.actor("clerk"))

    dispatching.recall(receipt_at(target), reason="附件有误", by=made.actor("clerk"))

    incoming.refresh_from_db()
    assert receipt_at(target).state == ReceiptState.RECALLED
    assert (incoming.state, incoming.outcome) == (IncomingState.RETURNED, "withdrawn")


def test_only_the_sender_recalls(made, target):
    factories.dispatched(made, to=[target.organ])

    with pytest.raises(NotPermitted):
        dispatching.recall(receipt_at(target), reason="附件有误", by=target.actor("clerk"))


def test_what_was_returned_cannot_be_recalled(made, target):
    factories.dispatched(made, to=[target.organ])
    receipts.return_document(receipt_at(target), reason="不属本机关", by=target.actor("clerk"))

    with pytest.raises(RuleBroken):
        dispatching.recall(receipt_at(target), reason="附件有误", by=made.actor("clerk"))


def test_the_recipient_sees_the_receipt_but_not_the_drafts_and_opinions(made, target):
    document = factories.dispatched(made, to=[target.organ])
    clerk = target.actor("clerk")

    assert exchange.in_tray(clerk).count() == 1
    from zhongshu.domains.documents.policies import outgoing_policy

    assert not outgoing_policy.can(clerk, "view", document)


def test_nobody_sees_above_the_own_clearance(made, target):
    factories.dispatched(made, to=[target.organ], secrecy=2)
    clerk = target.people["clerk"]
    type(clerk).objects.filter(pk=clerk.pk).update(clearance=1)

    assert exchange.in_tray(factories.actor_for(clerk)).count() == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("甲局、乙局", ["甲局", "乙局"]),
        ("甲局，乙局；丙局：", ["甲局", "乙局", "丙局"]),
        ("各乡镇人民政府、街道办事处，甲局", ["各乡镇人民政府、街道办事处", "甲局"]),
        ("甲局、甲局", ["甲局"]),
    ],
)
def test_a_line_of_recipients_is_read_into_names(text, expected):
    CollectiveName.objects.create(name="各乡镇人民政府、街道办事处")

    assert [party.name for party in parties.resolve(text)] == expected


def test_a_short_name_finds_its_organ():
    organ = UnitFactory(name="云州市教育局", short_name="市教育局")

    assert parties.resolve("市教育局")[0].unit_id == organ.pk


def test_the_editor_offers_a_typed_name_as_outside_recipient(client, made):
    from zhongshu.platform.accounts.tests.factories import signed_in

    answer = signed_in(client, made.people["drafter"]).get("/documents/find/recipients/", {"q": "省直某单位"})

    assert answer.json()["results"] == [{"id": "省直某单位", "text": "省直某单位", "note": "平台外单位，线下送达"}]
