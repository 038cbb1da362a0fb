"""What the drawn steps call, and how documents follow their processes (announced in ``apps``)."""

from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_date

from zhongshu.domains.documents import indexing, panels
from zhongshu.domains.documents.choices import IncomingState, ItemNature, Outcome, OutgoingState, ReviewLevel
from zhongshu.domains.documents.commands import approving, checking, dispatching, drafting, handling, issuing, processes
from zhongshu.domains.documents.commands.versions import Place
from zhongshu.domains.documents.levels import drawn_level
from zhongshu.domains.documents.models import IncomingDocument, OutgoingDocument
from zhongshu.domains.documents.models.outgoing import AFTER_APPROVAL
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.audit import public as audit
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.workflow.public import StepCall

# Outcomes that say no, however a drawing words them.
NEGATIVE = frozenset({"reject", "disagree", "refuse", "return", "fail", "no"})
_BEFORE_APPROVAL = frozenset({
    OutgoingState.DRAFTING, OutgoingState.RETURNED, OutgoingState.IN_REVIEW, OutgoingState.IN_COUNTERSIGN,
    OutgoingState.AWAITING_APPROVAL,
})  # fmt: skip


def announce() -> None:
    """Register every step command and the owners of both kinds."""
    for name, label, run in (
        ("start_review", "送审", start_review),
        ("review", "核稿", review),
        ("countersign", "会签", countersign),
        ("approve", "审批", approve),
        ("approve_for_issue", "签发", approve_for_issue),
        ("final_check", "复核", final_check),
        ("assign_number", "编号", assign_number),
        ("proofread", "校核", proofread),
        ("print", "印制", print_copies),
        ("affix_seal", "用印", affix_seal),
        ("dispatch", "分发", dispatch),
        ("register", "登记", register),
        ("preliminary_review", "初审", preliminary_review),
        ("propose_handling", "拟办", propose_handling),
        ("instruct", "批办", instruct),
        ("allot", "分办", allot),
        ("handle", "承办", handle),
        ("respond", "答复", respond),
        ("complete", "办结", complete),
    ):
        workflow.register_command(f"documents.{name}", label=label, run=run, form=panels.FORMS.get(name))
    workflow.register_kind("documents.outgoing", entered=outgoing_entered, ended=outgoing_ended)
    workflow.register_kind("documents.incoming", entered=incoming_entered, ended=incoming_ended)


def _outgoing(call: StepCall) -> OutgoingDocument:
    return OutgoingDocument.objects.select_related("organ").get(pk=call.ref.id)


def _incoming(call: StepCall) -> IncomingDocument:
    return IncomingDocument.objects.select_related("organ", "receipt").get(pk=call.ref.id)


def _place(call: StepCall, usual: ReviewLevel) -> Place:
    """Return the step as a place of review: its level is its own if drawn, else the usual one of its command."""
    return Place(drawn_level(call.attributes) or usual, call.step_name, call.item_id)


def start_review(call: StepCall) -> Mapping[str, Any] | None:
    document = _outgoing(call)
    drafting.send_for_review(document, item_id=call.item_id, by=call.by)
    return processes.flow_variables(document)


def review(call: StepCall) -> None:
    approving.review(_outgoing(call), _place(call, ReviewLevel.REVIEW), by=call.by)


def countersign(call: StepCall) -> None:
    agrees = call.outcome not in NEGATIVE and call.attitude != "disagree"
    approving.countersign(_outgoing(call), _place(call, ReviewLevel.APPROVAL), agrees=agrees, by=call.by)


def approve(call: StepCall) -> None:
    approving.approve(_outgoing(call), _place(call, ReviewLevel.APPROVAL), by=call.by)


def approve_for_issue(call: StepCall) -> None:
    """Sign when the step's result is agreement; a refusal leaves the document to where the drawing sends it."""
    if not call.finishes or call.step_outcome in NEGATIVE or call.outcome in NEGATIVE:
        return
    place = _place(call, ReviewLevel.SIGNATURE)
    approving.approve_for_issue(_outgoing(call), place, words=call.words, step_id=call.step_id, by=call.by)


def final_check(call: StepCall) -> None:
    if call.outcome not in NEGATIVE:
        issuing.final_check(_outgoing(call), adopted_on=_day(call.data.get("adopted_on")), by=call.by)


def assign_number(call: StepCall) -> None:
    """Number the document; where the drawing has no step of its own for it, the final check is part of this one."""
    if call.outcome in NEGATIVE:
        return
    document = _outgoing(call)
    if document.state == OutgoingState.APPROVED_FOR_ISSUE:
        issuing.final_check(document, adopted_on=_day(call.data.get("adopted_on")), by=call.by)
    issuing.assign_number(document, code=str(call.data.get("code") or ""), copies=_count(call.data.get("copies")), by=call.by)


def proofread(call: StepCall) -> None:
    if call.outcome not in NEGATIVE and call.finishes:
        issuing.proofread(_outgoing(call), by=call.by)


def print_copies(call: StepCall) -> None:
    issuing.print_copies(_outgoing(call), copies=_count(call.data.get("copies")), by=call.by)


def affix_seal(call: StepCall) -> None:
    issuing.affix_seal(_outgoing(call), by=call.by)


def dispatch(call: StepCall) -> None:
    dispatching.dispatch(_outgoing(call), by=call.by)


def register(call: StepCall) -> None:
    """The document was registered when its process began; nothing is left to do."""
    if _incoming(call).state == IncomingState.RECEIVED:
        raise RuleBroken("此件尚未登记，请先在收文页面登记", code="not_registered")


def preliminary_review(call: StepCall) -> None:
    document = _incoming(call)
    if call.outcome in NEGATIVE:
        handling.return_to_sender(document, reason=call.words, by=call.by, within_process=True)
        return
    handling.preliminary_review(document, by=call.by)


def propose_handling(call: StepCall) -> None:
    handling.propose_handling(_incoming(call), by=call.by)


def instruct(call: StepCall) -> None:
    handling.instruct(_incoming(call), by=call.by)


def allot(call: StepCall) -> None:
    """Allot to the units chosen for ``handling_units``, the first of them as lead (主办)."""
    chosen = [int(pk) for pk in call.variables.get("handling_units") or []]
    if not chosen:
        raise RuleBroken("请选择承办单位，第一个为主办单位", code="handling_units_missing", field="handling_units")
    handling.allot(_incoming(call), lead_unit_id=chosen[0], assisting_unit_ids=chosen[1:], by=call.by)


def handle(call: StepCall) -> None:
    handling.handle(_incoming(call), result=call.words, by=call.by)


def respond(call: StepCall) -> None:
    document = _incoming(call)
    outcome = str(call.data.get("respond_with") or "") or _default_outcome(document)
    handling.respond(document, outcome=outcome, note=str(call.data.get("note") or call.words), by=call.by)


def complete(call: StepCall) -> None:
    document = _incoming(call)
    handling.complete(document, outcome=str(call.data.get("respond_with") or ""), note=call.words, by=call.by)


def _default_outcome(document: IncomingDocument) -> str:
    """Return the outcome that the record already shows: an answer was issued."""
    answer = document.answered_by.filter(state__in=[OutgoingState.DISPATCHED, OutgoingState.ARCHIVED]).first()
    if answer is not None:
        return Outcome.REPLY if answer.document_type == "reply" else Outcome.REPLY_LETTER
    return "" if document.document_type == "request" else Outcome.HANDLED


def outgoing_entered(call: StepCall) -> None:
    """Give the document the state of the step that has opened; going back before the signature lets the signature lapse."""
    document = _outgoing(call)
    target = call.state
    if call.round > 1:
        checking.record_left(document, by=call.by)
    if not target or target == document.state or target not in document.TRANSITIONS[document.state]:
        return
    changes: dict[str, Any] = {"updated_at": clock.now()}
    if document.state in AFTER_APPROVAL and target in _BEFORE_APPROVAL:
        approving.unsign(document)
        changes["approved_digest"] = ""
    if target in {OutgoingState.NUMBERED, OutgoingState.PRINTING} and document.state in AFTER_APPROVAL:
        later = ("printed_at", "sealed_at") if target == OutgoingState.NUMBERED else ("sealed_at",)
        if document.state in {OutgoingState.PRINTING, OutgoingState.SEALED}:
            changes |= dict.fromkeys(later)
    states.move(document, to=target, **changes)
    indexing.index_outgoing(document)


def outgoing_ended(ref: ObjectRef, result: str, by: Actor) -> None:
    """Follow the end of the process: withdrawn is a draft again, terminated is out of use, restored is where it was."""
    document = OutgoingDocument.objects.get(pk=ref.id)
    if result == "withdrawn" and document.state in AFTER_APPROVAL | _BEFORE_APPROVAL:
        dispatching.take_back_to_draft(document, reason="撤销流程", by=by)
    elif result == "terminated" and OutgoingState.WITHDRAWN in document.TRANSITIONS[document.state]:
        before = document.state
        states.move(
            document, to=OutgoingState.WITHDRAWN, state_before_end=before, ended_reason="流程终止", withdrawn_at=clock.now()
        )
        audit.record("documents.terminated", document, by=by)
    elif result == "restored" and document.state == OutgoingState.WITHDRAWN and document.state_before_end:
        states.move(document, to=document.state_before_end, state_before_end="", ended_reason="", withdrawn_at=None)
        audit.record("documents.restored", document, by=by)


def incoming_entered(call: StepCall) -> None:
    """Give the document the state of the step that has opened, where its own rules allow the move."""
    document = _incoming(call)
    if call.state and call.state != document.state and call.state in document.TRANSITIONS[document.state]:
        if call.state in {IncomingState.COMPLETED, IncomingState.RESPONDED} and not document.outcome:
            return
        states.move(document, to=call.state)


def incoming_ended(ref: ObjectRef, result: str, by: Actor) -> None:
    """Follow the end of the process: completed closes what was only read; a terminated request must have been answered."""
    document = IncomingDocument.objects.select_related("organ").get(pk=ref.id)
    if not document.is_open or result not in {"completed", "terminated"}:
        return
    if result == "terminated" and document.document_type == "request" and not document.outcome:
        raise RuleBroken("请示尚未答复，不能终止，请先答复来文机关", code="request_unanswered")
    outcome = document.outcome or (Outcome.NOTED if document.nature == ItemNature.FOR_INFORMATION else Outcome.HANDLED)
    handling.close(document, outcome=outcome, by=by)


def _count(value: Any) -> int | None:
    return int(value) if str(value or "").isdigit() else None


def _day(value: Any) -> Any:
    return parse_date(value) if isinstance(value, str) and value else value or None
