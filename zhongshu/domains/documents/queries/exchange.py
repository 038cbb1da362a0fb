"""Reads of the exchange between organs: who was sent what, who has signed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from zhongshu.domains.documents.choices import ReceiptState
from zhongshu.domains.documents.models import OutgoingDocument, Receipt
from zhongshu.domains.documents.policies import outgoing_policy, receipt_policy
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.platform.organizations.public import Duty, Unit, organs

R = ReceiptState


def in_tray(viewer: Actor, *, state: str = "", words: str = "") -> QuerySet[Receipt]:
    """Return what was sent to the viewer's organs (收文签收), unsigned if no state is asked; page by ``-dispatched_at, -id``."""
    found = receipt_policy.visible(viewer).select_related("organ").filter(state=state or R.UNSIGNED)
    if words := words.strip():
        found = found.filter(Q(title__contains=words) | Q(number__contains=words) | Q(sender_name__contains=words))
    return receipt_policy.mark(found, viewer, "sign", "return")


def received(viewer: Actor) -> QuerySet[Receipt]:
    """Return the receipts whose document the viewer may read as recipient."""
    found = receipt_policy.visible(viewer).select_related("organ", "sender", "document", "incoming")
    return receipt_policy.mark(found, viewer, "sign", "return")


def unsigned_count(viewer: Actor) -> int:
    """Count what waits to be signed, at most 100: for the badge."""
    if not viewer.organs_where(Duty.REGISTRY_CLERK):
        return 0
    return receipt_policy.allowed(viewer, "sign").filter(state=R.UNSIGNED).order_by()[:100].count()


def receipts_of(document: OutgoingDocument) -> list[Receipt]:
    """Return the document's receipts in rank order of the organs, with their copy numbers."""
    return list(
        document.receipts.select_related("organ").prefetch_related("printed_copies").order_by("role", "organ__rank_order", "pk")
    )


def late(viewer: Actor, *, hours: int | None = None) -> QuerySet[Receipt]:
    """Return the receipts of the viewer's own organs' documents that nobody signed within the hours (setting, 24), oldest first.

    Page it by ``dispatched_at, id``.
    """
    limit = clock.now() - dt.timedelta(hours=hours or settings.UNSIGNED_AFTER_HOURS)
    found = receipt_policy.allowed(viewer, "follow").filter(state=R.UNSIGNED, dispatched_at__lte=limit)
    return found.select_related("organ", "document").defer("document__body")


@dataclass(frozen=True, slots=True)
class WaitingOrgan:
    """An organ that has signed for nothing today, and how many documents of ours wait there."""

    organ: Unit
    waiting: int


def organs_without_signature_today(viewer: Actor) -> list[WaitingOrgan]:
    """Return the organs that hold something of the viewer's organs and have signed for nothing today (今日未签收单位), in rank order."""
    start = timezone.make_aware(dt.datetime.combine(clock.today(), dt.time.min))
    waiting = receipt_policy.allowed(viewer, "follow").filter(state=R.UNSIGNED)
    counts = dict(waiting.order_by().values("organ").annotate(documents=Count("pk")).values_list("organ", "documents"))
    signed_today = Receipt.objects.filter(organ=OuterRef("pk"), state=R.SIGNED, signed_at__gte=start)
    found = organs().filter(pk__in=list(counts)).filter(~Exists(signed_today))
    return [WaitingOrgan(organ, counts[organ.pk]) for organ in found]


def summary(receipts: Iterable[Receipt]) -> dict[str, Any]:
    """Count receipts by state: all, signed, unsigned, returned, recalled."""
    rows = list(receipts)
    counts = {state.value: sum(row.state == state for row in rows) for state in R}
    return {"all": len(rows), **counts}


def may_follow(viewer: Actor, document: OutgoingDocument) -> bool:
    return outgoing_policy.can(viewer, "follow_receipts", document)
