"""取回: taking back what one did, while nobody has opened what followed."""

from collections.abc import Sequence

from django.db import transaction

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.platform.audit import public as audit
from zhongshu.platform.workflow.bpmn.graph import StepRules
from zhongshu.platform.workflow.choices import (
    LIVE_ITEMS,
    VOTING,
    ItemRole,
    ItemState,
    Operation,
    ScopeState,
    StepState,
    TimerState,
)
from zhongshu.platform.workflow.commands.frame import end, repeat, require_reason
from zhongshu.platform.workflow.commands.signers import require_one_part
from zhongshu.platform.workflow.engine.history import free_joins, past_of, require_sound, undo, was_touched
from zhongshu.platform.workflow.engine.items import write_items
from zhongshu.platform.workflow.engine.limits import limit_fields
from zhongshu.platform.workflow.engine.run import Run, for_item, require_running
from zhongshu.platform.workflow.engine.scopes import inner_scope_ids
from zhongshu.platform.workflow.models import FlowItem, FlowStep, FlowTimer

NO_RULES = StepRules()


@transaction.atomic
def take_back(item_id: int, *, reason: str, by: Actor) -> int:
    """Take back what I did, while nobody has opened what followed (取回); returns my new item.

    In a 会签 that is still open only my part comes back. If the step had ended, what follows is withdrawn, the step opens
    again, the other signers' opinions stay, and those cut off by the vote sign on.

    Raises:
        NotPermitted: the item was done by somebody else.
        RuleBroken: the step does not allow it, an irreversible or automatic step ran, or the process has ended.
        StaleState: somebody has opened or handled what followed.
    """
    run, item = for_item(item_id, by)
    if by.person_id is None or item.done_by_id != by.person_id or item.state != ItemState.DONE:
        raise NotPermitted("只能取回本人办理的事项", code="not_permitted_take_back")
    require_running(run)
    reason = require_reason(reason)
    rules = run.node_of(item.step).step or NO_RULES
    if item.late or item.role not in VOTING:
        raise RuleBroken("此件不能取回", code="not_allowed")
    if not rules.allow_withdraw or rules.irreversible:
        raise RuleBroken("此环节办理后不能取回", code="not_allowed")
    require_one_part(item, by)
    step = item.step
    if step.void:
        raise RuleBroken("此件之后已有退回或变动，不能取回", code="void")
    run.log(Operation.TAKE_BACK, step=step, item=item, reason=reason)
    if step.state == StepState.DONE:
        _reopen(run, step)
        _reopen_cut_off(run, step, item)
    elif step.state != StepState.ACTIVE:
        raise RuleBroken("此环节已变动，不能取回", code="void")
    elif FlowItem.objects.filter(origin=item, role=ItemRole.AFTER).exclude(opened_at=None).exists():
        raise StaleState("后加签人已打开此件，不能取回", code="opened")
    fresh = _again(run, item)
    end(run)
    audit.record("workflow.taken_back", run.instance, by=by, item_id=item.pk, reason=reason)
    return fresh.pk


def _reopen(run: Run, step: FlowStep) -> None:
    """Withdraw everything that followed a step and make it active again."""
    if step.scope is not None and step.scope.state != ScopeState.OPEN:
        raise RuleBroken("所在子流程已结束，不能取回", code="scope_ended")
    past = past_of(run, step.scope_id)
    following = past.descendants(step.pk)
    ids = [one.pk for one in following]
    for one in following:
        if one.kind in ("automatic", "terminate") and one.state == StepState.DONE and not one.void:
            raise RuleBroken("后续自动步骤已执行，不能取回", code="automatic_ran")
    containers = [one.pk for one in following if one.kind == "sub_process"]
    inside = _steps_inside(containers)
    if was_touched([*ids, *inside]):
        raise StaleState("后续办理人已打开此件，不能取回；可以联系其退回", code="opened")
    live = FlowItem.objects.filter(step_id__in=[*ids, *inside], state__in=LIVE_ITEMS)
    expected = live.count()
    # The conditional UPDATE decides the race with 打开: an item opened meanwhile is not counted, and everything rolls back.
    run.disturbed.update(one for one in live.values_list("assignee_id", flat=True) if one)
    withdrawn = live.filter(opened_at=None).update(state=ItemState.WITHDRAWN, alert_at=None, closed_at_revision=run.revision + 1)
    if withdrawn != expected:
        raise StaleState("后续办理人刚刚打开此件，不能取回", code="opened")
    undo(run, past, following, step_state=StepState.WITHDRAWN, item_state=ItemState.WITHDRAWN)
    FlowStep.objects.filter(pk=step.pk).update(state=StepState.ACTIVE, left_at=None, outcome="")
    step.state, step.left_at, step.outcome = StepState.ACTIVE, None, ""
    FlowTimer.objects.filter(step=step, state=TimerState.OFF).update(state=TimerState.ARMED)
    free_joins(run, past)
    run.opened_steps.append(step)
    run.remember_open(step)
    if past.jumped:
        level = run.node_of(step).scope
        require_sound(run, step.scope_id, level, sentence="流程经过跳转，不能取回，请联系流程管理员")
    repeat(run)


def _steps_inside(containers: Sequence[int]) -> list[int]:
    scopes = inner_scope_ids(containers) if containers else []
    return list(FlowStep.objects.filter(scope_id__in=scopes).values_list("pk", flat=True)) if scopes else []


def _reopen_cut_off(run: Run, step: FlowStep, item: FlowItem) -> None:
    """Open again exactly those parts that the vote had cut off.

    They were closed in the line after that of the part which decided; a part taken out by 减签 has a later line of its own.
    """
    done = FlowItem.objects.filter(step=step, state=ItemState.DONE, closed_at_revision__isnull=False)
    lines = [revision + 1 for revision in done.values_list("closed_at_revision", flat=True) if revision]
    cut_off = list(
        FlowItem.objects.filter(step=step, state=ItemState.CANCELLED, closed_at_revision__in=lines).exclude(pk=item.pk)
    )
    rules = run.node_of(step).step
    if not cut_off:
        return
    for one in cut_off:
        one.state, one.closed_at_revision = ItemState.OPEN, None
        one.alert_at = limit_fields(one.due_at, rules, run.instance.organ_id, one.alert)["alert_at"]
    FlowItem.objects.bulk_update(cut_off, ["state", "closed_at_revision", "alert_at"])
    run.new_items.extend(cut_off)


def _again(run: Run, item: FlowItem) -> FlowItem:
    """Withdraw my finished part and give me a new one in its place."""
    changed = FlowItem.objects.filter(pk=item.pk, state=ItemState.DONE).update(state=ItemState.WITHDRAWN)
    if not changed:
        raise StaleState("此件刚刚有变动，请刷新", code="stale_state")
    FlowItem.objects.filter(origin=item, role=ItemRole.AFTER, state=ItemState.OPEN).update(state=ItemState.PENDING)
    fresh = FlowItem(
        instance=run.instance,
        step=item.step,
        role=item.role,
        assignee_id=item.assignee_id,
        assignee_name=item.assignee_name,
        principal_id=item.principal_id,
        principal_name=item.principal_name,
        unit_id=item.unit_id,
        unit_name=item.unit_name,
        origin_id=item.origin_id,
        succeeds=item,
        added_by_id=item.added_by_id,
        reason=item.reason,
        position=item.position,
        created_at=run.now,
        opened_at=run.now,
        **limit_fields(item.due_at, run.node_of(item.step).step, run.instance.organ_id, item.alert),
    )
    write_items(run, [fresh])
    FlowItem.objects.filter(origin=item, state__in=LIVE_ITEMS).update(origin=fresh)
    return fresh
