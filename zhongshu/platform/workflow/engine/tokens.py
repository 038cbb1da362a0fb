"""The token game on rows: a command lets every token arrive, and ends what has nothing open any more."""

from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.workflow.bpmn.soundness import blocks_inclusive
from zhongshu.platform.workflow.choices import InstanceState, Operation, ScopeState, StepState
from zhongshu.platform.workflow.engine.flows import disarm, leave
from zhongshu.platform.workflow.engine.run import Arrival, Run, close_step
from zhongshu.platform.workflow.engine.wave import Wave
from zhongshu.platform.workflow.models import FlowScope, FlowStep

MAX_HOPS = 2000
"""Nodes passed in one command without a person acting; more is a drawing that runs in circles."""


def drain(run: Run) -> None:
    """Let every token on its way arrive, open what it reaches, and end scopes that have nothing open.

    Raises:
        RuleBroken: the drawing runs in circles, or leaves tokens that can never meet.
    """
    hops = 0
    wave = Wave(run)
    while run.queue or wave.has_work or run.may_have_ended:
        while run.queue:
            hops += 1
            if hops > MAX_HOPS:
                raise RuleBroken("流程图自动运转过多，请联系流程管理员检查", code="runs_in_circles")
            wave.take(run.queue.popleft())
        wave.write()
        if not run.queue and run.graph.has_inclusive_joins:
            _ask_inclusive_joins(run, wave)
        if not run.queue and not wave.has_work:
            _end_scopes(run)


def _ask_inclusive_joins(run: Run, wave: Wave) -> None:
    """Fire inclusive joins that no other token can still reach."""
    scopes = {step.scope_id: step.scope for step in run.opened_steps} | dict(run.may_have_ended)
    scopes |= {scope_id: next((s.scope for s in steps), None) for scope_id, steps in run._open.items()}
    for scope_id, scope in scopes.items():
        opened = run.open_steps(scope_id)
        marking = [step.entry if step.state == StepState.WAITING else step.node for step in opened]
        for node in {step.node: run.node_of(step) for step in opened if step.state == StepState.WAITING}.values():
            if node.kind != "inclusive":
                continue
            tokens = {step.entry: step for step in reversed(opened) if step.node == node.key and step.state == StepState.WAITING}
            missing = [edge for edge in node.incoming if edge not in tokens]
            if not blocks_inclusive(run.graph, node, list(tokens), missing, marking):
                wave.fire(node, scope, list(tokens.values()))
                return


def _end_scopes(run: Run) -> None:
    scopes, run.may_have_ended = run.may_have_ended, {}
    for scope_id, scope in scopes.items():
        opened = run.open_steps(scope_id)
        if any(step.state == StepState.ACTIVE for step in opened):
            continue
        if opened:
            raise RuleBroken(f"流程会停在“{run.node_of(opened[0]).label}”汇合处，请联系流程管理员", code="stuck")
        if scope is None:
            _end_instance(run)
        else:
            _end_scope(run, scope)


def _end_instance(run: Run) -> None:
    run.changes.update(state=InstanceState.COMPLETED, ended_at=run.now)
    run.ended = InstanceState.COMPLETED
    run.log(Operation.END)


def _end_scope(run: Run, scope: FlowScope) -> None:
    FlowScope.objects.filter(pk=scope.pk).update(state=ScopeState.DONE)
    scope.state = ScopeState.DONE
    finish_container(run, scope.container_id)


def finish_container(run: Run, container_id: int) -> None:
    """End a sub-process step when none of its runs is open; a sequential one opens its next run first."""
    rest = FlowScope.objects.filter(container_id=container_id, state__in=[ScopeState.OPEN, ScopeState.PENDING])
    following = rest.order_by("position").first()
    if following is not None:
        if following.state == ScopeState.PENDING and not rest.filter(state=ScopeState.OPEN).exists():
            FlowScope.objects.filter(pk=following.pk).update(state=ScopeState.OPEN)
            following.state = ScopeState.OPEN
            container = FlowStep.objects.get(pk=container_id)
            start = run.graph.nodes[run.graph.start_of(container.node)]
            run.queue.append(Arrival(start, following, ()))
        return
    container = FlowStep.objects.select_related("scope", "resume_to").get(pk=container_id)
    container.instance = run.instance
    close_step(container, run.now)
    run.forget_open([container.pk])
    disarm(run, container)
    leave(run, container)
