"""Reads of outgoing documents."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from zhongshu.domains.documents import rules
from zhongshu.domains.documents.choices import OutgoingState, ReceiptState
from zhongshu.domains.documents.models import DocumentVersion, OutgoingDocument, Receipt, Signing, TextOpening
from zhongshu.domains.documents.models.outgoing import EDITABLE, IN_FLOW, ISSUED
from zhongshu.domains.documents.policies import KEEPERS, outgoing_policy, signing_policy
from zhongshu.kernel import text
from zhongshu.kernel.actors import Actor

# What the phases of the register's filter mean.
PHASES = {
    "drafting": EDITABLE,
    "in_flow": IN_FLOW,
    "issued": ISSUED,
    "ended": frozenset({OutgoingState.WITHDRAWN, OutgoingState.REVOKED, OutgoingState.REPEALED}),
}


def register(viewer: Actor, **filters: Any) -> QuerySet[OutgoingDocument]:
    """Return the outgoing documents for the register (发文登记簿); page it by ``-created_at, -id``.

    Who keeps an organ's documents sees that organ's book, straight from its index; anybody else sees whatever he may see. What a
    keeper had a hand in elsewhere stands in his lists of work and in the search.

    Filters: words, phase, state, document_type, urgency, direction, organ_id, drafting_unit_id, drafter_id, year,
    start_date, end_date.
    """
    action = "keep" if viewer.organs_where(*KEEPERS) else "view"
    found = outgoing_policy.allowed(viewer, action).select_related("organ", "drafting_unit").defer("body", "attendance")
    return narrowed(found, filters)


def with_receipts(found: QuerySet[OutgoingDocument]) -> QuerySet[OutgoingDocument]:
    """Annotate each document with ``receipts_all`` and ``receipts_signed``, for a page of the register."""
    sent = Receipt.objects.filter(document=OuterRef("pk")).order_by().values("document")
    everything = sent.annotate(number=Count("pk")).values("number")
    signed = sent.annotate(number=Count("pk", filter=Q(state=ReceiptState.SIGNED))).values("number")
    return found.annotate(receipts_all=Subquery(everything), receipts_signed=Subquery(signed))


def narrowed(found: QuerySet[OutgoingDocument], filters: Mapping[str, Any]) -> QuerySet[OutgoingDocument]:
    """Apply the register's filters, those that are set."""
    if words := (filters.get("words") or "").strip():
        found = found.filter(Q(title__contains=words) | Q(number__contains=words))
    if phase := filters.get("phase"):
        found = found.filter(state__in=sorted(PHASES[phase]))
    for name in ("state", "document_type", "urgency", "direction", "organ_id", "drafting_unit_id", "drafter_id"):
        if filters.get(name):
            found = found.filter(**{name: filters[name]})
    if year := filters.get("year"):
        found = found.filter(created_at__gte=_midnight(dt.date(year, 1, 1)), created_at__lt=_midnight(dt.date(year + 1, 1, 1)))
    if start := filters.get("start_date"):
        found = found.filter(created_at__gte=_midnight(start))
    if end := filters.get("end_date"):
        found = found.filter(created_at__lt=_midnight(end + dt.timedelta(days=1)))
    return found


def detail(viewer: Actor) -> QuerySet[OutgoingDocument]:
    """Return the documents that the viewer may see, each with what the viewer may do."""
    found = outgoing_policy.visible(viewer).select_related("organ", "drafting_unit", "answers", "signatory")
    return outgoing_policy.mark(
        found,
        viewer,
        "edit",
        "submit",
        "withdraw",
        "cancel",
        "follow_receipts",
        "chase",
        "recall",
        "repeal",
        "attach",
        "comment",
        "override_check",
    )


def drafts(viewer: Actor) -> QuerySet[OutgoingDocument]:
    """Return the person's own unsubmitted drafts, newest first."""
    own = OutgoingDocument.objects.filter(drafter__in=viewer.acts_as, state__in=sorted(EDITABLE), secrecy__lte=viewer.clearance)
    return own.select_related("organ").defer("body").order_by("-updated_at", "-pk")


def versions(document: OutgoingDocument) -> list[DocumentVersion]:
    """Return the versions (稿次), oldest first, without their texts."""
    return list(document.versions.defer("body", "elements"))


def version_pair(
    document: OutgoingDocument, older: int | None, newer: int | None
) -> tuple[DocumentVersion, DocumentVersion] | None:
    """Return two versions to compare: those asked for, else the first and the last; None while there are fewer than two."""
    rows = {row.sequence: row for row in document.versions.all()}
    if len(rows) < 2:
        return None
    first = rows.get(older or 0) or rows[min(rows)]
    last = rows.get(newer or 0) or rows[max(rows)]
    return (first, last) if first.sequence <= last.sequence else (last, first)


def substance_digest(document: OutgoingDocument) -> str:
    """Return the digest of what the signatory agreed to: title, text, type, level and recipients."""
    return text.digest(
        rules.substance(
            title=document.title,
            body=document.body,
            document_type=document.document_type,
            secrecy=document.secrecy,
            recipients=[("principal", document.principal_line), ("copy", document.copies_line)],
        )
    )


def text_digest(pk: int) -> str:
    """Return the digest of the text as it now stands, to which opinions are bound."""
    return substance_digest(OutgoingDocument.objects.get(pk=pk))


def has_opened(pk: int, actor: Actor) -> bool:
    """Tell whether the person has had the document's text open as it now stands."""
    return TextOpening.objects.filter(document=pk, person=actor.person_id, digest=text_digest(pk)).exists()


def signings(viewer: Actor, **filters: Any) -> QuerySet[Signing]:
    """Return who signed what (签发责任查询), if the viewer keeps the organ's documents or signed; by ``-signed_at, -id``.

    Filters: topic (words of the title), post (words of the post's name), person (name), start_date, end_date, document_type.
    """
    found = signing_policy.visible(viewer).filter(superseded_at=None).select_related("document", "organ").defer("document__body")
    if topic := (filters.get("topic") or "").strip():
        found = found.filter(Q(document__title__contains=topic) | Q(document__topic__contains=topic))
    if post := (filters.get("post") or "").strip():
        found = found.filter(post_name__contains=post)
    if person := (filters.get("person") or "").strip():
        found = found.filter(person_name__contains=person)
    if filters.get("document_type"):
        found = found.filter(document__document_type=filters["document_type"])
    if start := filters.get("start_date"):
        found = found.filter(signed_at__gte=_midnight(start))
    if end := filters.get("end_date"):
        found = found.filter(signed_at__lt=_midnight(end + dt.timedelta(days=1)))
    return found


def signing_visible_documents(viewer: Actor) -> Exists:
    """Return whether the signed document itself is visible to the viewer, as an annotation for the list."""
    return Exists(outgoing_policy.visible(viewer).filter(pk=OuterRef("document")))


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
