"""签收、退文、催收: the document arrives."""

import datetime as dt
from collections.abc import Iterable

from django.core.files.base import File
from django.db import transaction
from django.db.models import F

from zhongshu.domains.documents import indexing
from zhongshu.domains.documents.choices import ItemNature, ReceiptState
from zhongshu.domains.documents.events import ReceiptReturned, ReceiptSigned
from zhongshu.domains.documents.models import IncomingDocument, OutgoingDocument, Receipt
from zhongshu.domains.documents.policies import outgoing_policy, receipt_policy
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.events import publish
from zhongshu.platform.attachments import public as attachments
from zhongshu.platform.audit import public as audit
from zhongshu.platform.notifications import public as notifications
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Duty

# An organ is not pressed twice within this time.
BETWEEN_CHASES = dt.timedelta(hours=4)


def tell_recipients(document_id: int) -> int:
    """Tell the registry clerks of every organ that a document has arrived; each organ once, however often this runs.

    Returns how many organs were told now.
    """
    told = 0
    waiting = Receipt.objects.filter(document=document_id, told_at=None).select_related("sender")
    rows = list(waiting.order_by("pk"))
    clerks = organizations.holders_of(Duty.REGISTRY_CLERK, [row.organ_id for row in rows])
    for receipt in rows:
        with transaction.atomic():
            if not Receipt.objects.filter(pk=receipt.pk, told_at=None).update(told_at=clock.now()):
                continue
            text = f"收到{receipt.sender}来文：{receipt.title}（{receipt.number}），请及时签收"
            _tell(receipt, clerks.get(receipt.organ_id, []), kind="documents.receipt_arrived", text=text, by=Actor.system())
            told += 1
    return told


def _tell(receipt: Receipt, people: Iterable[organizations.Person], *, kind: str, text: str, by: Actor) -> None:
    person_ids = sorted({person.pk for person in people if person.clearance >= receipt.secrecy})
    if person_ids:
        notifications.notify(person_ids, kind=kind, text=text, ref=receipt.ref, by=by, secrecy=receipt.secrecy)


def open_receipt(receipt: Receipt, *, by: Actor) -> None:
    """Note when the recipient first looked at the document; one conditional UPDATE, nothing if noted before."""
    if receipt.opened_at is None and by.has(Duty.REGISTRY_CLERK, receipt.organ_id):
        Receipt.objects.filter(pk=receipt.pk, opened_at=None).update(opened_at=clock.now())


@transaction.atomic
def sign(receipt: Receipt, *, by: Actor) -> IncomingDocument:
    """Sign for a document (签收): it becomes an incoming document of the organ, still to be registered.

    Raises:
        NotPermitted: not a registry clerk of the organ.
        RuleBroken: signed, returned or recalled already.
        StaleState: somebody else did so at the same moment.
    """
    receipt_policy.require(by, "sign", receipt)
    now = clock.now()
    states.move(receipt, to=ReceiptState.SIGNED, signed_at=now, signed_by_name=by.name)
    issued = OutgoingDocument.objects.get(pk=receipt.document_id)
    incoming = IncomingDocument.objects.create(
        organ_id=receipt.organ_id,
        receipt=receipt,
        sender_id=receipt.sender_id,
        sender_name=receipt.sender_name,
        source_number=receipt.number,
        source_date=issued.signed_date,
        title=issued.title,
        body=issued.body,
        document_type=issued.document_type,
        secrecy=issued.secrecy,
        urgency=issued.urgency,
        nature=ItemNature.FOR_ACTION if receipt.role == "principal" else ItemNature.FOR_INFORMATION,
        copies=receipt.copies,
        received_at=now,
        received_by_name=by.name,
    )
    for file in attachments.listing(issued.ref):
        version = file.versions.all()[0]
        attachments.add(incoming.ref, File(attachments.opened(version.path), name=version.name), by=by)
    indexing.index_incoming(incoming)
    audit.record("documents.receipt_signed", receipt, by=by, incoming_id=incoming.pk)
    publish(ReceiptSigned(receipt.pk, receipt.document_id, receipt.organ_id))
    return incoming


@transaction.atomic
def return_document(receipt: Receipt, *, reason: str, by: Actor) -> None:
    """Send a document back unsigned (退文), with the reason; the sender is told.

    Raises:
        NotPermitted: not a registry clerk of the organ.
        RuleBroken: no reason, or signed already (then the incoming document is returned).
        StaleState: somebody else acted at the same moment.
    """
    receipt_policy.require(by, "return", receipt)
    if receipt.state != ReceiptState.UNSIGNED:
        raise RuleBroken("此件已经签收或处理，请在收文办理中退文", code="wrong_state", present=receipt.state)
    close_as_returned(receipt, reason=reason, by=by)


def close_as_returned(receipt: Receipt, *, reason: str, by: Actor) -> None:
    """Mark the receipt as returned and tell the sender."""
    reason = reason.strip()[:300]
    if not reason:
        raise RuleBroken("退文必须说明理由，请填写", code="reason_missing", field="reason")
    states.move(receipt, to=ReceiptState.RETURNED, reason=reason, closed_at=clock.now(), closed_by_name=by.name)
    audit.record("documents.receipt_returned", receipt, by=by, reason=reason)
    publish(ReceiptReturned(receipt.pk, receipt.document_id, receipt.organ_id, reason))
    told = {person.pk for person in organizations.holders(Duty.REGISTRY_CLERK, receipt.sender_id)} | {receipt.document.drafter_id}
    text = f"{receipt.organ}退文：{receipt.title}（{receipt.number}）。理由：{reason}"
    notifications.notify(
        sorted(told), kind="documents.receipt_returned", text=text, ref=receipt.document.ref, by=by, secrecy=receipt.secrecy
    )


@transaction.atomic
def chase_unsigned(document: OutgoingDocument, receipt_ids: Iterable[int] | None = None, *, by: Actor) -> int:
    """Press the organs that have not signed (催收); those pressed within four hours are left out. Returns how many were pressed.

    Raises:
        NotPermitted: neither the drafter nor a keeper of the issuing organ's documents.
        RuleBroken: nobody is left to be pressed.
    """
    outgoing_policy.require(by, "chase", document)
    now = clock.now()
    waiting = document.receipts.filter(state=ReceiptState.UNSIGNED).exclude(last_chased_at__gt=now - BETWEEN_CHASES)
    if receipt_ids is not None:
        waiting = waiting.filter(pk__in=list(receipt_ids))
    rows = list(waiting)
    if not rows:
        raise RuleBroken("没有需要催收的单位：均已签收，或四小时内已催收过", code="nobody_to_chase")
    Receipt.objects.filter(pk__in=[row.pk for row in rows]).update(chase_count=F("chase_count") + 1, last_chased_at=now)
    clerks = organizations.holders_of(Duty.REGISTRY_CLERK, [row.organ_id for row in rows])
    text = f"请尽快签收{document.organ}来文：{document.title}（{document.number}）"
    for row in rows:
        _tell(row, clerks.get(row.organ_id, []), kind="documents.receipt_chased", text=text, by=by)
    audit.record("documents.receipts_chased", document, by=by, receipts=len(rows))
    return len(rows)
