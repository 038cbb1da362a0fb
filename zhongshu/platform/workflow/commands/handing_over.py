"""移交: a person leaves, and everything pending goes to another at once; and the end of a delegation."""

from collections import Counter
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.kernel.events import publish
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.audit import public as audit
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.workflow.choices import HELPING, LIVE_ITEMS, VOTING, ItemRole, ItemState, Operation
from zhongshu.platform.workflow.commands.frame import end, require_reason
from zhongshu.platform.workflow.commands.signers import close_item_as, pass_on
from zhongshu.platform.workflow.engine.progress import advance, give_back, settle
from zhongshu.platform.workflow.engine.run import STALE, Candidate, Run, for_item
from zhongshu.platform.workflow.events import WorkHandedOver
from zhongshu.platform.workflow.models import FlowInstance, FlowItem, FlowLog, FlowParticipant

BATCH = 1000
# SQLite binds at most 250,000 values in one statement; PostgreSQL 65,535.
ROWS = 2000


@transaction.atomic
def hand_over(person_id: int, to_person_id: int, *, reason: str, by: Actor) -> int:
    """Pass every pending item of a person to another at once (移交); returns how many. What was done stays untouched.

    A fixed number of statements for any number of items: the items, their successors, the history, the participants.

    Raises:
        NotPermitted: the actor manages no organ of that person.
        RuleBroken: to the same person, to somebody who has left, or to one without the clearance for some of the items.
    """
    giver, receiver = _pair(person_id, to_person_id)
    _require_over(giver, by)
    reason = require_reason(reason)
    # The instances are locked in order of their ids, like every other command takes them one at a time.
    mine = FlowItem.objects.filter(assignee=giver, state__in=LIVE_ITEMS)
    instances = {
        row.pk: row
        for row in FlowInstance.objects.select_for_update()
        .filter(pk__in=mine.values("instance_id"))
        .only("revision", "secrecy", "ref_kind", "ref_id")
        .order_by("pk")
    }
    items = list(mine.select_related("step").order_by("pk"))
    if not items:
        return 0
    if unfit := [instances[item.instance_id] for item in items if instances[item.instance_id].secrecy > receiver.clearance]:
        raise RuleBroken(
            f"{receiver.name}的知悉等级不够，有{len(unfit)}件不能移交，请另选人员", code="clearance", field="to_person"
        )
    doubled = _where_already_signer(items, receiver.pk)
    plain = [item for item in items if item.pk not in doubled]
    _pass_all(plain, giver, receiver, reason, by)
    _write_lines(plain, instances, giver, receiver, reason, by)
    _add_participants(plain, instances, receiver.pk)
    audit.record(
        "workflow.handed_over",
        ObjectRef("organizations.person", giver.pk, giver.name),
        by=by,
        receiver=receiver.name,
        items=len(items),
        instances=len(instances),
        reason=reason,
    )
    publish(WorkHandedOver(giver.pk, receiver.pk, len(items), reason))
    for item_id in sorted(doubled):
        _merge(item_id, receiver.pk, reason, by)
    return len(items)


def _pair(person_id: int, to_person_id: int) -> tuple[organizations.Person, organizations.Person]:
    if person_id == to_person_id:
        raise RuleBroken("不能移交给本人", code="same_person", field="to_person")
    found = organizations.people([person_id, to_person_id])
    if len(found) != 2:
        raise RuleBroken("没有这位人员，请重新选择", code="no_such_person", field="to_person")
    if not found[to_person_id].active:
        raise RuleBroken(f"{found[to_person_id].name}已不在职，请另选人员", code="person_left", field="to_person")
    return found[person_id], found[to_person_id]


def _require_over(giver: organizations.Person, by: Actor) -> None:
    if by.is_system:
        return
    organs = by.organs_where(organizations.Duty.FLOW_ADMINISTRATOR)
    held = organizations.PostHolding.objects.filter(person=giver).values_list("post__unit__organ_id", flat=True)
    if not organs & set(held):
        raise NotPermitted("只有该人员所在机关的流程管理员可以移交", code="not_permitted_hand_over")


def _where_already_signer(items: Sequence[FlowItem], receiver_id: int) -> set[int]:
    """Return the items of steps in which the receiver holds a live part already."""
    steps = {item.step_id for item in items}
    present = set(FlowItem.objects.filter(assignee=receiver_id, state__in=LIVE_ITEMS).values_list("step_id", flat=True)) & steps
    return {item.pk for item in items if item.step_id in present}


def _pass_all(
    items: Sequence[FlowItem], giver: organizations.Person, receiver: organizations.Person, reason: str, by: Actor
) -> None:
    now = clock.now()
    successors = []
    for item in items:
        successors.append(
            FlowItem(
                instance_id=item.instance_id,
                step_id=item.step_id,
                role=item.role,
                state=item.state,
                assignee_id=receiver.pk,
                assignee_name=receiver.name,
                principal_id=item.principal_id if item.principal_id != receiver.pk else None,
                principal_name=item.principal_name if item.principal_id != receiver.pk else "",
                unit_id=item.unit_id,
                unit_name=item.unit_name,
                origin_id=item.origin_id,
                succeeds_id=item.pk,
                added_by_id=item.added_by_id,
                reason=reason,
                position=item.position,
                created_at=now,
                due_at=item.due_at,
                due_order=item.due_order,
                alert_at=item.alert_at,
                alert=item.alert,
                was_returned=item.was_returned,
            )
        )
    for start in range(0, len(items), ROWS):
        ids = [item.pk for item in items[start : start + ROWS]]
        changed = FlowItem.objects.filter(pk__in=ids, assignee=giver, state__in=LIVE_ITEMS).update(
            state=ItemState.TRANSFERRED, done_at=now, done_by_id=by.person_id, done_by_name=by.name[:80], alert_at=None
        )
        if changed != len(ids):
            raise StaleState(STALE)
    FlowItem.objects.bulk_create(successors, batch_size=ROWS)
    _follow_origins(dict(zip((item.pk for item in items), successors, strict=True)))


def _follow_origins(successors: dict[int, FlowItem]) -> None:
    """What waited for the giver, or was asked by him, belongs to the receiver's item now."""
    children = list(FlowItem.objects.filter(origin__in=list(successors), state__in=LIVE_ITEMS))
    for child in children:
        child.origin_id = successors[child.origin_id or 0].pk
    FlowItem.objects.bulk_update(children, ["origin"], batch_size=BATCH)


def _write_lines(
    items: Sequence[FlowItem],
    instances: dict[int, FlowInstance],
    giver: organizations.Person,
    receiver: organizations.Person,
    reason: str,
    by: Actor,
) -> None:
    now = clock.now()
    added: Counter[int] = Counter()
    lines = []
    for item in items:
        added[item.instance_id] += 1
        lines.append(
            FlowLog(
                instance_id=item.instance_id,
                seq=instances[item.instance_id].revision + added[item.instance_id],
                at=now,
                operation=Operation.HAND_OVER,
                person_id=by.person_id,
                person_name=by.name[:80],
                post_name=by.post_name[:80],
                unit_name=by.unit_name[:120],
                step_id=item.step_id,
                step_name=item.step.name,
                item_id=item.pk,
                reason=reason,
                data={"giver": giver.name, "receiver": receiver.name},
            )
        )
    FlowLog.objects.bulk_create(lines, batch_size=ROWS)
    by_count: dict[int, list[int]] = {}
    for instance_id, count in added.items():
        by_count.setdefault(count, []).append(instance_id)
    for count, ids in by_count.items():
        for start in range(0, len(ids), ROWS):
            FlowInstance.objects.filter(pk__in=ids[start : start + ROWS]).update(revision=F("revision") + count)


def _add_participants(items: Sequence[FlowItem], instances: dict[int, FlowInstance], receiver_id: int) -> None:
    rows = [
        FlowParticipant(ref_kind=instances[one].ref_kind, ref_id=instances[one].ref_id, key=f"person:{receiver_id}")
        for one in {item.instance_id for item in items}
    ]
    FlowParticipant.objects.bulk_create(rows, ignore_conflicts=True, batch_size=ROWS)


def _merge(item_id: int, receiver_id: int, reason: str, by: Actor) -> None:
    """Settle a part whose receiver has a live part in the same step already: nobody acts twice in one step.

    Of two parts that count the leaver's falls away. A part that only helps (征询, 前加签) gives way to one that counts.
    """
    run, item = for_item(item_id, by)
    if item.state not in LIVE_ITEMS:
        return  # fell away with another part of this hand-over
    theirs = FlowItem.objects.select_related("step").filter(step=item.step, assignee=receiver_id, state__in=LIVE_ITEMS).first()
    if theirs is None or (item.role in VOTING and theirs.role not in VOTING):
        if theirs is not None:
            _let_fall(run, theirs, reason)
        [receiver] = organizations.people([receiver_id]).values()
        run.log(Operation.HAND_OVER, step=item.step, item=item, reason=reason, giver=item.assignee_name, receiver=receiver.name)
        item.refresh_from_db(fields=["state"])
        state = item.state
        close_item_as(run, item, ItemState.TRANSFERRED)
        fresh = pass_on(run, item, Candidate(receiver.pk, receiver.name), reason=reason)
        FlowItem.objects.filter(pk=fresh.pk).update(state=state)
        fresh.state = state
    else:
        FlowItem.objects.filter(origin=item, role=ItemRole.AFTER, state__in=LIVE_ITEMS).update(origin=theirs)
        _let_fall(run, item, reason)
        if item.role in VOTING:
            verdict = settle(run, item.step)
            if verdict.decided:
                advance(run, item.step, verdict)
    end(run)


def _let_fall(run: Run, item: FlowItem, reason: str) -> None:
    """Close a part and those who were helping with it; whoever waited for it goes on."""
    run.log(Operation.REMOVE_SIGNER, step=item.step, item=item, reason=reason, person=item.assignee_name)
    for helper in FlowItem.objects.filter(origin=item, role__in=HELPING, state__in=LIVE_ITEMS).select_related("step"):
        _let_fall(run, helper, reason)
    item.refresh_from_db(fields=["state"])
    close_item_as(run, item, ItemState.CANCELLED)
    if item.role in HELPING and item.origin_id:
        give_back(run, item.origin_id)


@transaction.atomic
def return_ended_delegations(*, limit: int = 500) -> int:
    """Give items that the agent never opened back to the principal when the delegation is over; returns how many."""
    waiting = FlowItem.objects.filter(state=ItemState.OPEN, opened_at=None, principal__isnull=False)
    rows = list(waiting.select_related("instance").order_by("pk")[:limit])
    if not rows:
        return 0
    still = {}
    for kind in {row.instance.ref_kind for row in rows}:
        principals = {row.principal_id for row in rows if row.instance.ref_kind == kind and row.principal_id}
        found = organizations.agents_for(principals, kind)
        still.update({(kind, principal): delegation.agent_id for principal, delegation in found.items()})
    over = [row.pk for row in rows if still.get((row.instance.ref_kind, row.principal_id or 0)) != row.assignee_id]
    return sum(_give_back(item_id) for item_id in over)


def _give_back(item_id: int) -> int:
    run, item = for_item(item_id, Actor.system())
    agent = item.assignee_name
    changed = FlowItem.objects.filter(pk=item_id, state=ItemState.OPEN, opened_at=None, principal__isnull=False).update(
        assignee_id=F("principal_id"), assignee_name=F("principal_name"), principal_id=None, principal_name=""
    )
    if not changed:
        return 0
    run.log(Operation.DELEGATION_ENDED, step=item.step, item=item, agent=agent, principal=item.principal_name)
    run.finish()
    audit.record("workflow.delegation_ended", run.instance, by=run.by, item_id=item_id, agent=agent)
    return 1
