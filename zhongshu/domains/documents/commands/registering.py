"""登记: an incoming document gets its number and starts on its way."""

import datetime as dt
from typing import Any

from django.db import transaction

from zhongshu.domains.documents import indexing
from zhongshu.domains.documents.choices import IncomingState, ItemNature, Urgency
from zhongshu.domains.documents.events import IncomingRegistered
from zhongshu.domains.documents.models import IncomingDocument
from zhongshu.domains.documents.policies import incoming_policy
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.events import publish
from zhongshu.platform.audit import public as audit
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.numbering import public as numbering
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.secrecy import public as secrecy
from zhongshu.platform.workflow import public as workflow

INCOMING_SERIES = "documents.incoming"
FLOWS = {ItemNature.FOR_ACTION: "incoming_action", ItemNature.FOR_INFORMATION: "incoming_information"}
# What the registry writes; everything else is written by the steps.
FIELDS = frozenset({
    "sender_name", "sender_id", "source_number", "source_date", "title", "body", "document_type", "secrecy", "urgency", "nature",
    "copies", "requested_days", "chaser_id", "principals", "copies_to", "copy_number", "signers",
})  # fmt: skip
# Working days within which a document is handled if nobody asks for another limit (特急当日、加急三日、平件十五日).
DEFAULT_DAYS = {Urgency.EXTRA_URGENT: 1, Urgency.URGENT: 3, Urgency.NONE: 15}


@transaction.atomic
def receive(*, organ_id: int, by: Actor, received_at: dt.datetime | None = None, **fields: Any) -> IncomingDocument:
    """Enter a document that came on paper or from outside the platform (手工收文).

    Raises:
        NotPermitted: not a registry clerk of the organ.
        RuleBroken: a mark above the ceiling, or a moment in the future.
    """
    if organ_id not in by.organs_where(Duty.REGISTRY_CLERK):
        raise NotPermitted("您不是该机关的文书人员，不能登记收文", code="not_permitted_register")
    if received_at is not None and received_at > clock.now():
        raise RuleBroken("收文时间不能晚于现在，请重新填写", code="received_in_future", field="received_at")
    document = IncomingDocument(
        organ_id=organ_id, received_at=received_at or clock.now(), received_by_name=by.name, sender_name=""
    )
    _write(document, fields, by=by)
    if not document.title.strip() or not document.sender_name.strip():
        raise RuleBroken(
            "请填写来文机关和标题", code="incomplete", field="title" if document.sender_name.strip() else "sender_name"
        )
    document.save()
    indexing.index_incoming(document)
    audit.record("documents.received", document, by=by, sender=document.sender_name)
    return document


@transaction.atomic
def correct(document: IncomingDocument, *, by: Actor, **fields: Any) -> None:
    """Correct what was registered, while the document is open.

    Raises:
        NotPermitted: not a registry clerk of the organ.
        RuleBroken: completed or returned already; or the text of a document that came over the platform.
    """
    incoming_policy.require(by, "edit", document)
    if not document.is_open:
        raise RuleBroken("此件已经办结或退文，登记内容不能再改", code="wrong_state", present=document.state)
    if document.receipt_id and {"title", "body", "source_number", "sender_name", "secrecy"} & fields.keys():
        raise RuleBroken("平台来文的标题、正文、文号、等级以来文为准，不能修改", code="sent_text_is_fixed")
    _write(document, fields, by=by)
    if document.registered_at and {"requested_days", "urgency"} & fields.keys():
        _set_deadline(document)
    document.save()
    indexing.index_incoming(document)
    audit.record("documents.registration_corrected", document, by=by, fields=sorted(fields))


@transaction.atomic
def register(document: IncomingDocument, *, by: Actor, **fields: Any) -> str:
    """Register a document (登记): it takes its 收文号 and its limit, and the process of its kind (办件、阅件) begins.

    Raises:
        NotPermitted: not a registry clerk of the organ.
        RuleBroken: registered already; an urgent document without a named person who chases.
        StaleState: somebody else registered it first.
    """
    incoming_policy.require(by, "register", document)
    _write(document, fields, by=by)
    if document.state != IncomingState.RECEIVED:
        raise RuleBroken(f"此件已登记，收文号为{document.number}", code="wrong_state", present=document.state)
    now = clock.now()
    year = clock.today().year
    number = numbering.take(
        INCOMING_SERIES, scope=register_code(document), year=year, for_ref=document.ref, by=by, organ_id=document.organ_id
    )
    _set_deadline(document)
    written = {name: getattr(document, name) for name in sorted(FIELDS)}
    states.move(
        document,
        to=IncomingState.REGISTERED,
        **written,
        number=number.text,
        number_value=number.value,
        number_year=year,
        registered_at=now,
        registered_by_name=by.name,
        registrar_id=by.person_id,
        deadline_at=document.deadline_at,
        deadline_explanation=document.deadline_explanation,
    )
    indexing.index_incoming(document)
    audit.record("documents.registered", document, by=by, number=document.number, nature=document.nature)
    publish(IncomingRegistered(document.pk, document.organ_id))
    workflow.start(
        FLOWS[ItemNature(document.nature)],
        ref=document.ref,
        organ_id=document.organ_id,
        by=by,
        variables={"nature": document.nature, "urgency": document.urgency},
        secrecy=document.secrecy,
    )
    document.refresh_from_db()
    return document.number


@transaction.atomic
def extend_deadline(document: IncomingDocument, *, working_days: int, reason: str, by: Actor) -> None:
    """Grant a later limit (批准延期). Only an approved extension moves a limit; chasing never does.

    Raises:
        NotPermitted: not the one who may chase the document.
        RuleBroken: no reason, no days, or the document is no longer open.
    """
    incoming_policy.require(by, "chase", document)
    if not document.is_open or document.deadline_at is None:
        raise RuleBroken("此件没有在办的时限，不能延期", code="wrong_state", present=document.state)
    if not 1 <= working_days <= 60:
        raise RuleBroken("延期应在1至60个工作日之间，请重新填写", code="days_out_of_range", field="working_days")
    if not reason.strip():
        raise RuleBroken("请填写延期理由", code="reason_missing", field="reason")
    before = document.deadline_at
    limit = calendars.due(before, working_days=working_days)
    IncomingDocument.objects.filter(pk=document.pk).update(
        deadline_at=limit.at, deadline_explanation=f"经{by.name}批准延期{working_days}个工作日：{reason.strip()}"[:300]
    )
    document.refresh_from_db()
    audit.record("documents.deadline_extended", document, by=by, before=before, until=limit.at, reason=reason.strip())


def register_code(document: IncomingDocument) -> str:
    """Return the code of the organ's register, such as 云政办收."""
    organ = document.organ
    return f"{(organ.document_code or str(organ)).removesuffix('发')}收"


def _write(document: IncomingDocument, fields: dict[str, Any], *, by: Actor) -> None:
    unknown = set(fields) - FIELDS
    if unknown:
        raise TypeError(f"an incoming document has no {sorted(unknown)}")
    about = str(fields.get("title") or document.title)
    if "secrecy" in fields:
        secrecy.ensure_storable(fields["secrecy"], by=by, about=about)
    for text in (fields.get("title"), fields.get("body")):
        if text and secrecy.scan_marks(text):
            secrecy.ensure_storable(text, by=by, about=about)
    for name, value in fields.items():
        setattr(document, name, value)
    if fields.get("sender_id"):
        document.sender_name = document.sender_name or organizations.unit(fields["sender_id"]).name


def _set_deadline(document: IncomingDocument) -> None:
    if document.nature == ItemNature.FOR_INFORMATION and not document.requested_days:
        document.deadline_at, document.deadline_explanation = None, ""
        return
    days = document.requested_days or DEFAULT_DAYS[Urgency(document.urgency)]
    limit = calendars.due(document.received_at, working_days=days)
    document.deadline_at = limit.at
    document.deadline_explanation = str(limit.explanation)[:300]
