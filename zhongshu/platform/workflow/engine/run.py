"""One command on one instance: what was read, what changes, and the lines of history it adds."""

import datetime as dt
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken, StaleState
from zhongshu.kernel.events import publish
from zhongshu.platform.workflow.bpmn.graph import Graph, Node
from zhongshu.platform.workflow.choices import OPEN_STEPS, InstanceState, ItemState, LinkKind, Operation, StepState
from zhongshu.platform.workflow.engine.graphs import fingerprint_of, graph_of
from zhongshu.platform.workflow.events import InstanceEnded, WorkArrived, WorkTakenAway
from zhongshu.platform.workflow.models import FlowInstance, FlowItem, FlowLog, FlowScope, FlowStep

STALE = "该事项刚刚已被他人办理，请刷新后查看最新情况"


# Runs of this thread that have called their domain and wait for it, innermost last.
_calling: ContextVar[tuple["Run", ...]] = ContextVar("workflow_calling", default=())


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who is to hold an item, perhaps for a unit."""

    person_id: int
    name: str
    unit_id: int | None = None
    unit_name: str = ""


@dataclass(slots=True)
class Arrival:
    """A token on its way into a node."""

    node: Node
    scope: FlowScope | None
    sources: tuple[FlowStep, ...]
    path: tuple[str, ...] = ()
    kind: str = LinkKind.NORMAL
    people: list[Candidate] | None = None
    """Who shall hold the step, if not by its rule: a new round goes to the same people."""
    links: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """Instead of ``sources``: ids of steps that lead here, with their paths (a new round keeps the old links)."""
    entry: str = ""
    resume_to: FlowStep | None = None
    returned: bool = False
    may_skip: bool = True
    variables: Mapping[str, Any] | None = None
    """Values known on the way, such as the outcome of the step just left."""


@dataclass
class Run:
    """The state of one command. Create with ``locked``; end with ``finish``."""

    instance: FlowInstance
    graph: Graph
    by: Actor
    now: dt.datetime = field(default_factory=clock.now)
    queue: deque[Arrival] = field(default_factory=deque)
    lines: list[FlowLog] = field(default_factory=list)
    opened_steps: list[FlowStep] = field(default_factory=list)
    new_items: list[FlowItem] = field(default_factory=list)
    participants: set[str] = field(default_factory=set)
    """Keys noted as participants by this command."""
    disturbed: set[int] = field(default_factory=set)
    """Persons whose items were taken away by this command."""
    variables_changed: bool = False
    changes: dict[str, Any] = field(default_factory=dict)
    """Columns of the instance to be written at the end."""
    ended: str = ""
    may_have_ended: dict[int | None, FlowScope | None] = field(default_factory=dict)
    _open: dict[int | None, list[FlowStep]] = field(default_factory=dict)
    _first_line: int = 0
    _interrupted: bool = False
    _title: str = ""

    def __post_init__(self) -> None:
        self._first_line = self.instance.revision

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.instance.version_id)

    @property
    def revision(self) -> int:
        """The number of the last line written so far."""
        return self._first_line + len(self.lines)

    def node_of(self, step: FlowStep) -> Node:
        return self.graph.nodes[step.node]

    def log(
        self,
        operation: str,
        *,
        step: FlowStep | None = None,
        item: FlowItem | None = None,
        reason: str = "",
        by: Actor | None = None,
        principal_name: str = "",
        **data: Any,
    ) -> None:
        """Add a line to the history of this instance."""
        actor = by or self.by
        self._title = self._title or Operation(operation).label
        self.lines.append(
            FlowLog(
                instance=self.instance,
                seq=self.revision + 1,
                at=self.now,
                operation=operation,
                person_id=actor.person_id,
                person_name=actor.name[:80],
                post_name=actor.post_name[:80],
                unit_name=actor.unit_name[:120],
                principal_name=principal_name,
                step_id=step.pk if step else None,
                step_name=step.name if step else "",
                item_id=item.pk if item else None,
                reason=reason,
                data=data,
            )
        )

    def set_variables(self, values: Mapping[str, Any], scope: FlowScope | None = None) -> None:
        """Set routing variables; inside a sub-process they belong to its run."""
        if not values:
            return
        if scope is None:
            self.instance.variables = {**self.instance.variables, **values}
            self.variables_changed = True
        else:
            scope.variables = {**scope.variables, **values}
            FlowScope.objects.filter(pk=scope.pk).update(variables=scope.variables)

    def variables(self, scope: FlowScope | None) -> dict[str, Any]:
        return {**self.instance.variables, **(scope.variables if scope else {})}

    def open_steps(self, scope_id: int | None) -> list[FlowStep]:
        """Return the open steps of one scope, as they now are in this command."""
        if scope_id not in self._open:
            rows = FlowStep.objects.filter(instance=self.instance, scope_id=scope_id, state__in=OPEN_STEPS)
            known = {step.pk: step for step in self.opened_steps if step.pk}
            unwritten = [step for step in self.opened_steps if step.pk is None and step.scope_id == scope_id]
            self._open[scope_id] = [*(known.get(row.pk, row) for row in rows.order_by("pk")), *unwritten]
        return [step for step in self._open[scope_id] if step.state in OPEN_STEPS]

    def remember_open(self, step: FlowStep) -> None:
        """Note a step that opened in this command."""
        if step.scope_id in self._open:
            self._open[step.scope_id].append(step)

    def forget_open(self, ids: Iterable[int]) -> None:
        """Note steps that closed without passing through this command's own objects."""
        closed = set(ids)
        for steps in self._open.values():
            steps[:] = [step for step in steps if step.pk not in closed]

    @contextmanager
    def calling_out(self) -> Iterator[None]:
        """Call the domain. If it gives an order about this same process (a return of the document ends it), that order
        finds everything written so far, and this run goes on from what it left."""
        token = _calling.set((*_calling.get(), self))
        try:
            yield
        finally:
            _calling.reset(token)
        if self._interrupted:
            self._interrupted = False
            self.instance.refresh_from_db()
            self._first_line = self.instance.revision
            self._open.clear()

    def make_way(self) -> None:
        """Write what this run has so far, because a command inside its domain call takes the instance."""
        self.write()
        self._interrupted = True

    @property
    def is_over(self) -> bool:
        """Tell whether the process no longer runs, because the domain has ended it."""
        return self.instance.state != InstanceState.RUNNING

    def finish(self) -> None:
        """Write the lines and the instance, and publish what happened."""
        self.write()
        self.announce()

    def write(self) -> None:
        """Write the lines and the instance.

        Raises:
            StaleState: another command wrote to this instance although it was locked; the net below the lock.
        """
        values = dict(self.changes)
        if self.variables_changed:
            values["variables"] = self.instance.variables
        try:
            FlowLog.objects.bulk_create(self.lines)
        except IntegrityError as error:
            raise StaleState(STALE) from error
        revision = self.revision
        changed = FlowInstance.objects.filter(pk=self.instance.pk, revision=self._first_line).update(revision=revision, **values)
        if not changed:
            raise StaleState(STALE)
        for name, value in {**values, "revision": revision}.items():
            setattr(self.instance, name, value)
        self._first_line, self.lines, self.changes, self.variables_changed = revision, [], {}, False

    def announce(self) -> None:
        """Publish who got work, who lost work, and the end."""
        fresh = [item.pk for item in self.new_items if item.state == ItemState.OPEN]
        if fresh:
            publish(WorkArrived(self.instance.pk, fresh))
        gone = sorted(self.disturbed - {self.by.person_id})
        if gone:
            publish(WorkTakenAway(self.instance.pk, gone, f"《{self.instance.ref_title}》已由{self.by.name}{self._title}"))
        if self.ended:
            publish(InstanceEnded(self.instance.pk, self.instance.ref_kind, self.instance.ref_id, self.ended))


def for_item(item_id: int, by: Actor) -> tuple[Run, FlowItem]:
    """Lock the instance of an item and read both: one query. The lock comes before everything else, in every command.

    Raises:
        RuleBroken: there is no such item.
    """
    # All three are locked, the instance first, so that none of them is older than the wait for the lock.
    _make_way(FlowItem.objects.filter(pk=item_id).values_list("instance_id", flat=True) if _calling.get() else ())
    query = FlowItem.objects.select_related("instance", "step", "step__scope").select_for_update(of=("instance", "step", "self"))
    item = query.filter(pk=item_id).first()
    if item is None:
        raise RuleBroken("没有这件待办事项", code="no_such_item")
    item.step.instance = item.instance
    return Run(item.instance, graph_of(item.instance.version_id), by), item


def for_instance(instance_id: int, by: Actor) -> Run:
    """Lock an instance.

    Raises:
        RuleBroken: there is no such instance.
    """
    _make_way([instance_id])
    instance = FlowInstance.objects.select_for_update().filter(pk=instance_id).first()
    if instance is None:
        raise RuleBroken("没有这个流程", code="no_such_instance")
    return Run(instance, graph_of(instance.version_id), by)


def _make_way(instance_ids: Iterable[int]) -> None:
    calling = _calling.get()
    if not calling:
        return
    for instance_id in instance_ids:
        for run in calling:
            if run.instance.pk == instance_id:
                run.make_way()


def require_running(run: Run) -> None:
    """Refuse unless the process is under way.

    Raises:
        RuleBroken: it is suspended or has ended.
    """
    state = run.instance.state
    if state == InstanceState.SUSPENDED:
        raise RuleBroken("流程已挂起，恢复后才能办理", code="suspended")
    if state != InstanceState.RUNNING:
        raise RuleBroken(f"流程{InstanceState(state).label}，不能再办理", code="wrong_state")


def close_step(step: FlowStep, now: dt.datetime, *, state: str = StepState.DONE, outcome: str = "", void: bool = False) -> None:
    """End an open step, if nobody else ended it.

    Raises:
        StaleState: it is no longer open.
    """
    changed = FlowStep.objects.filter(pk=step.pk, state__in=OPEN_STEPS).update(
        state=state, outcome=outcome, left_at=now, void=void
    )
    if not changed:
        raise StaleState(STALE)
    step.state, step.outcome, step.left_at, step.void = state, outcome, now, void
