"""初审、拟办、批办、分办、承办、答复、办结: what becomes of an incoming document."""

from collections.abc import Sequence

from django.db import transaction

from zhongshu.domains.documents import indexing
from zhongshu.domains.documents.choices import (
    REQUEST_OUTCOMES,
    AllotmentRole,
    AllotmentState,
    DocumentType,
    IncomingState,
    ItemNature,
    Outcome,
    ReceiptState,
)
from zhongshu.domains.documents.commands import receipts
from zhongshu.domains.documents.commands.processes import stop_process
from zhongshu.domains.documents.events import IncomingCompleted
from zhongshu.domains.documents.models import Allotment, IncomingDocument
from zhongshu.domains.documents.policies import incoming_policy, own_units
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.kernel.events import publish
from zhongshu.platform.audit import public as audit

T = IncomingState


@transaction.atomic
def preliminary_review(document: IncomingDocument, *, by: Actor) -> None:
    """Find that the document is ours and follows the rules (初审). One that fails is returned with ``return_to_sender``.

    Raises:
        NotPermitted: the document did not pass through this person's hands.
        RuleBroken: not registered, or reviewed already.
    """
    incoming_policy.require(by, "handle", document)
    if document.state == T.REGISTERED:
        states.move(document, to=T.IN_PRELIMINARY_REVIEW)
    _require_open(document)
    audit.record("documents.preliminarily_reviewed", document, by=by)


@transaction.atomic
def propose_handling(document: IncomingDocument, *, by: Actor) -> None:
    """Propose what to do and who should do it (拟办); the words stand in the opinion.

    Raises:
        NotPermitted: the document did not pass through this person's hands.
        RuleBroken: not yet reviewed, or already under way.
    """
    incoming_policy.require(by, "handle", document)
    states.move(document, to=T.PROPOSED)
    audit.record("documents.handling_proposed", document, by=by)


@transaction.atomic
def instruct(document: IncomingDocument, *, by: Actor) -> None:
    """Decide who handles and how (批办). Several leaders may instruct one after another.

    Raises:
        NotPermitted: the document did not pass through this person's hands.
        RuleBroken: nothing has been proposed.
    """
    incoming_policy.require(by, "handle", document)
    if document.state != T.INSTRUCTED:
        states.move(document, to=T.INSTRUCTED)
    audit.record("documents.instructed", document, by=by)


@transaction.atomic
def allot(document: IncomingDocument, *, lead_unit_id: int, assisting_unit_ids: Sequence[int] = (), by: Actor) -> list[Allotment]:
    """Pass the document to the units that handle it (分办); with several the lead unit is named.

    Raises:
        NotPermitted: the document did not pass through this person's hands.
        RuleBroken: a unit of another organ, or a state in which nothing is allotted.
    """
    incoming_policy.require(by, "handle", document)
    _require_open(document)
    wanted = list(dict.fromkeys([lead_unit_id, *assisting_unit_ids]))
    now = clock.now()
    document.allotments.exclude(unit__in=wanted).filter(state=AllotmentState.PENDING).update(state=AllotmentState.CANCELLED)
    document.allotments.filter(unit__in=wanted).update(role=AllotmentRole.ASSIST)
    rows = []
    for unit_id in reversed(wanted):
        role = AllotmentRole.LEAD if unit_id == lead_unit_id else AllotmentRole.ASSIST
        row, _ = Allotment.objects.update_or_create(
            document=document,
            unit_id=unit_id,
            defaults={"role": role, "state": AllotmentState.PENDING, "done_at": None},
            create_defaults={"role": role, "allotted_at": now},
        )
        rows.append(row)
    if document.state != T.IN_HANDLING:
        states.move(document, to=T.IN_HANDLING)
    indexing.index_incoming(document)
    audit.record("documents.allotted", document, by=by, lead_unit_id=lead_unit_id, assisting_unit_ids=list(assisting_unit_ids))
    return rows[::-1]


@transaction.atomic
def handle(document: IncomingDocument, *, result: str, by: Actor) -> None:
    """Report what the handling unit did (承办).

    Raises:
        NotPermitted: the document did not pass through this person's hands.
        RuleBroken: the document is not being handled.
    """
    incoming_policy.require(by, "handle", document)
    _require_open(document)
    if document.state not in {T.IN_HANDLING, T.RESPONDED}:
        states.move(document, to=T.IN_HANDLING)
    mine = document.allotments.filter(unit__in=own_units(by) | by.organ_ids, state=AllotmentState.PENDING).first()
    if mine is None:
        mine = document.allotments.filter(state=AllotmentState.PENDING).first()
    if mine is not None:
        states.move(mine, to=AllotmentState.DONE, handler_name=by.name, result=result.strip(), done_at=clock.now())
    if result.strip() and not document.outcome_note:
        IncomingDocument.objects.filter(pk=document.pk).update(outcome_note=result.strip())
        document.outcome_note = result.strip()
    indexing.index_incoming(document)
    audit.record("documents.handled", document, by=by, unit_id=mine.unit_id if mine else None)


@transaction.atomic
def respond(document: IncomingDocument, *, outcome: str, note: str = "", by: Actor) -> None:
    """Tell the sender the result (答复). The outcome is written once: a request ends in exactly one way.

    Raises:
        NotPermitted: the document did not pass through this person's hands.
        RuleBroken: answered already, or a request that would end without an answer.
        StaleState: somebody else answered at the same moment.
    """
    incoming_policy.require(by, "handle", document)
    _require_open(document)
    _check_outcome(document, outcome)
    _write_outcome(document, outcome, note)
    if document.state in {T.IN_HANDLING, T.INSTRUCTED}:
        states.move(document, to=T.RESPONDED)
    indexing.index_incoming(document)
    audit.record("documents.responded", document, by=by, outcome=outcome)


@transaction.atomic
def complete(document: IncomingDocument, *, outcome: str = "", note: str = "", by: Actor) -> None:
    """Close the document (办结): the required result is there, and it becomes a candidate for filing (归档候选).

    Raises:
        NotPermitted: the document did not pass through this person's hands.
        RuleBroken: a request without an answer, or units that have not reported.
        StaleState: somebody else completed it first.
    """
    incoming_policy.require(by, "handle", document)
    _require_open(document)
    waiting = document.allotments.filter(state=AllotmentState.PENDING).select_related("unit").first()
    if waiting is not None and document.nature == ItemNature.FOR_ACTION:
        raise RuleBroken(f"{waiting.unit}尚未反馈办理情况，不能办结，请先催办", code="allotment_pending")
    fallback = Outcome.NOTED if document.nature == ItemNature.FOR_INFORMATION else Outcome.HANDLED
    close(document, outcome=document.outcome or outcome or fallback, note=note, by=by)


def close(document: IncomingDocument, *, outcome: str, note: str = "", by: Actor) -> None:
    """Write the outcome if there is none yet, and end the document; also called when its process ends."""
    if not document.outcome:
        _check_outcome(document, outcome)
        _write_outcome(document, outcome, note)
    states.move(document, to=T.COMPLETED, completed_at=clock.now(), archive_candidate=True)
    indexing.index_incoming(document)
    audit.record("documents.completed", document, by=by, outcome=document.outcome)
    publish(IncomingCompleted(document.pk, document.organ_id, document.outcome))


@transaction.atomic
def return_to_sender(document: IncomingDocument, *, reason: str, by: Actor, within_process: bool = False) -> None:
    """Send a document back (退文): not ours, against the routing rules, not consulted. The sender is told the reason.

    ``within_process``: a step of the process decided so, and its drawing leads to the end by itself.

    Raises:
        NotPermitted: neither a registry clerk of the organ nor somebody through whose hands it passed.
        RuleBroken: no reason, or it is under way beyond the preliminary review.
        StaleState: somebody else acted first.
    """
    if not (incoming_policy.can(by, "register", document) or incoming_policy.can(by, "handle", document)):
        raise NotPermitted("您没有“退文”的权限，如确需办理请联系本单位文书", code="not_permitted_return")
    reason = reason.strip()[:300]
    if not reason:
        raise RuleBroken("退文必须说明理由，请填写", code="reason_missing", field="reason")
    states.move(
        document, to=T.RETURNED, return_reason=reason, outcome=Outcome.RETURNED, outcome_at=clock.now(), completed_at=clock.now()
    )
    receipt = document.receipt
    if receipt is not None and receipt.state == ReceiptState.SIGNED:
        receipts.close_as_returned(receipt, reason=reason, by=by)
    if not within_process:
        stop_process(document.ref, reason=f"退文：{reason}")
    indexing.index_incoming(document)
    audit.record("documents.returned", document, by=by, reason=reason)


@transaction.atomic
def withdraw_by_sender(document: IncomingDocument, *, reason: str, by: Actor) -> None:
    """Close a document that its sender has recalled (来文机关撤回), unless it was completed before."""
    if not document.is_open:
        return
    if not document.outcome:
        _write_outcome(document, Outcome.WITHDRAWN, reason)
    changed = IncomingDocument.objects.filter(pk=document.pk, state=document.state).update(
        state=T.RETURNED, return_reason=f"来文机关撤回：{reason}"[:300], completed_at=clock.now()
    )
    if not changed:
        raise StaleState("该事项刚刚已被他人办理，请刷新后查看最新情况", code="stale_state")
    document.refresh_from_db()
    stop_process(document.ref, reason=f"来文机关撤回：{reason}")
    audit.record("documents.withdrawn_by_sender", document, by=by, reason=reason)


@transaction.atomic
def archive(document: IncomingDocument, *, by: Actor) -> None:
    """Mark a completed document as filed (归档).

    Raises:
        NotPermitted: not an archivist or registry clerk of the organ.
        RuleBroken: not completed.
    """
    incoming_policy.require(by, "archive", document)
    states.move(document, to=T.ARCHIVED, archive_candidate=False)
    audit.record("documents.archived", document, by=by)


def _check_outcome(document: IncomingDocument, outcome: str) -> None:
    if outcome not in Outcome.values:
        raise RuleBroken("请选择办理结果", code="outcome_missing", field="outcome")
    if document.document_type == DocumentType.REQUEST and outcome not in REQUEST_OUTCOMES:
        raise RuleBroken(
            "请示必须有明确答复：批复、复函、领导批示、批示抄告、电话答复或转报上级", code="request_unanswered", field="outcome"
        )


def _write_outcome(document: IncomingDocument, outcome: str, note: str) -> None:
    values = {"outcome": outcome, "outcome_note": note.strip() or document.outcome_note, "outcome_at": clock.now()}
    if not IncomingDocument.objects.filter(pk=document.pk, outcome="").update(**values):
        raise RuleBroken("此件已有办理结果，不能再次答复", code="answered_already")
    for name, value in values.items():
        setattr(document, name, value)


def _require_open(document: IncomingDocument) -> None:
    if not document.is_open:
        raise RuleBroken(
            f"当前状态为“{document.get_state_display()}”，不能办理此项操作，请刷新后核对",
            code="wrong_state",
            present=document.state,
        )
