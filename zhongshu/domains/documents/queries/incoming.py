"""Reads of incoming documents."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from zhongshu.domains.documents.choices import IncomingState
from zhongshu.domains.documents.models import Allotment, IncomingDocument
from zhongshu.domains.documents.models.incoming import OPEN
from zhongshu.domains.documents.policies import KEEPERS, incoming_policy
from zhongshu.kernel import clock, text
from zhongshu.kernel.actors import Actor

S = IncomingState
PHASES = {
    "unregistered": frozenset({S.RECEIVED}),
    "open": OPEN - {S.RECEIVED},
    "completed": frozenset({S.COMPLETED, S.ARCHIVED}),
    "returned": frozenset({S.RETURNED}),
}


def register(viewer: Actor, **filters: Any) -> QuerySet[IncomingDocument]:
    """Return the incoming documents for the register (收文登记簿); page it by ``-received_at, -id``.

    Who keeps an organ's documents sees that organ's book, straight from its index; anybody else sees whatever he may see.

    Filters: words, phase, state, nature, document_type, urgency, sender (words), organ_id, overdue (True), year,
    start_date, end_date.
    """
    action = "keep" if viewer.organs_where(*KEEPERS) else "view"
    found = incoming_policy.allowed(viewer, action).select_related("organ").defer("body", "outcome_note")
    return narrowed(found, filters)


def narrowed(found: QuerySet[IncomingDocument], filters: Mapping[str, Any]) -> QuerySet[IncomingDocument]:
    """Apply the register's filters, those that are set."""
    if words := (filters.get("words") or "").strip():
        found = found.filter(Q(title__contains=words) | Q(number__contains=words) | Q(source_number__contains=words))
    if sender := (filters.get("sender") or "").strip():
        found = found.filter(sender_name__contains=sender)
    if phase := filters.get("phase"):
        found = found.filter(state__in=sorted(PHASES[phase]))
    for name in ("state", "nature", "document_type", "urgency", "organ_id"):
        if filters.get(name):
            found = found.filter(**{name: filters[name]})
    if filters.get("overdue"):
        found = found.filter(state__in=sorted(OPEN), deadline_at__lt=clock.now())
    if year := filters.get("year"):
        found = found.filter(received_at__gte=_midnight(dt.date(year, 1, 1)), received_at__lt=_midnight(dt.date(year + 1, 1, 1)))
    if start := filters.get("start_date"):
        found = found.filter(received_at__gte=_midnight(start))
    if end := filters.get("end_date"):
        found = found.filter(received_at__lt=_midnight(end + dt.timedelta(days=1)))
    return found


def detail(viewer: Actor) -> QuerySet[IncomingDocument]:
    """Return the documents that the viewer may see, each with what its page shows and what the viewer may do."""
    allotments = Prefetch("allotments", Allotment.objects.select_related("unit").order_by("-role", "pk"))
    found = incoming_policy.visible(viewer).select_related("organ", "receipt", "chaser").prefetch_related(allotments)
    return incoming_policy.mark(found, viewer, "register", "edit", "chase", "archive", "attach")


def answerable(viewer: Actor, organ_id: int) -> QuerySet[IncomingDocument]:
    """Return the open documents of the organ to which an outgoing document may be the answer, newest first."""
    found = incoming_policy.visible(viewer).filter(organ=organ_id, state__in=sorted(OPEN - {S.RECEIVED}), outcome="")
    return found.defer("body").order_by("-received_at", "-pk")


def text_digest(pk: int) -> str:
    """Return the digest of the text as it now stands, to which opinions are bound."""
    return digest_of(IncomingDocument.objects.only("title", "body", "source_number").get(pk=pk))


def digest_of(document: IncomingDocument) -> str:
    return text.digest(f"{document.source_number}\n{document.title}\n{document.body}")


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
