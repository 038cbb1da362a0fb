"""The lists of work: rows come from the process's own item table and from the subjects that hand out errands, sorted and filtered in the
database."""

from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.lookups import Exact

from zhongshu.kernel import pages
from zhongshu.kernel.actors import Actor
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.circulation import public as circulation
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.worklist.choices import ListName, Sort
from zhongshu.platform.worklist.models import Follow
from zhongshu.platform.worklist.queries import errands
from zhongshu.platform.worklist.registry import draft_sources

OPEN = workflow.ItemState.OPEN

# An errand may have the number of an item: ``errand`` parts them, so that no page's edge loses one of two.
ORDERS = {
    Sort.DUE: ("due_order", "id", "errand"),
    Sort.ARRIVED: ("-arrived_at", "-id", "errand"),
    Sort.URGENCY: ("-urgency", "due_order", "id", "errand"),
}

_MATTER = {
    "arrived_at": F("created_at"),
    "step_name": F("step__name"),
    "ref_kind": F("instance__ref_kind"),
    "ref_id": F("instance__ref_id"),
    "ref_title": F("instance__ref_title"),
    "ref_number": F("instance__ref_number"),
    "starter_name": F("instance__starter_name"),
    "secrecy": F("instance__secrecy"),
    "instance_state": F("instance__state"),
    "errand": Value(""),
}


def urgency_of(path: str) -> Case:
    """Return 0 平件, 1 加急 or 2 特急 from the process's variables; the owner of the matter puts ``urgency`` there."""
    word = KeyTextTransform("urgency", f"{path}variables")
    return Case(
        When(Exact(word, Value("extra_urgent")), then=Value(2)),
        When(Exact(word, Value("urgent")), then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )


def _rows(items: QuerySet[workflow.FlowItem]) -> QuerySet[workflow.FlowItem, dict[str, Any]]:
    return items.annotate(**_MATTER, urgency=urgency_of("instance__")).values(*errands.COLUMNS)


def _readable(items: QuerySet[workflow.FlowItem], actor: Actor) -> QuerySet[workflow.FlowItem]:
    return items.filter(instance__secrecy__lte=actor.clearance)


def to_do_branches(actor: Actor) -> list[QuerySet[workflow.FlowItem]]:
    """Return what waits for the actor as disjoint lists, each answered by its own index: one's own, what one has delegated
    (both see it,
    either may act), and what one may claim. Never an OR over them: SQLite would read every open item.
    """
    mine = _readable(workflow.FlowItem.objects.filter(state=OPEN, assignee_id=actor.person_id), actor)
    delegated = _readable(workflow.FlowItem.objects.filter(state=OPEN, principal_id=actor.person_id), actor)
    claimable = _readable(workflow.FlowItem.objects.filter(workflow.claimable(actor), state=OPEN), actor)
    return [mine, delegated, claimable]


def to_do(
    actor: Actor,
    *,
    sort: str = Sort.DUE,
    light: str = "",
    kind: str = "",
    words: str = "",
    lamps: calendars.Lamps | None = None,
    after: str | None = None,
    before: str | None = None,
    size: int = 20,
) -> pages.Page:
    """Return a page of 待办 as dictionaries, in one query: steps of processes, and errands of the subjects (``errand`` names their kind).

    Filters: ``light`` (red, yellow, green, none; needs ``lamps``), ``kind`` of object, ``words`` in title or number.
    """
    condition = _filters(light, kind, words, lamps)
    branches: list[QuerySet] = [_rows(branch.filter(condition)) for branch in to_do_branches(actor)]
    branches += errands.rows(actor, _light(light, lamps), kind=kind, words=words)
    return pages.keyset_union(branches, order=ORDERS[Sort(sort)], after=after, before=before, size=size)


def _filters(light: str, kind: str, words: str, lamps: calendars.Lamps | None) -> Q:
    condition = _light(light, lamps)
    if kind:
        condition &= Q(instance__ref_kind=kind)
    if words:
        condition &= Q(instance__ref_title__contains=words) | Q(instance__ref_number__contains=words)
    return condition


def _light(light: str, lamps: calendars.Lamps | None) -> Q:
    if not light or lamps is None:
        return Q()
    return {
        "red": Q(due_order__lt=lamps.now),
        "yellow": Q(due_order__gte=lamps.now, due_order__lte=lamps.yellow_until),
        "green": Q(due_order__gt=lamps.yellow_until, due_order__lt=workflow.NO_LIMIT),
        "none": Q(due_order=workflow.NO_LIMIT),
    }.get(light, Q())


def returned(actor: Actor, *, after: str | None = None, before: str | None = None, size: int = 20) -> pages.Page:
    """Return what came back to the actor (被退回) and still waits."""
    items = _readable(workflow.FlowItem.objects.filter(state=OPEN, assignee_id=actor.person_id, was_returned=True), actor)
    return pages.keyset(_rows(items), order=ORDERS[Sort.DUE], after=after, before=before, size=size)


def delegated(
    actor: Actor, *, given: bool = False, after: str | None = None, before: str | None = None, size: int = 20
) -> pages.Page:
    """Return what others delegated to the actor (委托我的), or with ``given`` what the actor delegated."""
    items = workflow.FlowItem.objects.filter(state=OPEN)
    items = (
        items.filter(principal_id=actor.person_id)
        if given
        else items.filter(assignee_id=actor.person_id, principal__isnull=False)
    )
    return pages.keyset(_rows(_readable(items, actor)), order=ORDERS[Sort.DUE], after=after, before=before, size=size)


def done(
    actor: Actor,
    *,
    instance_states: tuple[str, ...] = (),
    kind: str = "",
    words: str = "",
    once: bool = False,
    after: str | None = None,
    before: str | None = None,
    size: int = 20,
) -> pages.Page:
    """Return what the actor has handled (已办), newest first; with ``once`` only the actor's last part in each matter."""
    items = _readable(workflow.FlowItem.objects.filter(done_by_id=actor.person_id, done_at__isnull=False), actor)
    if instance_states:
        items = items.filter(instance__state__in=instance_states)
    if once:
        later = workflow.FlowItem.objects.filter(
            instance=OuterRef("instance"), done_by_id=actor.person_id, done_at__isnull=False, id__gt=OuterRef("id")
        )
        items = items.filter(~Exists(later))
    items = items.filter(_filters("", kind, words, None))
    return pages.keyset(_rows(items), order=("-done_at", "-id"), after=after, before=before, size=size)


def in_progress(actor: Actor, **options: Any) -> pages.Page:
    """Return matters that passed through the actor's hands and are still under way (在办)."""
    states = (workflow.InstanceState.RUNNING, workflow.InstanceState.SUSPENDED)
    return done(actor, instance_states=states, once=True, **options)


def completed(actor: Actor, **options: Any) -> pages.Page:
    """Return matters that passed through the actor's hands and have ended (办结)."""
    states = (workflow.InstanceState.COMPLETED, workflow.InstanceState.TERMINATED, workflow.InstanceState.WITHDRAWN)
    return done(actor, instance_states=states, once=True, **options)


def started(
    actor: Actor, *, kind: str = "", words: str = "", after: str | None = None, before: str | None = None, size: int = 20
) -> pages.Page:
    """Return the matters that the actor set going (我发起), newest first."""
    found = workflow.FlowInstance.objects.filter(starter_id=actor.person_id, secrecy__lte=actor.clearance)
    if kind:
        found = found.filter(ref_kind=kind)
    if words:
        found = found.filter(Q(ref_title__contains=words) | Q(ref_number__contains=words))
    rows = found.annotate(urgency=urgency_of(""), instance_state=F("state")).values(
        "id", "ref_kind", "ref_id", "ref_title", "ref_number", "secrecy", "instance_state", "started_at", "ended_at", "urgency"
    )
    page = pages.keyset(rows, order=("-started_at", "-id"), after=after, before=before, size=size)
    _tell_where(page.rows)
    return page


def _tell_where(rows: list[dict[str, Any]]) -> None:
    """Write into each row where its matter is and in whose hands: one query for the page."""
    where: dict[int, list[str]] = {}
    live = workflow.FlowItem.objects.filter(instance_id__in=[row["id"] for row in rows], state=OPEN).order_by("id")
    for instance_id, step, name in live.values_list("instance_id", "step__name", "assignee_name"):
        where.setdefault(instance_id, []).append(f"{step}：{name or '待认领'}")
    for row in rows:
        lines = where.get(row["id"], [])
        row["where"] = "；".join(lines[:3]) + (f"等{len(lines)}人" if len(lines) > 3 else "")


def to_read(actor: Actor, *, after: str | None = None, before: str | None = None, size: int = 20) -> pages.Page:
    """Return what was sent to the actor to read (待阅), newest first."""
    rows = circulation.waiting_for([actor.person_id] if actor.person_id else [])
    rows = rows.filter(round__secrecy__lte=actor.clearance)
    return pages.keyset(rows, order=("-received_at", "-id"), after=after, before=before, size=size)


def have_read(actor: Actor, *, after: str | None = None, before: str | None = None, size: int = 20) -> pages.Page:
    """Return what the actor has read (已阅), newest first."""
    rows = circulation.read_by(actor.person_id or 0).filter(round__secrecy__lte=actor.clearance)
    return pages.keyset(rows, order=("-read_at", "-id"), after=after, before=before, size=size)


def followed(actor: Actor, *, after: str | None = None, before: str | None = None, size: int = 20) -> pages.Page:
    """Return what the actor follows (关注), latest first, with the state of its process if it has one."""
    latest = workflow.FlowInstance.objects.filter(ref_kind=OuterRef("ref_kind"), ref_id=OuterRef("ref_id")).order_by("-id")
    rows = Follow.objects.filter(person_id=actor.person_id or 0).annotate(instance_state=latest.values("state")[:1])
    return pages.keyset(rows, order=("-since", "-id"), after=after, before=before, size=size)


def drafts(actor: Actor, *, after: str | None = None, before: str | None = None, size: int = 20) -> pages.Page:
    """Return the actor's unfinished objects of every kind (草稿), last saved first."""
    branches = [
        source.rows(actor)
        .annotate(draft_kind=Value(source.kind), draft_title=F(source.title), draft_saved_at=F(source.saved_at))
        .values("id", "draft_kind", "draft_title", "draft_saved_at")
        for source in draft_sources()
    ]
    if not branches:
        return pages.Page()
    return pages.keyset_union(branches, order=("-draft_saved_at", "draft_kind", "-id"), after=after, before=before, size=size)


READERS = {
    ListName.TO_DO: to_do,
    ListName.TO_READ: to_read,
    ListName.IN_PROGRESS: in_progress,
    ListName.DONE: done,
    ListName.COMPLETED: completed,
    ListName.STARTED: started,
    ListName.RETURNED: returned,
    ListName.FOLLOWED: followed,
    ListName.DELEGATED: delegated,
    ListName.DRAFTS: drafts,
}
