"""流程图: where a matter is, in whose hands, since when and until when, drawn on the server as SVG."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from zhongshu.kernel import kinds
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.workflow.bpmn.graph import Box, Graph
from zhongshu.platform.workflow.choices import LIVE_ITEMS, VOTING, ItemState, LinkKind, StepState
from zhongshu.platform.workflow.engine.graphs import graph_of
from zhongshu.platform.workflow.models import FlowInstance, FlowItem, FlowLink, FlowStep
from zhongshu.platform.workflow.queries.items import instance_of
from zhongshu.platform.workflow.svg import STATES, Shape, Stroke, draw

MAX_NAMES = 3
_TONES = {"done": "ok", "now": "brand", "returned": "warn", "skipped": "", "stopped": "danger", "next": ""}


@dataclass(frozen=True, slots=True)
class Holder:
    """One person's part in a step, as the picture shows it."""

    name: str
    state: str
    since: dt.datetime
    until: dt.datetime | None
    done_at: dt.datetime | None
    light: str
    opened: bool


@dataclass(frozen=True, slots=True)
class PictureStep:
    """One line of the list that says the same as the drawing; ``state`` is done, now, returned, skipped, stopped or next."""

    node: str
    name: str
    state: str
    round: int
    holders: tuple[Holder, ...] = ()

    @property
    def state_label(self) -> str:
        return STATES[self.state]

    @property
    def tone(self) -> str:
        return _TONES[self.state]

    @property
    def who(self) -> str:
        return "、".join(holder.name for holder in self.holders)

    @property
    def note(self) -> str:
        first = next((holder for holder in self.holders), None)
        if first is None:
            return ""
        if first.done_at:
            return f"{first.done_at.astimezone():%m-%d %H:%M}"
        until = f"，时限{first.until.astimezone():%m-%d %H:%M}" if first.until else ""
        return f"{first.since.astimezone():%m-%d %H:%M}起{until}"


@dataclass(frozen=True, slots=True)
class Picture:
    """The drawing as SVG text, and the same in words. ``steps`` fit ``ui/flow.html``."""

    svg: str
    steps: tuple[PictureStep, ...] = field(default_factory=tuple)
    instance: FlowInstance | None = None


def picture(ref: ObjectRef, viewer: Actor) -> Picture:
    """Return the live picture of the latest process about an object; empty for one who may not see the object. Five queries."""
    if not (viewer.is_system or kinds.visible(ref, viewer)):
        return Picture("")
    instance = instance_of(ref)
    return Picture("") if instance is None else picture_of(instance)


def picture_of(instance: FlowInstance) -> Picture:
    """Return the live picture of a process."""
    graph = graph_of(instance.version_id)
    steps = list(FlowStep.objects.filter(instance=instance).order_by("pk"))
    items = list(FlowItem.objects.filter(instance=instance).order_by("position", "pk"))
    links = FlowLink.objects.filter(instance=instance, target__void=False).values_list("path", "kind")
    lamps = calendars.lamps()
    held: dict[int, list[FlowItem]] = defaultdict(list)
    for item in items:
        if item.state in (*LIVE_ITEMS, ItemState.DONE, ItemState.SKIPPED, ItemState.RETURNED):
            held[item.step_id].append(item)
    taken: set[str] = set()
    for path, kind in links:
        if kind != LinkKind.JUMP:
            taken.update(path)
    lines = _lines(graph, steps, held, lamps)
    by_node: dict[str, PictureStep] = {}
    for line in lines:
        by_node[line.node] = _merged(by_node.get(line.node), line)
    states = {key: line.state for key, line in by_node.items()}
    for edge in taken:
        states.setdefault(graph.edges[edge].source, "done") if edge in graph.edges else None
    for step in steps:
        if step.kind in ("start", "end", "terminate", "join", "automatic", "timer") and not step.void:
            states[step.node] = "now" if step.state == StepState.ACTIVE else "done"
    shapes = [
        Shape(node, box, graph.nodes[node].kind, graph.nodes[node].name, states.get(node, "next"), _caption(by_node.get(node)))
        for node, box in graph.shapes.items()
    ]
    strokes = [
        Stroke(key, points, key in taken, graph.edges[key].name, graph.labels.get(key)) for key, points in graph.waypoints.items()
    ]
    return Picture(draw(shapes, strokes, graph), (*lines, *_coming(graph, states)), instance)


def _lines(graph: Graph, steps: list[FlowStep], held: dict[int, list[FlowItem]], lamps: calendars.Lamps) -> list[PictureStep]:
    found = []
    for step in steps:
        if step.kind != "user":
            continue
        parts = held.get(step.pk, [])
        shown = [item for item in parts if item.role in VOTING or item.state in LIVE_ITEMS]
        holders = tuple(_holder(item, lamps) for item in shown)
        found.append(PictureStep(step.node, step.name, _state(step), step.round, holders))
    return found


def _holder(item: FlowItem, lamps: calendars.Lamps) -> Holder:
    live = item.state in LIVE_ITEMS
    return Holder(
        name=item.holder_line or "待认领",
        state=item.state,
        since=item.created_at,
        until=item.due_at,
        done_at=item.done_at,
        light=lamps.of(item.due_at) if live else "",
        opened=item.opened_at is not None,
    )


def _state(step: FlowStep) -> str:
    if step.state == StepState.ACTIVE:
        return "now"
    if step.state == StepState.SKIPPED:
        return "skipped"
    if step.state == StepState.CANCELLED:
        return "stopped"
    if step.void or step.state in (StepState.RETURNED, StepState.WITHDRAWN):
        return "returned"
    return "done"


_WEIGHT = {"now": 5, "done": 4, "skipped": 4, "stopped": 2, "returned": 1, "next": 0}


def _merged(before: PictureStep | None, line: PictureStep) -> PictureStep:
    """A node is drawn once: what is under way counts most, then the latest round. Rounds of several units are put together."""
    if before is None:
        return line
    if before.state == line.state == "now":
        return PictureStep(line.node, line.name, "now", max(before.round, line.round), (*before.holders, *line.holders))
    return line if _WEIGHT[line.state] >= _WEIGHT[before.state] else before


def _caption(line: PictureStep | None) -> tuple[str, ...]:
    if line is None or not line.holders:
        return ()
    acting = [holder for holder in line.holders if holder.state in LIVE_ITEMS] if line.state == "now" else list(line.holders)
    names = "、".join(holder.name for holder in acting[:MAX_NAMES])
    if len(acting) > MAX_NAMES:
        names += f"等{len(acting)}人"
    if not acting:
        return ()
    first = acting[0]
    if line.state == "now":
        until = f"至{first.until.astimezone():%m-%d}" if first.until else ""
        return (names, f"{first.since.astimezone():%m-%d %H:%M}起{until}")
    return (names, f"{first.done_at.astimezone():%m-%d %H:%M}" if first.done_at else "")


def _coming(graph: Graph, states: dict[str, str]) -> list[PictureStep]:
    """List what is still to come: reachable from where the process stands, in drawing order."""
    ahead: set[str] = set()
    for node, state in states.items():
        if state == "now":
            ahead.update(graph.edges[edge].target for edge in graph.reach[node])
    rest = [node for key, node in graph.nodes.items() if key in ahead and node.kind == "user" and key not in states]
    boxes = graph.shapes
    rest.sort(key=lambda node: boxes.get(node.key, Box(0, 0, 1, 1)).x)
    return [PictureStep(node.key, node.label, "next", 0) for node in rest]
