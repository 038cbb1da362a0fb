"""One wave of tokens: the steps that open together are written together."""

from collections.abc import Iterable

from django.db.models import Max

from zhongshu.platform.workflow.bpmn.graph import Node
from zhongshu.platform.workflow.choices import ItemState, Operation, StepState
from zhongshu.platform.workflow.engine import domain
from zhongshu.platform.workflow.engine.flows import along, leave, ways_out
from zhongshu.platform.workflow.engine.items import make_items, write_items
from zhongshu.platform.workflow.engine.limits import fire_moment, limit
from zhongshu.platform.workflow.engine.people import Holding, holding
from zhongshu.platform.workflow.engine.run import Arrival, Run, close_step
from zhongshu.platform.workflow.engine.scopes import cancel_inside, open_scopes
from zhongshu.platform.workflow.models import FlowItem, FlowLink, FlowScope, FlowStep, FlowTimer

SAME_PERSON = "与上一环节办理人相同"


class Wave:
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
            onward = along(run, edge, arrival.scope, arrival.sources, arrival.path, dict(values))
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
            run.queue.append(along(run, edge, scope, tuple(tokens), (), values))

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
                item = _shared_item(run, step, node, arrival.returned)
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


def _shared_item(run: Run, step: FlowStep, node: Node, returned: bool) -> FlowItem:
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
    last: dict[tuple[int | None, str], int] = {
        (row["scope_id"], row["node"]): row["last"] for row in rows.annotate(last=Max("round"))
    }
    for step in steps:
        key = (step.scope_id, step.node)
        # Tokens that wait at one join on different flows belong to the same visit.
        step.round = max(1, last.get(key, 0)) if step.kind == "join" else last.get(key, 0) + 1
        if step.kind != "join":
            last[key] = step.round
