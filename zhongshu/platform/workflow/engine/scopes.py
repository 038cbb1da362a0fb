"""Sub-processes: opening their runs, and cancelling everything inside a step."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.workflow.choices import LIVE_ITEMS, OPEN_STEPS, ItemState, ScopeState, StepState, TimerState
from zhongshu.platform.workflow.engine.run import Run
from zhongshu.platform.workflow.models import FlowItem, FlowScope, FlowStep, FlowTimer


def open_scopes(run: Run, containers: Sequence[FlowStep]) -> list[FlowScope]:
    """Create the runs of sub-process steps and return those that start now.

    A list of elements gives one run each; a sequential one starts the first and keeps the others pending.

    Raises:
        RuleBroken: the list is empty or not a list.
    """
    scopes = []
    for container in containers:
        node = run.node_of(container)
        outer = container.scope.variables if container.scope else {}
        if node.multi is None:
            scopes.append(FlowScope(instance=run.instance, container=container, variables=outer))
            continue
        elements = run.variables(container.scope).get(node.multi.collection)
        if not isinstance(elements, list) or not elements:
            raise RuleBroken(f"请先确定“{node.label}”的名单", code="empty_list", node=node.key)
        for position, element in enumerate(elements):
            pending = node.multi.sequential and position > 0
            scopes.append(
                FlowScope(
                    instance=run.instance,
                    container=container,
                    position=position,
                    element=element,
                    state=ScopeState.PENDING if pending else ScopeState.OPEN,
                    variables={**outer, node.multi.element: element},
                )
            )
    FlowScope.objects.bulk_create(scopes)
    return [scope for scope in scopes if scope.state == ScopeState.OPEN]


def inner_scope_ids(step_ids: Iterable[int]) -> list[int]:
    """Return the ids of all runs inside these steps, however deep."""
    found: list[int] = []
    level = list(step_ids)
    while level:
        scopes = list(FlowScope.objects.filter(container_id__in=level).values_list("pk", flat=True))
        found.extend(scopes)
        level = (
            list(FlowStep.objects.filter(scope_id__in=scopes, kind="sub_process").values_list("pk", flat=True)) if scopes else []
        )
    return found


def cancel_inside(
    run: Run,
    steps: Sequence[FlowStep],
    *,
    step_state: str = StepState.CANCELLED,
    item_state: str = ItemState.CANCELLED,
    void: bool = False,
) -> None:
    """End open steps from outside, with their items, timers and everything in sub-processes inside them."""
    if not steps:
        return
    ids = [step.pk for step in steps]
    containers = [step.pk for step in steps if step.kind == "sub_process"]
    scopes = inner_scope_ids(containers) if containers else []
    inside = (
        list(FlowStep.objects.filter(scope_id__in=scopes, state__in=OPEN_STEPS).values_list("pk", flat=True)) if scopes else []
    )
    every = [*ids, *inside]
    close_items(run, FlowItem.objects.filter(step_id__in=every), item_state)
    FlowTimer.objects.filter(step_id__in=every, state=TimerState.ARMED).update(state=TimerState.OFF)
    FlowStep.objects.filter(pk__in=every, state__in=OPEN_STEPS).update(state=step_state, left_at=run.now, void=void)
    if scopes:
        FlowScope.objects.filter(pk__in=scopes, state__in=[ScopeState.OPEN, ScopeState.PENDING]).update(
            state=ScopeState.CANCELLED
        )
    for step in steps:
        step.state, step.void, step.left_at = step_state, void, run.now
    run.forget_open(every)


def close_items(run: Run, items: QuerySet[FlowItem], state: str) -> int:
    """Close live items that nobody finished and remember whose they were; returns how many."""
    live = items.filter(state__in=LIVE_ITEMS)
    run.disturbed.update(one for one in live.values_list("assignee_id", flat=True) if one)
    return live.update(state=state, alert_at=None, closed_at_revision=run.revision + 1)
