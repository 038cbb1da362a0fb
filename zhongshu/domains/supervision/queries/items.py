"""Reads of items: one with everything about it, what waits for whom."""

import re
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from zhongshu.domains.supervision.choices import LIVE_PARTS, OPEN, ExtensionState, PartState, ProposalState, State
from zhongshu.domains.supervision.models import (
    Extension,
    Feedback,
    ItemEvent,
    ItemSource,
    Part,
    Proposal,
    SupervisionItem,
    Verification,
)
from zhongshu.domains.supervision.policies import (
    notice_policy,
    overseen_organs,
    part_policy,
    policy,
    proposal_policy,
    saved_view_policy,
)
from zhongshu.kernel import kinds
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.pages import Page, count_at_most, keyset

MARKS = ("supervise", "verify", "approve_extension", "attach")


def visible(viewer: Actor) -> QuerySet[SupervisionItem]:
    """Return the items that the viewer may see, with what the viewer may do to each and whether they are broken down."""
    found = policy.mark(policy.visible(viewer), viewer, *MARKS)
    found = found.annotate(has_children=Exists(SupervisionItem.objects.filter(parent=OuterRef("pk"))))
    return found.select_related("organ", "lead_unit", "responsible", "coordinator", "leader", "leader_in_charge", "parent")


def parts(item: SupervisionItem, viewer: Actor) -> list[Part]:
    """Return the item's parts, lead first, refused ones last, with ``can_handle``."""
    found = part_policy.mark(item.parts.select_related("unit__organ", "responsible"), viewer, "handle")
    rows = list(found.exclude(state=PartState.CANCELLED))
    return sorted(rows, key=lambda part: (part.state not in LIVE_PARTS, part.role != "lead", part.pk))


def part(viewer: Actor, pk: int) -> QuerySet[Part]:
    """Return one part if the viewer may see it."""
    found = part_policy.mark(part_policy.visible(viewer), viewer, "handle")
    return found.filter(pk=pk).select_related("unit__organ", "responsible", "item__lead_unit", "item__organ")


def sources(item: SupervisionItem, viewer: Actor) -> list[ItemSource]:
    """Return where the item comes from; each with ``url`` if the viewer may open the document."""
    rows = list(item.sources.all())
    for kind in {row.ref_kind for row in rows if row.ref_kind}:
        seen = kinds.visible_ids(kind, [row.ref_id for row in rows if row.ref_kind == kind], viewer)
        for row in rows:
            vars(row)["url"] = kinds.url(row.ref) if row.ref_kind == kind and row.ref_id in seen else vars(row).get("url", "")
    return rows


def feedback(item: SupervisionItem) -> list[Feedback]:
    """Return what was reported, newest first."""
    return list(item.feedback.select_related("part").order_by("-given_at", "-pk")[:100])


def events(item: SupervisionItem) -> list[ItemEvent]:
    """Return the record, newest first."""
    return list(item.events.order_by("-pk")[:200])


def extensions(item: SupervisionItem) -> list[Extension]:
    return list(item.extension_requests.all())


def verifications(item: SupervisionItem) -> list[Verification]:
    """Return who checked the result and how; asked only where something can have been reported."""
    if item.state in OPEN and not item.reopenings and not item.progress:
        return []
    return list(item.verifications.all())


def children(item: SupervisionItem, viewer: Actor) -> list[SupervisionItem]:
    if not vars(item).get("has_children", True):
        return []
    return list(policy.visible(viewer).filter(parent=item).select_related("lead_unit").order_by("deadline", "pk")[:100])


# ── what waits ───────────────────────────────────────────────────────────────


def own_parts(viewer: Actor, *, done: bool = False) -> QuerySet[Part]:
    """Return the parts of the viewer's units and of the viewer, soonest deadline first; with ``done`` those that are reported."""
    states = [PartState.REPORTED] if done else [PartState.ASSIGNED, PartState.IN_PROGRESS]
    mine = Q(unit__in=viewer.unit_ids) | Q(unit__organ__in=viewer.organ_ids) | Q(responsible__in=viewer.acts_as)
    found = Part.objects.filter(mine, state__in=states, item__secrecy__lte=viewer.clearance)
    found = found if done else found.filter(item__state__in=[*OPEN, State.SUSPENDED, State.FEEDBACK_GIVEN])
    return part_policy.mark(found, viewer, "handle").select_related(
        "item__organ", "item__lead_unit", "item__responsible", "unit__organ", "responsible"
    )


def own_parts_page(viewer: Actor, *, done: bool = False, after: str | None = None, before: str | None = None) -> Page:
    return keyset(own_parts(viewer, done=done), order=("deadline", "id"), after=after, before=before, size=25)


def proposals(viewer: Actor, *, state: str = ProposalState.WAITING) -> QuerySet[Proposal]:
    found = proposal_policy.mark(proposal_policy.visible(viewer), viewer, "decide")
    return found.filter(state=state).select_related("organ", "item") if state else found.select_related("organ", "item")


def proposals_page(viewer: Actor, *, state: str, after: str | None = None, before: str | None = None) -> Page:
    return keyset(proposals(viewer, state=state), order=("-given_at", "-id"), after=after, before=before, size=20)


def like(viewer: Actor, proposal: Proposal, *, limit: int = 8) -> list[SupervisionItem]:
    """Return open items that may be the same matter: from the same document, or by the same leader of late."""
    found = policy.allowed(viewer, "supervise").filter(organ=proposal.organ, state__in=OPEN)
    same = Exists(ItemSource.objects.filter(item=OuterRef("pk"), ref_kind=proposal.ref_kind, ref_id=proposal.ref_id))
    rows = list(found.filter(same).select_related("lead_unit")[:limit])
    words = [word for word in _words(proposal.ref_title) if len(word) >= 4][:3]
    if len(rows) < limit and words:
        condition = Q()
        for word in words:
            condition |= Q(title__contains=word)
        more = found.filter(condition).exclude(pk__in=[row.pk for row in rows]).select_related("lead_unit")
        rows += list(more.order_by("-created_at")[: limit - len(rows)])
    return rows


def _words(title: str) -> list[str]:
    about = re.sub(r"^.*关于|的(通知|请示|报告|函|意见)$", "", title)
    return re.split(r"[、，和与及的]", about)


def extensions_waiting(viewer: Actor) -> list[Extension]:
    """Return the extension requests that somebody of the viewer's organs should decide."""
    items = policy.allowed(viewer, "approve_extension").values("pk")
    found = Extension.objects.filter(state=ExtensionState.REQUESTED, item__in=items)
    return list(found.select_related("item__lead_unit").order_by("requested_at")[:50])


def waiting_counts(viewer: Actor) -> dict[str, tuple[int, bool]]:
    """Return how much waits for the viewer's supervision: proposals, results to verify, refused parts."""
    organs = overseen_organs(viewer)
    if not organs:
        return {}
    to_verify = policy.allowed(viewer, "verify").filter(state=State.FEEDBACK_GIVEN)
    return {
        "proposals": count_at_most(proposals(viewer), 99),
        "to_verify": count_at_most(to_verify, 99),
    }


def notices(viewer: Actor, *, after: str | None = None, before: str | None = None) -> Page:
    """Cut one page out of the notices of the viewer's organs, newest first."""
    found = notice_policy.mark(notice_policy.visible(viewer), viewer, "retry").select_related("organ", "item")
    return keyset(found, order=("-requested_at", "-id"), after=after, before=before, size=25)


def saved_views(viewer: Actor) -> list[Any]:
    return list(saved_view_policy.allowed(viewer, "use"))
