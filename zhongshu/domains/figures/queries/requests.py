"""Requests for figures: who waits for what, and how many were answered without asking anybody."""

import datetime as dt

from django.db.models import Count, Q, QuerySet

from zhongshu.domains.figures.choices import RequestState
from zhongshu.domains.figures.models import DataRequest
from zhongshu.domains.figures.policies import policy, request_policy
from zhongshu.domains.figures.queries.registry import label_of
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.pages import Page, keyset


def ledger(viewer: Actor, *, state: str = "", asked_of_me: bool = False) -> QuerySet[DataRequest]:
    """Return the requests that the viewer may see, each with ``can_answer``; only those to answer if ``asked_of_me``."""
    found = request_policy.allowed(viewer, "answer") if asked_of_me else request_policy.visible(viewer)
    found = found.filter(figure__in=policy.visible(viewer))
    if state:
        found = found.filter(state=state)
    return request_policy.mark(found, viewer, "answer").select_related(
        "figure__owner_unit", "figure__organ", "organ", "person", "value"
    )


def page(found: QuerySet[DataRequest], *, after: str | None = None, before: str | None = None) -> Page:
    """Cut one page out of the requests, newest first; each row gets a ``label`` for its period."""
    cut = keyset(found, order=("-created_at", "-id"), after=after, before=before)
    for row in cut.rows:
        row.label = label_of(row.figure, row.period)
    return cut


def spared(start: dt.datetime, end: dt.datetime, *, organ_ids: frozenset[int] = frozenset()) -> dict[str, int]:
    """Count the requests of a span by what became of them: ``asked`` altogether, ``spared`` answered by the registry alone.

    Only requests made by the organs, if any are named.
    """
    found = DataRequest.objects.filter(created_at__gte=start, created_at__lt=end)
    if organ_ids:
        found = found.filter(organ__in=organ_ids)
    return found.aggregate(asked=Count("pk"), spared=Count("pk", filter=Q(state=RequestState.FROM_REGISTRY)))
