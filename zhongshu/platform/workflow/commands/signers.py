"""加签, 减签, 转办: changing who takes part in a step that is under way."""

from collections.abc import Sequence

from django.db import transaction

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.audit import public as audit
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.workflow.bpmn.graph import StepRules
from zhongshu.platform.workflow.choices import LIVE_ITEMS, VOTING, AddMode, ItemRole, ItemState, Operation
from zhongshu.platform.workflow.commands.frame import already, close_item, end, require_open, require_reason
from zhongshu.platform.workflow.engine.items import make_items, write_items
from zhongshu.platform.workflow.engine.limits import limit_fields
from zhongshu.platform.workflow.engine.progress import advance, give_back, settle
from zhongshu.platform.workflow.engine.run import Candidate, Run, for_item, require_running
from zhongshu.platform.workflow.models import FlowItem, FlowItemHolder, FlowStep
from zhongshu.platform.workflow.policies import may_administer, require_handler

NO_RULES = StepRules()
MAX_DEPTH = 5
"""加签 upon 加签, and 转办 after 转办, end here."""
ROLES = {AddMode.BEFORE: ItemRole.BEFORE, AddMode.AFTER: ItemRole.AFTER, AddMode.BESIDE: ItemRole.BESIDE}
MAX_ADDED = 100


@transaction.atomic
def add_signers(item_id: int, person_ids: Sequence[int], *, mode: str, reason: str, by: Actor) -> list[int]:
    """Let others take part in my step (加签); returns the new items.

    ``before``: they act first, my item waits and then comes back to me unread. ``after``: they act after me, one after the
    other, and the step waits. ``beside``: they act at the same time and count in the rule of the step.

    Raises:
        NotPermitted: the item is not the actor's.
        RuleBroken: the step does not allow it, somebody named takes part already, or it has been nested too often.
    """
    run, item = for_item(item_id, by)
    require_running(run)
    require_handler(item, by)
    require_open(item)
    reason = require_reason(reason)
    if mode not in ROLES:
        raise RuleBroken("请选择加签方式", code="mode_missing", field="mode")
    node = run.node_of(item.step)
    rules = node.step or NO_RULES
    if not rules.allow_add_signer:
        raise RuleBroken("此环节不允许加签", code="not_allowed")
    if item.role == ItemRole.CONSULT:
        raise RuleBroken("征询意见不能加签", code="not_allowed")
    if depth_of(item, along="origin") >= MAX_DEPTH:
        raise RuleBroken(f"加签最多{MAX_DEPTH}层", code="too_deep")
    people = pick(run, item, person_ids)
    run.log(
        Operation.ADD_SIGNER, step=item.step, item=item, reason=reason, mode=AddMode(mode).label, people=[p.name for p in people]
    )
    if mode == AddMode.BEFORE:
        hold(run, item)
    items = _join(run, item, people, role=ROLES[AddMode(mode)], reason=reason, pending=mode == AddMode.AFTER)
    end(run)
    audit.record(
        "workflow.signers_added", run.instance, by=by, item_id=item.pk, mode=mode, people=[p.name for p in people], reason=reason
    )
    return [one.pk for one in items]


def mark_many(item: FlowItem) -> None:
    """Note that a step has more than one part from now on."""
    if not item.step.many_parts:
        FlowStep.objects.filter(pk=item.step_id).update(many_parts=True)
        item.step.many_parts = True


def _join(run: Run, item: FlowItem, people: Sequence[Candidate], *, role: str, reason: str, pending: bool) -> list[FlowItem]:
    rules = run.node_of(item.step).step
    mark_many(item)
    items = make_items(
        run,
        item.step,
        people,
        role=role,
        rules=rules,
        state=ItemState.PENDING if pending else ItemState.OPEN,
        taken=live_people(item.step_id),
        start_position=item.position + 1 if pending else item.position,
        origin=item,
        added_by_id=run.by.person_id,
        reason=reason,
    )
    write_items(run, items)
    return items


def hold(run: Run, item: FlowItem) -> None:
    """Let my item wait until others have acted."""
    require_one_part(item, run.by)
    claimed = {} if item.assignee_id else {"assignee_id": run.by.person_id, "assignee_name": run.by.name}
    changed = FlowItem.objects.filter(pk=item.pk, state=ItemState.OPEN).update(
        state=ItemState.HELD, opened_at=item.opened_at or run.now, **claimed
    )
    if not changed:
        raise already(FlowItem.objects.get(pk=item.pk))
    if claimed:
        FlowItemHolder.objects.filter(item=item).delete()
    item.state = ItemState.HELD


def require_one_part(item: FlowItem, by: Actor) -> None:
    """Refuse one who would take a second live part in the same step.

    Raises:
        RuleBroken: the actor has another part of the step to do first.
    """
    if item.assignee_id is None or item.state not in LIVE_ITEMS:
        others = FlowItem.objects.filter(step=item.step_id, assignee=by.person_id, unit=item.unit_id, state__in=LIVE_ITEMS)
        if others.exclude(pk=item.pk).exists():
            raise RuleBroken("您在此环节另有待办事项，请先办理那一件", code="second_part")


def live_people(step_id: int) -> set[int]:
    """Return the persons who hold a live part of a step, principals included."""
    rows = FlowItem.objects.filter(step_id=step_id, state__in=LIVE_ITEMS).values_list("assignee_id", "principal_id")
    return {one for row in rows for one in row if one}


def pick(run: Run, item: FlowItem, person_ids: Sequence[int]) -> list[Candidate]:
    """Return the people named, refusing those who left, lack the clearance, or take part already."""
    ids = list(dict.fromkeys(person_ids))
    if not ids:
        raise RuleBroken("请选择人员", code="nobody_chosen", field="people")
    if len(ids) > MAX_ADDED:
        raise RuleBroken(f"一次最多{MAX_ADDED}人", code="too_many_chosen", field="people")
    found = organizations.people(ids)
    present = live_people(item.step_id)
    if run.by.person_id in ids:
        raise RuleBroken("不能选择自己", code="oneself", field="people")
    for one in ids:
        person = found.get(one)
        if person is None or not person.active:
            raise RuleBroken("所选人员已不在职，请重新选择", code="person_left", field="people")
        if person.clearance < run.instance.secrecy:
            raise RuleBroken(f"{person.name}的知悉等级不够", code="clearance", field="people")
    doubled = [found[one].name for one in ids if one in present]
    if doubled:
        raise RuleBroken(f"{'、'.join(doubled)}已在此环节中", code="already_signer", field="people", names=doubled)
    return [Candidate(one, found[one].name) for one in ids]


def depth_of(item: FlowItem, *, along: str) -> int:
    """Count how often an item has come from another one: by 加签 (``origin``) or by 转办 (``succeeds``)."""
    depth = 0
    current = getattr(item, along)
    while current is not None and depth <= MAX_DEPTH:
        depth += 1
        current = getattr(current, along)
    return depth


@transaction.atomic
def remove_signer(item_id: int, *, reason: str = "", by: Actor) -> None:
    """Take a person who has not yet acted out of a step (减签); the rule of the step is applied again.

    Raises:
        NotPermitted: the actor neither added this person, nor started the matter, nor manages the process.
        RuleBroken: nobody else takes part, or the item was opened and no reason is given.
        StaleState: the person has acted already.
    """
    run, item = for_item(item_id, by)
    require_running(run)
    is_adder = by.person_id is not None and item.added_by_id == by.person_id
    is_starter = by.person_id == run.instance.starter_id
    if not (is_adder or is_starter or may_administer(run.instance, by)):
        raise NotPermitted("只有加签人、发起人或流程管理员可以减签", code="not_permitted_remove")
    if item.state not in LIVE_ITEMS:
        require_open(item)
    if item.state == ItemState.HELD:
        raise RuleBroken("此人已请他人先行办理，请先撤回后再减签", code="held")
    if item.opened_at is not None:
        reason = require_reason(reason)
    parts = FlowItem.objects.filter(step=item.step).exclude(pk=item.pk)
    counts = parts.filter(role__in=VOTING, state__in=[*LIVE_ITEMS, ItemState.DONE])
    if item.role in VOTING and not counts.exists():
        raise RuleBroken("这是此环节最后一人，不能减去；可以转办", code="last_signer")
    run.log(Operation.REMOVE_SIGNER, step=item.step, item=item, reason=reason, person=item.assignee_name)
    close_item_as(run, item, ItemState.CANCELLED)
    # Parts that were to follow this one follow the rest of the step instead.
    FlowItem.objects.filter(origin=item, state=ItemState.PENDING).update(origin=None)
    if item.role in VOTING:
        verdict = settle(run, item.step)
        if verdict.decided:
            advance(run, item.step, verdict)
    elif item.origin_id:
        give_back(run, item.origin_id)
    end(run)
    audit.record("workflow.signer_removed", run.instance, by=by, item_id=item.pk, person=item.assignee_name, reason=reason)


def close_item_as(run: Run, item: FlowItem, state: str) -> None:
    """Close a live item that its holder did not finish."""
    changed = FlowItem.objects.filter(pk=item.pk, state=item.state).update(
        state=state, alert_at=None, closed_at_revision=run.revision + 1
    )
    if not changed:
        raise already(FlowItem.objects.get(pk=item.pk))
    if item.assignee_id:
        run.disturbed.add(item.assignee_id)
    else:
        FlowItemHolder.objects.filter(item=item).delete()
    item.state = state


@transaction.atomic
def reassign(item_id: int, person_id: int, *, reason: str, by: Actor) -> int:
    """Give an item away (转办); the limit stays, the giver keeps reading rights. Returns the new item.

    Raises:
        NotPermitted: the item is neither the actor's nor in an organ whose processes the actor manages.
        RuleBroken: the step does not allow it; to oneself; to somebody who takes part or has acted in this step; too often.
    """
    run, item = for_item(item_id, by)
    require_running(run)
    if not may_administer(run.instance, by):
        require_handler(item, by)
    require_open(item)
    reason = require_reason(reason)
    node = run.node_of(item.step)
    if not (node.step or NO_RULES).allow_transfer and not may_administer(run.instance, by):
        raise RuleBroken("此环节不允许转办", code="not_allowed")
    if depth_of(item, along="succeeds") >= MAX_DEPTH:
        raise RuleBroken(f"已转办{MAX_DEPTH}次，不能再转，请与办理人商定后办理", code="too_deep")
    if person_id == item.assignee_id:
        raise RuleBroken("此件已在该人员手中", code="same_person", field="people")
    [person] = pick(run, item, [person_id]) if person_id != by.person_id else [_oneself(item, by)]
    if FlowItem.objects.filter(step=item.step, state=ItemState.DONE, done_by=person_id).exists():
        raise RuleBroken(f"{person.name}已在此环节办理过，请另选人员", code="already_acted", field="people")
    run.log(Operation.REASSIGN, step=item.step, item=item, reason=reason, giver=item.assignee_name, receiver=person.name)
    holder = item.assignee_name or by.name
    close_item(run, item, state=ItemState.TRANSFERRED)
    if by.person_id != item.assignee_id and item.assignee_id:
        run.disturbed.add(item.assignee_id)
    fresh = pass_on(run, item, person, reason=reason)
    end(run)
    audit.record("workflow.reassigned", run.instance, by=by, item_id=item.pk, giver=holder, receiver=person.name, reason=reason)
    return fresh.pk


def _oneself(item: FlowItem, by: Actor) -> Candidate:
    """Return the actor as the receiver: a flow administrator may take an item over."""
    if by.person_id is None or by.person_id in live_people(item.step_id):
        raise RuleBroken("您已在此环节中", code="already_signer", field="people")
    return Candidate(by.person_id, by.name)


def pass_on(run: Run, item: FlowItem, person: Candidate, *, reason: str) -> FlowItem:
    """Make the item by which another goes on with this one: same step, same unit, same limit."""
    receiver = Candidate(person.person_id, person.name, item.unit_id, item.unit_name)
    [fresh] = make_items(
        run,
        item.step,
        [receiver],
        role=item.role,
        taken=live_people(item.step_id),
        start_position=item.position,
        origin_id=item.origin_id,
        succeeds=item,
        added_by_id=item.added_by_id,
        reason=reason,
        was_returned=item.was_returned,
    )
    for name, value in limit_fields(item.due_at, run.node_of(item.step).step, run.instance.organ_id, item.alert).items():
        setattr(fresh, name, value)
    write_items(run, [fresh])
    # What waited for the giver waits for the receiver.
    FlowItem.objects.filter(origin=item, state__in=LIVE_ITEMS).update(origin=fresh)
    return fresh
