"""复核、编号、校核、印制、用印: from the signature to the finished copies."""

import datetime as dt
from typing import Any

from django.db import transaction

from zhongshu.domains.documents import indexing, rules
from zhongshu.domains.documents.choices import DocumentType, Layout, OutgoingState
from zhongshu.domains.documents.commands.approving import require_signed_text
from zhongshu.domains.documents.models import OutgoingDocument, PrintedCopy
from zhongshu.domains.documents.policies import outgoing_policy
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken, StaleState
from zhongshu.platform.audit import public as audit
from zhongshu.platform.numbering import public as numbering

S = OutgoingState
OUTGOING_SERIES = "documents.outgoing"
ORDER_SERIES = "documents.order"
# Types whose date is the day on which a meeting adopted them, not the day of signature (art. 9).
ADOPTED_BY_MEETING = frozenset({DocumentType.RESOLUTION, DocumentType.MINUTES})
MOST_COPIES = 5000


@transaction.atomic
def final_check(document: OutgoingDocument, *, adopted_on: dt.date | None = None, by: Actor) -> None:
    """Check the signed document before it takes its number (复核): procedure, content, type, format.

    ``adopted_on`` is the day of the meeting for documents that a meeting adopts.

    Raises:
        NotPermitted: the document did not pass through this person's hands.
        RuleBroken: not signed, or changed since the signature.
    """
    outgoing_policy.require(by, "handle", document)
    require_signed_text(document)
    changes: dict[str, Any] = {"final_checked_at": clock.now(), "updated_at": clock.now()}
    if adopted_on is not None:
        if document.document_type not in ADOPTED_BY_MEETING:
            raise RuleBroken(
                "只有决议和纪要以会议通过日期为成文日期，请清空该项", code="not_adopted_by_meeting", field="adopted_on"
            )
        if adopted_on > clock.today():
            raise RuleBroken("会议通过日期不能晚于今天，请重新填写", code="date_in_future", field="adopted_on")
        changes["signed_date"] = adopted_on
    states.move(document, to=S.IN_FINAL_CHECK, **changes)
    audit.record("documents.final_checked", document, by=by)


@transaction.atomic
def assign_number(document: OutgoingDocument, *, code: str = "", copies: int | None = None, by: Actor) -> str:
    """Take the next number of the series (编号) and write it on the document. The year is that of the signed date.

    ``code`` chooses among the organ's codes (机关代字); the first if left out. A document that was signed again keeps its number.

    Raises:
        NotPermitted: the document did not pass through this person's hands.
        RuleBroken: not signed, not checked, an unknown code, or the document has no signed date.
    """
    outgoing_policy.require(by, "handle", document)
    require_signed_text(document)
    if document.final_checked_at is None or document.state != S.IN_FINAL_CHECK:
        raise RuleBroken("尚未复核，不能编号，请先完成复核", code="not_checked")
    if copies is not None and not 1 <= copies <= MOST_COPIES:
        raise RuleBroken(f"印数应在1至{MOST_COPIES}之间，请重新填写", code="copies_out_of_range", field="copies")
    if document.signed_date is None:
        raise RuleBroken("没有成文日期，不能编号，请先报请签发", code="no_signed_date")
    changes: dict[str, Any] = {"updated_at": clock.now()}
    if copies is not None:
        changes["copies"] = copies
    if not document.number:
        codes = series_codes(document)
        chosen = code or codes[0]
        if chosen not in codes:
            raise RuleBroken(f"“{chosen}”不是本机关的机关代字，请重新选择", code="unknown_code", field="code")
        number = _next_number(document, chosen, by=by)
        changes |= {"number": number.text, "number_value": number.value, "number_year": document.signed_date.year}
    states.move(document, to=S.NUMBERED, **changes)
    indexing.index_outgoing(document)
    audit.record("documents.numbered", document, by=by, number=document.number)
    return document.number


def _next_number(document: OutgoingDocument, code: str, *, by: Actor) -> numbering.Number:
    """Take the number from the organ's series: orders run on from year to year (第5号), all others count by code and year."""
    organ = document.organ
    if document.layout == Layout.ORDER:
        return numbering.take(ORDER_SERIES, scope=organ.code, for_ref=document.ref, by=by, organ_id=organ.pk)
    assert document.signed_date is not None  # asked by the caller
    year = document.signed_date.year
    return numbering.take(OUTGOING_SERIES, scope=code, year=year, for_ref=document.ref, by=by, organ_id=organ.pk)


def series_codes(document: OutgoingDocument) -> list[str]:
    """Return the organ's codes for this document, the fitting one first: letters and minutes have series of their own."""
    return rules.series_codes(document.organ.document_code or str(document.organ), document.layout)


@transaction.atomic
def proofread(document: OutgoingDocument, *, by: Actor) -> None:
    """Compare the proof with the signed text (校核).

    Raises:
        NotPermitted: the document did not pass through this person's hands.
        RuleBroken: no number yet, or the text is not the one that was signed.
    """
    outgoing_policy.require(by, "handle", document)
    require_signed_text(document)
    states.move(document, to=S.PRINTING, proofread_at=clock.now(), updated_at=clock.now())
    audit.record("documents.proofread", document, by=by)


@transaction.atomic
def print_copies(document: OutgoingDocument, *, copies: int | None = None, by: Actor) -> None:
    """Produce the copies (印制); number each one (份号) where the document asks for it.

    Raises:
        NotPermitted: the document did not pass through this person's hands.
        RuleBroken: not proofread, printed already, or too many copies.
    """
    outgoing_policy.require(by, "handle", document)
    require_signed_text(document)
    wanted = copies or document.copies
    if not 1 <= wanted <= MOST_COPIES:
        raise RuleBroken(f"印数应在1至{MOST_COPIES}之间，请重新填写", code="copies_out_of_range", field="copies")
    _stamp_once(document, S.PRINTING, "printed_at", copies=wanted, print_date=clock.today())
    if document.numbered_copies:
        document.printed_copies.all().delete()  # a reprint before dispatch numbers its copies anew
        PrintedCopy.objects.bulk_create(PrintedCopy(document=document, copy_number=n) for n in range(1, wanted + 1))
    audit.record("documents.printed", document, by=by, copies=wanted)


@transaction.atomic
def affix_seal(document: OutgoingDocument, *, by: Actor) -> None:
    """Put the organ's seal on the document (用印).

    Raises:
        NotPermitted: the document did not pass through this person's hands.
        RuleBroken: not printed, or a document that goes without a seal.
    """
    outgoing_policy.require(by, "handle", document)
    require_signed_text(document)
    if document.printed_at is None:
        raise RuleBroken("尚未印制，不能用印，请先完成印制", code="not_printed")
    if not document.needs_seal:
        audit.record("documents.issued_without_seal", document, by=by)
        return
    states.move(document, to=S.SEALED, sealed_at=clock.now(), updated_at=clock.now())
    audit.record("documents.sealed", document, by=by)


def _stamp_once(document: OutgoingDocument, state: str, moment: str, **changes: object) -> None:
    """Write a moment while the document is in the state, once: the second of two people finds it written."""
    if document.state != state:
        raise RuleBroken(
            f"当前状态为“{document.get_state_display()}”，不能办理此项操作，请刷新后核对",
            code="wrong_state",
            present=document.state,
        )
    values = {moment: clock.now(), "updated_at": clock.now(), **changes}
    changed = OutgoingDocument.objects.filter(pk=document.pk, state=state, **{moment: None}).update(**values)
    if not changed:
        raise StaleState("该事项刚刚已被他人办理，请刷新后查看最新情况", code="stale_state")
    for name, value in values.items():
        setattr(document, name, value)
