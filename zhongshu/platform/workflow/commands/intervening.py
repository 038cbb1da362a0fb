"""Ending, stopping and restoring a whole process: 撤销, 终止, 恢复, 挂起, 解除挂起."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.audit import public as audit
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.workflow import registry
from zhongshu.platform.workflow.choices import (
    LIVE_ITEMS,
    OPEN_STEPS,
    InstanceState,
    ItemState,
    Operation,
    ScopeState,
    StepState,
    TimerState,
)
from zhongshu.platform.workflow.commands.frame import require_reason
from zhongshu.platform.workflow.engine.domain import tell_owner
from zhongshu.platform.workflow.engine.limits import limit_fields
from zhongshu.platform.workflow.engine.run import Run, for_instance
from zhongshu.platform.workflow.models import FlowInstance, FlowItem, FlowScope, FlowStep, FlowTimer
from zhongshu.platform.workflow.policies import may_administer, require_administrator

ENDED = (InstanceState.COMPLETED, InstanceState.TERMINATED, InstanceState.WITHDRAWN)


@transaction.atomic
def withdraw(instance_id: int, *, reason: str, by: Actor) -> None:
    """Withdraw the whole matter (撤销): the starter takes it back to a draft; nothing of the record goes.

    Raises:
        NotPermitted: the actor did not start it.
        RuleBroken: it has ended, or an irreversible step (编号, 用印, 分发) was done.
    """
    run = for_instance(instance_id, by)
    if by.person_id is None or by.person_id != run.instance.starter_id:
        raise NotPermitted("只有发起人可以撤销", code="not_permitted_withdraw")
    reason = require_reason(reason)
    _require_not_ended(run)
    _require_reversible(run, "不能撤销")
    _end(run, InstanceState.WITHDRAWN, Operation.WITHDRAW, reason)
    audit.record("workflow.withdrawn", run.instance, by=by, instance_id=instance_id, reason=reason)


@transaction.atomic
def terminate(instance_id: int, *, reason: str, by: Actor) -> None:
    """End the matter without result (终止): the starter before anything irreversible, or the flow administrator.

    Raises:
        NotPermitted: the actor is neither.
        RuleBroken: it has ended, or, for the starter, an irreversible step was done.
    """
    run = for_instance(instance_id, by)
    administers = may_administer(run.instance, by)
    if not administers and (by.person_id is None or by.person_id != run.instance.starter_id):
        raise NotPermitted("只有发起人或流程管理员可以终止", code="not_permitted_terminate")
    reason = require_reason(reason)
    _require_not_ended(run)
    if not administers:
        _require_reversible(run, "请联系流程管理员终止")
    _end(run, InstanceState.TERMINATED, Operation.TERMINATE, reason)
    audit.record("workflow.terminated", run.instance, by=by, instance_id=instance_id, reason=reason)


def _require_not_ended(run: Run) -> None:
    if run.instance.state in ENDED:
        raise RuleBroken(f"流程{InstanceState(run.instance.state).label}，不能再办理", code="wrong_state")


def _require_reversible(run: Run, advice: str) -> None:
    done = FlowStep.objects.filter(instance=run.instance, state=StepState.DONE, void=False, kind="user").values_list(
        "node", "name"
    )
    for node, name in done:
        rules = run.graph.nodes[node].step
        if rules and rules.irreversible:
            raise RuleBroken(f"已办理“{name}”，{advice}", code="irreversible")


def _end(run: Run, state: str, operation: str, reason: str) -> None:
    """Close everything live and keep in the history what it was, so that a restoration can open exactly that."""
    instance = run.instance
    items = FlowItem.objects.filter(instance=instance, state__in=LIVE_ITEMS)
    steps = FlowStep.objects.filter(instance=instance, state__in=OPEN_STEPS)
    scopes = FlowScope.objects.filter(instance=instance, state__in=[ScopeState.OPEN, ScopeState.PENDING])
    timers = FlowTimer.objects.filter(instance=instance, state=TimerState.ARMED)
    live = list(items.values_list("pk", "state", "assignee_id"))
    run.log(
        operation,
        reason=reason,
        items={label: [pk for pk, one, _ in live if one == label] for label in LIVE_ITEMS},
        steps={label: list(steps.filter(state=label).values_list("pk", flat=True)) for label in OPEN_STEPS},
        scopes={label: list(scopes.filter(state=label).values_list("pk", flat=True)) for label in ("open", "pending")},
        timers=list(timers.values_list("pk", flat=True)),
    )
    run.disturbed.update(person for _, _, person in live if person)
    items.update(state=ItemState.CANCELLED, alert_at=None, closed_at_revision=run.revision)
    timers.update(state=TimerState.OFF)
    scopes.update(state=ScopeState.CANCELLED)
    steps.update(state=StepState.CANCELLED, left_at=run.now)
    run.changes.update(state=state, ended_at=run.now, suspended_at=None)
    run.ended = state
    run.write()
    _tell(run, state)
    run.announce()


def _tell(run: Run, result: str) -> None:
    hooks = registry.hooks(run.instance.ref_kind)
    if hooks.ended is not None:
        with run.calling_out():
            hooks.ended(run.instance.ref, result, run.by)


@transaction.atomic
def restore(instance_id: int, *, reason: str, by: Actor) -> None:
    """Take a terminated matter up again exactly where it stood (恢复).

    Raises:
        NotPermitted: the actor does not manage processes here.
        RuleBroken: it was not terminated, or its object has another process under way.
    """
    run = for_instance(instance_id, by)
    require_administrator(run.instance, by)
    reason = require_reason(reason)
    if run.instance.state != InstanceState.TERMINATED:
        raise RuleBroken("只有已终止的流程可以恢复", code="wrong_state")
    _refuse_second(run.instance)
    line = run.instance.log.filter(operation=Operation.TERMINATE).order_by("-seq").first()
    assert line is not None  # a terminated instance has the line that says so
    run.log(Operation.RESTORE, reason=reason)
    for label, ids in line.data["steps"].items():
        FlowStep.objects.filter(pk__in=ids).update(state=label, left_at=None)
    for label, ids in line.data["scopes"].items():
        FlowScope.objects.filter(pk__in=ids).update(state=label)
    FlowTimer.objects.filter(pk__in=line.data["timers"]).update(state=TimerState.ARMED)
    stopped_at = run.instance.ended_at or run.now
    for label, ids in line.data["items"].items():
        FlowItem.objects.filter(pk__in=ids).update(state=label, closed_at_revision=None)
    _shift(run, FlowItem.objects.filter(instance=run.instance, state__in=LIVE_ITEMS), stopped_at)
    steps = FlowStep.objects.filter(pk__in=line.data["steps"]["active"]).select_related("scope")
    for step in steps:
        step.instance = run.instance
        run.opened_steps.append(step)
    run.new_items.extend(FlowItem.objects.filter(instance=run.instance, state=ItemState.OPEN))
    run.changes.update(state=InstanceState.RUNNING, ended_at=None)
    run.write()
    _tell(run, "restored")
    tell_owner(run)
    run.announce()
    audit.record("workflow.restored", run.instance, by=by, instance_id=instance_id, reason=reason)


def _refuse_second(instance: FlowInstance) -> None:
    others = FlowInstance.objects.about(instance.ref).filter(state__in=[InstanceState.RUNNING, InstanceState.SUSPENDED])
    if others.exclude(pk=instance.pk).exists():
        raise RuleBroken("该事项已重新发起流程，不能恢复旧流程", code="already_running")


@transaction.atomic
def suspend(instance_id: int, *, reason: str, by: Actor) -> None:
    """Stop the process and its clocks (挂起).

    Raises:
        NotPermitted: the actor does not manage processes here.
        RuleBroken: it is not running.
    """
    run = for_instance(instance_id, by)
    require_administrator(run.instance, by)
    reason = require_reason(reason)
    if run.instance.state != InstanceState.RUNNING:
        raise RuleBroken("只有办理中的流程可以挂起", code="wrong_state")
    run.log(Operation.SUSPEND, reason=reason)
    FlowItem.objects.filter(instance=run.instance, state__in=LIVE_ITEMS).update(alert_at=None)
    run.changes.update(state=InstanceState.SUSPENDED, suspended_at=run.now)
    run.finish()
    _tell(run, "suspended")
    audit.record("workflow.suspended", run.instance, by=by, instance_id=instance_id, reason=reason)


@transaction.atomic
def resume(instance_id: int, *, reason: str, by: Actor) -> None:
    """Let a suspended process go on; limits move by the working time that it stood still (解除挂起).

    Raises:
        NotPermitted: the actor does not manage processes here.
        RuleBroken: it is not suspended.
    """
    run = for_instance(instance_id, by)
    require_administrator(run.instance, by)
    reason = require_reason(reason)
    if run.instance.state != InstanceState.SUSPENDED:
        raise RuleBroken("流程没有挂起", code="wrong_state")
    run.log(Operation.RESUME, reason=reason)
    stopped_at = run.instance.suspended_at or run.now
    _shift(run, FlowItem.objects.filter(instance=run.instance, state__in=LIVE_ITEMS), stopped_at)
    timers = list(FlowTimer.objects.filter(instance=run.instance, state=TimerState.ARMED))
    for timer in timers:
        timer.fire_at = calendars.shift(timer.fire_at, stopped_at, run.now, organ_id=run.instance.organ_id)
    FlowTimer.objects.bulk_update(timers, ["fire_at"])
    run.changes.update(state=InstanceState.RUNNING, suspended_at=None)
    run.finish()
    _tell(run, "resumed")
    audit.record("workflow.resumed", run.instance, by=by, instance_id=instance_id, reason=reason)


def _shift(run: Run, items: QuerySet[FlowItem], stopped_at: dt.datetime) -> None:
    """Move limits by the working time that passed since the process stopped; warnings are set anew."""
    rows = list(items.select_related("step"))
    for item in rows:
        due = calendars.shift(item.due_at, stopped_at, run.now, organ_id=run.instance.organ_id) if item.due_at else None
        for name, value in limit_fields(due, run.node_of(item.step).step, run.instance.organ_id, item.alert).items():
            setattr(item, name, value)
    FlowItem.objects.bulk_update(rows, ["due_at", "due_order", "alert_at", "alert"])
