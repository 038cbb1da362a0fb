"""To-do lists: the item table is the list, read by index. Never OR between columns, always UNION ALL."""

from typing import Any

from django.db.models import F, QuerySet

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.workflow.choices import LIVE_ITEMS, InstanceState, ItemState
from zhongshu.platform.workflow.models import FlowInstance, FlowItem, FlowItemHolder, FlowParticipant
from zhongshu.platform.workflow.policies import keys_of


def items_to_do(actor: Actor) -> QuerySet[FlowItem]:
    """Return what waits for the actor (待办): one's own, those an agent holds for one, and those one could claim.

    Select ``instance`` and ``step`` as needed; order by ``due_order, id``.
    """
    if actor.person_id is None:
        return FlowItem.objects.none()
    waiting = FlowItem.objects.filter(state=ItemState.OPEN).order_by()
    own = waiting.filter(assignee=actor.person_id).values("pk")
    delegated = waiting.filter(principal=actor.person_id).values("pk")
    held = FlowItemHolder.objects.filter(key__in=keys_of(actor)).order_by().values("item_id")
    return FlowItem.objects.filter(
        pk__in=own.union(delegated, held, all=True),
        state=ItemState.OPEN,
        instance__state__in=[InstanceState.RUNNING, InstanceState.SUSPENDED],
        instance__secrecy__lte=actor.clearance,
    )


def items_delegated(actor: Actor) -> QuerySet[FlowItem]:
    """Return what the actor does for others (委托我的)."""
    return FlowItem.objects.filter(
        state=ItemState.OPEN, assignee=actor.person_id, principal__isnull=False, instance__secrecy__lte=actor.clearance
    )


def items_given_away(actor: Actor) -> QuerySet[FlowItem]:
    """Return what an agent does for the actor."""
    return FlowItem.objects.filter(state=ItemState.OPEN, principal=actor.person_id)


def items_returned_to(actor: Actor) -> QuerySet[FlowItem]:
    """Return what was returned to the actor and waits to be mended (被退回)."""
    return items_to_do(actor).filter(was_returned=True)


def items_done_by(actor: Actor) -> QuerySet[FlowItem]:
    """Return what the actor has done (已办); order by ``-done_at, -id``."""
    return FlowItem.objects.filter(
        done_by=actor.person_id, done_at__isnull=False, instance__secrecy__lte=actor.clearance
    ).exclude(state__in=[ItemState.WITHDRAWN, ItemState.SKIPPED])


def items_under_way(actor: Actor) -> QuerySet[FlowItem]:
    """Return what the actor has done of matters that still run (在办)."""
    return items_done_by(actor).filter(instance__state__in=[InstanceState.RUNNING, InstanceState.SUSPENDED])


def items_finished(actor: Actor) -> QuerySet[FlowItem]:
    """Return what the actor has done of matters that have ended (办结)."""
    return items_done_by(actor).exclude(instance__state__in=[InstanceState.RUNNING, InstanceState.SUSPENDED])


def instances_started_by(actor: Actor) -> QuerySet[FlowInstance]:
    """Return the matters that the actor started (我发起); order by ``-started_at, -id``."""
    return FlowInstance.objects.filter(starter=actor.person_id, secrecy__lte=actor.clearance)


def item(item_id: int) -> FlowItem | None:
    """Return one item with its step and instance."""
    return FlowItem.objects.select_related("instance", "step").filter(pk=item_id).first()


def instance_of(ref: ObjectRef) -> FlowInstance | None:
    """Return the latest process about an object."""
    return FlowInstance.objects.about(ref).order_by("-pk").first()


def open_items(ref: ObjectRef) -> QuerySet[FlowItem]:
    """Return the items of an object that are in somebody's hands, in order, with their steps."""
    return (
        FlowItem.objects.filter(instance__ref_kind=ref.kind, instance__ref_id=ref.id, state__in=LIVE_ITEMS)
        .select_related("step", "instance")
        .order_by("step_id", "position", "pk")
    )


def open_items_of(ref_kind: str, ref_ids: list[int]) -> dict[int, list[FlowItem]]:
    """Return, by object, who holds what now: one query for a page of a list."""
    found: dict[int, list[FlowItem]] = {}
    rows = FlowItem.objects.filter(instance__ref_kind=ref_kind, instance__ref_id__in=ref_ids, state=ItemState.OPEN)
    for row in rows.select_related("step").annotate(about_id=F("instance__ref_id")).order_by("step_id", "position", "pk"):
        found.setdefault(row.about_id, []).append(row)
    return found


def items_of_actor(ref: ObjectRef, actor: Actor) -> QuerySet[FlowItem]:
    """Return the actor's open items about one object, for its page."""
    mine = items_to_do(actor).filter(instance__ref_kind=ref.kind, instance__ref_id=ref.id)
    return mine.select_related("step", "instance").order_by("due_order", "pk")


def participated(kind: str, actor: Actor) -> QuerySet[Any, Any]:
    """Return the ids of objects that have passed through the actor's hands, for ``Q(pk__in=participated(...))``."""
    return FlowParticipant.objects.filter(key__in=keys_of(actor), ref_kind=kind).order_by().values("ref_id")


def pending_count_of(person_id: int) -> int:
    """Count what a person holds, for the page on which a leaver's work is handed over."""
    return FlowItem.objects.filter(assignee=person_id, state__in=LIVE_ITEMS).count()
