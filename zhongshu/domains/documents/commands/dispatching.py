"""分发、撤回、废止: the document leaves the organ, and what may still become of it."""

import datetime as dt

from django.db import transaction

from zhongshu.domains.documents import indexing
from zhongshu.domains.documents.choices import OutgoingState, ReceiptState
from zhongshu.domains.documents.commands import handling
from zhongshu.domains.documents.commands.approving import require_signed_text, unsign
from zhongshu.domains.documents.commands.processes import end_process
from zhongshu.domains.documents.events import DocumentDispatched, DocumentRepealed, DocumentWithdrawn, ReceiptRecalled
from zhongshu.domains.documents.models import IncomingDocument, OutgoingDocument, PrintedCopy, Receipt
from zhongshu.domains.documents.policies import outgoing_policy
from zhongshu.domains.documents.queries import parties
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.events import publish
from zhongshu.platform.audit import public as audit
from zhongshu.platform.jobs import public as jobs
from zhongshu.platform.numbering import public as numbering

S = OutgoingState
TELL_RECIPIENTS = "documents.tell_recipients"


@transaction.atomic
def dispatch(document: OutgoingDocument, *, by: Actor) -> list[Receipt]:
    """Send the document to its recipients (分发): exactly one receipt for each organ on the platform, all or none.

    Recipients written in free text are sent on paper and have no receipt.

    Raises:
        NotPermitted: the document did not pass through this person's hands.
        RuleBroken: not printed, or not sealed although a seal is needed; the text is not the one that was signed.
        StaleState: somebody else dispatched it first.
    """
    outgoing_policy.require(by, "handle", document)
    require_signed_text(document)
    if document.printed_at is None:
        raise RuleBroken("尚未印制，不能分发，请先完成印制", code="not_printed")
    if document.needs_seal and document.sealed_at is None:
        raise RuleBroken("尚未用印，不能分发，请先用印", code="not_sealed")
    now = clock.now()
    states.move(document, to=S.DISPATCHED, dispatched_at=now, updated_at=now)
    found = parties.expand(document)
    sender_name = "、".join([str(row.organ) for row in document.joint_organs.select_related("organ")] or [str(document.organ)])
    receipts = Receipt.objects.bulk_create(
        [
            Receipt(
                document=document,
                organ=organ,
                sender_id=document.organ_id,
                sender_name=sender_name[:300],
                role=role,
                title=document.title,
                number=document.number,
                urgency=document.urgency,
                secrecy=document.secrecy,
                dispatched_at=now,
            )
            for organ, role in found.values()
        ],
        batch_size=500,
    )
    _hand_out_copies(document, receipts)
    indexing.index_outgoing(document)
    audit.record("documents.dispatched", document, by=by, receipts=len(receipts))
    publish(DocumentDispatched(document.pk, document.organ_id, document.title, document.number, document.secrecy, sorted(found)))
    jobs.enqueue(TELL_RECIPIENTS, document_id=document.pk)
    return receipts


def _hand_out_copies(document: OutgoingDocument, receipts: list[Receipt]) -> None:
    """Give numbered copies to the recipients in order; what is left stays with the issuer."""
    copies = list(document.printed_copies.filter(receipt=None, holder_name="")) if document.numbered_copies else []
    for copy, receipt in zip(copies, receipts, strict=False):
        copy.receipt = receipt
        copy.holder_name = str(receipt.organ)[:120]
    PrintedCopy.objects.bulk_update(copies[: len(receipts)], ["receipt", "holder_name"], batch_size=500)


@transaction.atomic
def recall(receipt: Receipt, *, reason: str, by: Actor) -> None:
    """Take a document back from one organ (撤回).

    Raises:
        NotPermitted: not a keeper of the issuing organ's documents.
        RuleBroken: no reason; the organ has returned it already.
        StaleState: the organ signed or returned it at the same moment.
    """
    outgoing_policy.require(by, "recall", receipt.document)
    reason = _required(reason, "请填写撤回理由")
    states.move(receipt, to=ReceiptState.RECALLED, reason=reason, closed_at=clock.now(), closed_by_name=by.name)
    incoming = IncomingDocument.objects.select_related("organ").filter(receipt=receipt).first()
    if incoming is not None:
        handling.withdraw_by_sender(incoming, reason=reason, by=by)
    audit.record("documents.recalled", receipt.document, by=by, organ_id=receipt.organ_id, reason=reason)
    publish(ReceiptRecalled(receipt.pk, receipt.document_id, receipt.organ_id))


@transaction.atomic
def withdraw(document: OutgoingDocument, *, reason: str, by: Actor) -> None:
    """Call a document back before dispatch (撤销): it is a draft again, its work items close, its number is voided visibly.

    Raises:
        NotPermitted: not the drafter.
        RuleBroken: no reason, not under way, or dispatched already.
        StaleState: somebody else moved it first.
    """
    outgoing_policy.require(by, "withdraw", document)
    reason = _required(reason, "请填写撤销理由")
    if document.state == S.DRAFTING:
        raise RuleBroken("文稿尚未送审，无需撤销；不再需要的可以作废", code="wrong_state", present=document.state)
    take_back_to_draft(document, reason=reason, by=by)
    end_process(document.ref, reason=reason, by=by)


def take_back_to_draft(document: OutgoingDocument, *, reason: str, by: Actor) -> None:
    """Make the document a draft again and give up its number; nothing if it is a draft already."""
    if document.state == S.DRAFTING:
        return
    number = document.number
    unsign(document)
    states.move(
        document,
        to=S.DRAFTING,
        number="",
        number_value=None,
        number_year=None,
        approved_digest="",
        signed_date=None,
        withdrawn_at=clock.now(),
        updated_at=clock.now(),
        approved_at=None,
        final_checked_at=None,
        proofread_at=None,
        printed_at=None,
        sealed_at=None,
        print_date=None,
    )
    document.printed_copies.all().delete()
    if number:
        numbering.void(number, reason=reason, by=by, for_ref=document.ref)
    indexing.index_outgoing(document)
    audit.record("documents.withdrawn", document, by=by, reason=reason, number=number)
    publish(DocumentWithdrawn(document.pk, document.organ_id, number))


@transaction.atomic
def cancel_draft(document: OutgoingDocument, *, reason: str, by: Actor) -> None:
    """Give up a draft (作废). It stays on record.

    Raises:
        NotPermitted: not the drafter.
        RuleBroken: no reason, or the document is not a draft.
    """
    outgoing_policy.require(by, "cancel", document)
    reason = _required(reason, "请填写作废理由")
    if not document.is_editable:
        raise RuleBroken("文稿正在办理，请先撤销再作废", code="wrong_state", present=document.state)
    states.move(document, to=S.WITHDRAWN, ended_reason=reason, withdrawn_at=clock.now(), updated_at=clock.now())
    end_process(document.ref, reason=reason, by=by)
    audit.record("documents.draft_cancelled", document, by=by, reason=reason)


@transaction.atomic
def repeal(document: OutgoingDocument, *, reason: str, from_date: dt.date, by: Actor) -> None:
    """Repeal an issued document (废止): void from that day.

    Raises:
        NotPermitted: not the office director of the issuing organ.
        RuleBroken: no reason, or not issued.
    """
    outgoing_policy.require(by, "repeal", document)
    states.move(document, to=S.REPEALED, ended_reason=_required(reason, "请填写废止理由"), effective_until_date=from_date)
    audit.record("documents.repealed", document, by=by, reason=document.ended_reason, from_date=from_date)
    publish(DocumentRepealed(document.pk, document.organ_id, from_date.isoformat(), document.ended_reason))


@transaction.atomic
def revoke(document: OutgoingDocument, *, reason: str, by: Actor) -> None:
    """Revoke an issued document (撤销): void from the beginning.

    Raises:
        NotPermitted: not the office director of the issuing organ.
        RuleBroken: no reason, or not issued.
    """
    outgoing_policy.require(by, "repeal", document)
    states.move(
        document, to=S.REVOKED, ended_reason=_required(reason, "请填写撤销理由"), effective_until_date=document.signed_date
    )
    audit.record("documents.revoked", document, by=by, reason=document.ended_reason)
    from_date = document.effective_until_date or clock.today()
    publish(DocumentRepealed(document.pk, document.organ_id, from_date.isoformat(), document.ended_reason))


def _required(reason: str, sentence: str) -> str:
    reason = reason.strip()
    if not reason:
        raise RuleBroken(sentence, code="reason_missing", field="reason")
    return reason[:300]
