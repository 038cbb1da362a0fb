"""What full-text search knows about documents; written in the transaction that changes them.

Who may find a document is said broadly (the duties through whose hands it may pass); the policy decides on every hit.
"""

from typing import Any

from zhongshu.domains.documents.models import IncomingDocument, JointOrgan, OutgoingDocument
from zhongshu.domains.documents.policies import KEEPERS
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.search import public as search
from zhongshu.platform.workflow import public as workflow

_HANDS = (*KEEPERS, Duty.REVIEWER, Duty.PROOFREADER, Duty.PRINTER, Duty.SEAL_KEEPER)


def index_outgoing(document: OutgoingDocument) -> None:
    search.index(**_outgoing(document))


def index_incoming(document: IncomingDocument) -> None:
    search.index(**_incoming(document))


def outgoing_entry(document: OutgoingDocument) -> search.Indexable:
    return search.Indexable(**_outgoing(document))


def incoming_entry(document: IncomingDocument) -> search.Indexable:
    return search.Indexable(**_incoming(document))


def _outgoing(document: OutgoingDocument) -> dict[str, Any]:
    organs = JointOrgan.objects.filter(document=document).values_list("organ_id", flat=True)
    people = {document.drafter_id, document.signatory_id, *_handlers(document.ref)}
    return {
        "ref": document.ref,
        "title": document.title,
        "body": document.body,
        "number": document.number,
        "organ_id": document.organ_id,
        "unit_ids": [document.drafting_unit_id],
        "person_ids": sorted(pk for pk in people if pk),
        "duties": [(organ, duty) for organ in {document.organ_id, *organs} for duty in _HANDS],
        "secrecy": document.secrecy,
        "at": document.dispatched_at or document.created_at,
    }


def _incoming(document: IncomingDocument) -> dict[str, Any]:
    parts = [document.sender_name, document.source_number, document.body, document.outcome_note]
    people = {document.registrar_id, document.chaser_id, *_handlers(document.ref)}
    return {
        "ref": document.ref,
        "title": document.title,
        "body": "\n".join(filter(None, parts)),
        "number": document.number or document.source_number,
        "organ_id": document.organ_id,
        "unit_ids": sorted(set(document.allotments.values_list("unit_id", flat=True))),
        "person_ids": sorted(pk for pk in people if pk),
        "duties": [(document.organ_id, duty) for duty in _HANDS],
        "secrecy": document.secrecy,
        "at": document.received_at,
    }


def _handlers(ref: ObjectRef) -> set[int]:
    rows = workflow.FlowItem.objects.filter(instance__ref_kind=ref.kind, instance__ref_id=ref.id)
    return {pk for pair in rows.values_list("assignee_id", "principal_id") for pk in pair if pk}
