"""The token game on rows: where tokens go when a step is left, and what opens there."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Max

from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.workflow.bpmn.expressions import parse
from zhongshu.platform.workflow.bpmn.graph import Edge, Node
from zhongshu.platform.workflow.bpmn.soundness import blocks_inclusive
from zhongshu.platform.workflow.choices import (
    InstanceState,
    ItemState,
    LinkKind,
    Operation,
    ScopeState,
    StepState,
    TimerState,
)
from zhongshu.platform.workflow.engine import domain
from zhongshu.platform.workflow.engine.items import make_items, write_items
from zhongshu.platform.workflow.engine.limits import fire_moment, limit
from zhongshu.platform.workflow.engine.people import Holding, doers, holding, in_service
from zhongshu.platform.workflow.engine.run import Arrival, Run, close_step
from zhongshu.platform.workflow.engine.scopes import cancel_inside, open_scopes
from zhongshu.platform.workflow.models import FlowItem, FlowLink, FlowScope, FlowStep, FlowTimer

MAX_HOPS = 2000
"""Nodes passed in one command without a person acting; more is a drawing that runs in circles."""


def leave(run: Run, step: FlowStep, *, outcome: str = "") -> None:
    """Send the token of a finished step on; under 直送 it goes straight to the one who returned."""
    if step.resume_to_id:
        _resume(run, step)
        return
    node = run.node_of(step)
    values = {**run.variables(step.scope), "outcome": outcome}
    for edge in ways_out(run, node, values):
        run.queue.append(_along(run, edge, step.scope, (step,), (), values))


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


def _along(
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


def drain(run: Run) -> None:
    """Let every token on its way arrive, open what it reaches, and end scopes that have nothing open.

    Raises:
        RuleBroken: the drawing runs in circles, or leaves tokens that can never meet.
    """
    hops = 0
    batch = _Batch(run)
    while run.queue or batch.has_work or run.may_have_ended:
        while run.queue:
            hops += 1
            if hops > MAX_HOPS:
                raise RuleBroken("流程图自动运转过多，请联系流程管理员检查", code="runs_in_circles")
            batch.take(run.queue.popleft())
        batch.write()
        if not run.queue and run.graph.has_inclusive_joins:
            _ask_inclusive_joins(run, batch)
        if not run.queue and not batch.has_work:
            _end_scopes(run)


class _Batch:
    """Steps that open in one wave, written together: the number of queries does not grow with their number."""

    def __init__(self, run: Run):
        self.run = run
        self.steps: list[FlowStep] = []
        self.links: list[tuple[FlowStep, FlowStep, str, tuple[str, ...]]] = []
        self.kept_links: list[tuple[int, FlowStep, str, tuple[str, ...]]] = []
        self.holdings: list[tuple[FlowStep, Holding, Arrival]] = []
        self.containers: list[FlowStep] = []
        self.automatic: list[FlowStep] = []
        self.timers: list[FlowStep] = []
        self.fired: list[tuple[list[FlowStep], Node, FlowScope | None]] = []

    @property
    def has_work(self) -> bool:
        return bool(self.steps)

    def take(self, arrival: Arrival) -> None:
        """Let one token arrive: pass it through a gateway, or make the step that it opens."""
        node = arrival.node
        if node.kind in ("exclusive", "parallel", "inclusive") and not node.is_join:
            self._pass(arrival)
            return
        step = self._make(arrival)
        match node.kind:
            case "user":
                self._user(step, arrival)
            case "sub_process":
                self.containers.append(step)
            case "automatic":
                self.automatic.append(step)
            case "timer":
                pass
            case "start":
                self._done(step)
                leave(self.run, step)
            case "end":
                self._done(step)
                self.run.may_have_ended[step.scope_id] = step.scope
            case "terminate":
                self._done(step)
                self._terminate(step)
            case _:
                step.state = StepState.WAITING
                self._try_join(node, step)
        if step.state == StepState.ACTIVE and (node.kind == "timer" or node.key in self.run.graph.boundaries):
            self.timers.append(step)

    def _pass(self, arrival: Arrival) -> None:
        run = self.run
        values = arrival.variables if arrival.variables is not None else run.variables(arrival.scope)
        for edge in ways_out(run, arrival.node, dict(values)):
            onward = _along(run, edge, arrival.scope, arrival.sources, arrival.path, dict(values))
            onward.kind, onward.links = arrival.kind, tuple((source, (*path, edge.key)) for source, path in arrival.links)
            run.queue.append(onward)

    def _make(self, arrival: Arrival) -> FlowStep:
        run, node = self.run, arrival.node
        step = FlowStep(
            instance=run.instance,
            scope=arrival.scope,
            node=node.key,
            kind="join" if node.is_join else node.kind,
            name=node.label if node.kind in ("user", "sub_process", "automatic", "timer") else node.name,
            entry=arrival.entry,
            entered_at=run.now,
            resume_to=arrival.resume_to,
        )
        self.steps.append(step)
        for source in arrival.sources:
            self.links.append((source, step, arrival.kind, arrival.path))
        for source_id, path in arrival.links:
            self.kept_links.append((source_id, step, arrival.kind, path))
        run.opened_steps.append(step)
        run.remember_open(step)
        return step

    def _done(self, step: FlowStep, state: str = StepState.DONE, outcome: str = "") -> None:
        step.state, step.left_at, step.outcome = state, self.run.now, outcome

    def _user(self, step: FlowStep, arrival: Arrival) -> None:
        run, node = self.run, arrival.node
        held = Holding(people=tuple(arrival.people)) if arrival.people else holding(run, node, arrival.scope)
        step.many_parts = len(held.people) > 1
        if (
            node.step
            and node.step.auto_skip_same
            and arrival.may_skip
            and not node.step.irreversible
            and self._is_same(held, arrival)
        ):
            self._done(step, StepState.SKIPPED, node.step.positive)
            self.holdings.append((step, held, arrival))
            leave(run, step, outcome=step.outcome)
            return
        self.holdings.append((step, held, arrival))

    def _is_same(self, held: Holding, arrival: Arrival) -> bool:
        """Tell whether the one who shall act has just acted in the step before."""
        if arrival.node.multi or len(held.people) != 1 or len(arrival.sources) != 1:
            return False
        source = arrival.sources[0]
        if source.kind == "start":
            return held.people[0].person_id == self.run.instance.starter_id
        return source.kind == "user" and held.people[0].person_id == self.run.by.person_id

    def _terminate(self, step: FlowStep) -> None:
        run = self.run
        others = [other for other in run.open_steps(step.scope_id) if other.pk]
        cancel_inside(run, others)
        for other in self.steps:
            if other.scope_id == step.scope_id and other is not step and other.state in (StepState.ACTIVE, StepState.WAITING):
                self._done(other, StepState.CANCELLED)
        run.queue = type(run.queue)(one for one in run.queue if (one.scope.pk if one.scope else None) != step.scope_id)
        run.may_have_ended[step.scope_id] = step.scope

    def _try_join(self, node: Node, arrived: FlowStep) -> None:
        waiting = [
            step for step in self.run.open_steps(arrived.scope_id) if step.node == node.key and step.state == StepState.WAITING
        ]
        if arrived not in waiting:
            waiting.append(arrived)
        if node.kind == "parallel":
            by_edge = {step.entry: step for step in reversed(waiting)}
            if all(edge in by_edge for edge in node.incoming):
                self.fire(node, arrived.scope, [by_edge[edge] for edge in node.incoming])

    def fire(self, node: Node, scope: FlowScope | None, tokens: list[FlowStep]) -> None:
        """Let a join pass: its tokens are used up and one goes on."""
        run = self.run
        stored = [token.pk for token in tokens if token.pk]
        if stored:
            FlowStep.objects.filter(pk__in=stored).update(state=StepState.DONE, left_at=run.now)
        for token in tokens:
            self._done(token)
        values = run.variables(scope)
        for edge in ways_out(run, node, values):
            run.queue.append(_along(run, edge, scope, tuple(tokens), (), values))

    def write(self) -> None:
        """Insert the wave and start what goes on by itself."""
        if not self.steps:
            return
        run = self.run
        steps, self.steps = self.steps, []
        _number_rounds(run, steps)
        FlowStep.objects.bulk_create(steps)
        self._write_links()
        self._write_timers()
        self._write_items()
        containers, self.containers = self.containers, []
        if containers:
            for scope in open_scopes(run, containers):
                start = run.graph.nodes[run.graph.start_of(scope.container.node)]
                run.queue.append(Arrival(start, scope, ()))
            for container in containers:
                if container.state == StepState.DONE:
                    leave(run, container)
        automatic, self.automatic = self.automatic, []
        for step in automatic:
            domain.run_automatic(run, step)
            close_step(step, run.now)
            leave(run, step)

    def _write_links(self) -> None:
        run = self.run
        links = [
            FlowLink(instance=run.instance, source=source, target=target, kind=kind, path=list(path))
            for source, target, kind, path in self.links
        ]
        links += [
            FlowLink(instance=run.instance, source_id=source_id, target=target, kind=kind, path=list(path))
            for source_id, target, kind, path in self.kept_links
        ]
        for link in links:
            link.source_id = link.source_id or link.source.pk
            link.target_id = link.target.pk
        if links:
            FlowLink.objects.bulk_create(links)
        self.links, self.kept_links = [], []

    def _write_timers(self) -> None:
        run = self.run
        timers = []
        for step in self.timers:
            node = run.node_of(step)
            nodes = [node] if node.kind == "timer" else run.graph.boundaries[node.key]
            for timer in nodes:
                assert timer.timer is not None
                moment = fire_moment(run.now, timer.timer, run.variables(step.scope), run.instance.organ_id)
                timers.append(FlowTimer(instance=run.instance, step=step, node=timer.key, fire_at=moment))
        if timers:
            FlowTimer.objects.bulk_create(timers)
        self.timers = []

    def _write_items(self) -> None:
        run = self.run
        items: list[FlowItem] = []
        holders: list[tuple[FlowItem, tuple[str, ...]]] = []
        for step, held, arrival in self.holdings:
            node = arrival.node
            if step.state == StepState.SKIPPED:
                items += make_items(run, step, held.people, state=ItemState.SKIPPED, done_at=run.now, reason=SAME_PERSON)
                run.log(Operation.AUTO_SKIP, step=step, reason=f"自动跳过：{SAME_PERSON}", people=[p.name for p in held.people])
            elif held.keys:
                item = make_shared_item(run, step, node, arrival.returned)
                items.append(item)
                holders.append((item, held.keys))
                if held.nobody:
                    item.reason = "无人可办，请流程管理员处理"
                    run.log(Operation.NOBODY, step=step, reason=item.reason)
            else:
                sequential = bool(node.multi and node.multi.sequential)
                items += make_items(run, step, held.people, sequential=sequential, rules=node.step, was_returned=arrival.returned)
        self.holdings = []
        write_items(run, items, holders)


SAME_PERSON = "与上一环节办理人相同"


def make_shared_item(run: Run, step: FlowStep, node: Node, returned: bool) -> FlowItem:
    """Make the one item that several may claim."""
    return FlowItem(
        instance=run.instance,
        step=step,
        created_at=run.now,
        was_returned=returned,
        **limit(run.now, node.step, run.instance.organ_id),
    )


def _number_rounds(run: Run, steps: Iterable[FlowStep]) -> None:
    """Count visits: asked of the database only where a node can be visited again."""
    if not run.instance.repeats:
        return
    steps = list(steps)
    rows = FlowStep.objects.filter(instance=run.instance, node__in={step.node for step in steps}).values("scope_id", "node")
    last = {(row["scope_id"], row["node"]): row["last"] for row in rows.annotate(last=Max("round"))}
    for step in steps:
        key = (step.scope_id, step.node)
        # Tokens that wait at one join on different flows belong to the same visit.
        step.round = max(1, last.get(key, 0)) if step.kind == "join" else last.get(key, 0) + 1
        if step.kind != "join":
            last[key] = step.round


def _ask_inclusive_joins(run: Run, batch: _Batch) -> None:
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
                batch.fire(node, scope, list(tokens.values()))
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


def disarm(run: Run, step: FlowStep) -> None:
    """Turn off the boundary timers of a step that has ended."""
    if step.node in run.graph.boundaries:
        FlowTimer.objects.filter(step=step, state=TimerState.ARMED).update(state=TimerState.OFF)
