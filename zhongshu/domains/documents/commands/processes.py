"""The process behind a document: which one, with what variables, and its end."""

from typing import Any

from zhongshu.domains.documents.choices import DocumentType, Layout
from zhongshu.domains.documents.models import OutgoingDocument
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.workflow import public as workflow

_RUNNING = frozenset({"running", "suspended"})


def flow_for(document: OutgoingDocument) -> str:
    """Return the key of the process that a document takes: joint issuance, letter, order, minutes, or the usual one."""
    if document.is_joint:
        return "outgoing_joint"
    if document.document_type == DocumentType.ORDER:
        return "outgoing_order"
    if document.document_type == DocumentType.MINUTES:
        return "outgoing_minutes"
    return "outgoing_letter" if document.layout == Layout.LETTER else "outgoing"


def flow_variables(document: OutgoingDocument) -> dict[str, Any]:
    """Return what the process needs to know to find its way."""
    countersigners = [pk for pk in document.countersigners if pk != document.drafter_id]
    joint = [row.organ_id for row in document.joint_organs.all() if not row.is_lead]
    return {
        "needs_countersign": bool(countersigners),
        "countersigners": countersigners,
        "signatory": [document.signatory_id] if document.signatory_id else [],
        "joint_organs": joint,
        "is_joint": bool(joint),
        "is_upward": document.direction == "upward",
        "is_important": document.important,
        "needs_seal": document.needs_seal,
        "document_type": document.document_type,
        "urgency": document.urgency,
    }


def running(ref: ObjectRef) -> Any:
    """Return the process under way about an object, or None."""
    instance = workflow.instance_of(ref)
    return instance if instance is not None and instance.state in _RUNNING else None


def end_process(ref: ObjectRef, *, reason: str, by: Actor) -> None:
    """Withdraw the process under way, if there is one (撤销): its items close with a notice."""
    instance = running(ref)
    if instance is not None:
        workflow.withdraw(instance.pk, reason=reason, by=by)


def stop_process(ref: ObjectRef, *, reason: str) -> None:
    """Terminate the process under way, if there is one, because the document has ended; the command has asked its own rule."""
    instance = running(ref)
    if instance is not None:
        workflow.terminate(instance.pk, reason=reason, by=Actor.system())
