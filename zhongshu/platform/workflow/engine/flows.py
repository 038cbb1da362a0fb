"""Flows out of a node: which are taken, and the tokens sent along them."""

from typing import Any

from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.workflow.bpmn.expressions import parse
from zhongshu.platform.workflow.bpmn.graph import Edge, Node
from zhongshu.platform.workflow.choices import LinkKind, TimerState
from zhongshu.platform.workflow.engine.people import doers, in_service
from zhongshu.platform.workflow.engine.run import Arrival, Run
from zhongshu.platform.workflow.models import FlowLink, FlowScope, FlowStep, FlowTimer


def leave(run: Run, step: FlowStep, *, outcome: str = "") -> None:
    """Send the token of a finished step on; under 直送 it goes straight to the one who returned."""
    if step.resume_to_id:
        _resume(run, step)
        return
    node = run.node_of(step)
    values = {**run.variables(step.scope), "outcome": outcome}
    for edge in ways_out(run, node, values):
        run.queue.append(along(run, edge, step.scope, (step,), (), values))


def ways_out(run: Run, node: Node, values: dict[str, Any]) -> list[Edge]:
    """Choose the flows on which tokens leave a node.

    Raises:
        RuleBroken: a gateway has no way whose condition holds.
    """
    edges = [run.graph.edges[key] for key in node.outgoing]
    default = run.graph.edges.get(node.default)
    if node.kind in ("parallel", "start", "boundary", "timer"):
        return edges
    if node.kind == "exclusive":
        for edge in edges:
            if edge is not default and (not edge.condition or parse(edge.condition).holds(values)):
                return [edge]
        chosen = [default] if default else []
    elif node.kind == "inclusive":
        chosen = [edge for edge in edges if edge is not default and (not edge.condition or parse(edge.condition).holds(values))]
        chosen = chosen or ([default] if default else [])
    else:  # an activity: unconditional flows always go; the default goes if no conditional one did
        always = [edge for edge in edges if not edge.condition and edge is not default]
        conditional = [edge for edge in edges if edge.condition and edge is not default and parse(edge.condition).holds(values)]
        chosen = always + (conditional or ([default] if default else []))
    if not chosen and edges:
        raise RuleBroken(
            f"“{node.label}”之后没有符合条件的去向，请核对填写内容或联系流程管理员", code="no_way_out", node=node.key
        )
    return chosen


def along(
    run: Run,
    edge: Edge,
    scope: FlowScope | None,
    sources: tuple[FlowStep, ...],
    path: tuple[str, ...],
    values: dict[str, Any] | None,
) -> Arrival:
    target = run.graph.nodes[edge.target]
    return Arrival(target, scope, sources, (*path, edge.key), entry=edge.key, variables=values)


def _resume(run: Run, step: FlowStep) -> None:
    target = step.resume_to
    assert target is not None
    target.instance = run.instance
    people = in_service(run, doers(target))
    # The returner himself may have been returned to directly by somebody further on: that debt goes with the new round.
    run.queue.append(
        Arrival(
            run.node_of(target),
            step.scope,
            (step,),
            path_between(run, target),
            kind=LinkKind.DIRECT,
            people=people or None,
            resume_to=target.resume_to,
            entry=target.entry,
            may_skip=False,
        )
    )


def path_between(run: Run, step: FlowStep) -> tuple[str, ...]:
    """Return the drawn flows on the old way into a step, so that they stay lit when it is entered again directly."""
    link = FlowLink.objects.filter(instance=run.instance, target=step).order_by("pk").first()
    return tuple(link.path) if link else ()


def disarm(run: Run, step: FlowStep) -> None:
    """Turn off the boundary timers of a step that has ended."""
    if step.node in run.graph.boundaries:
        FlowTimer.objects.filter(step=step, state=TimerState.ARMED).update(state=TimerState.OFF)
