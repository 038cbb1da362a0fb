"""The compiled process: plain values that can be stored as JSON and walked quickly."""

from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Literal

NodeKind = Literal[
    "start", "end", "terminate", "user", "automatic", "exclusive", "parallel", "inclusive", "sub_process", "timer", "boundary"
]

WAITING_KINDS = frozenset({"user", "sub_process", "timer"})
"""Kinds on which a token rests until something happens from outside."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the drawing, in drawing units."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Multi:
    """多实例: one item, or one inner run, for each element of a list.

    ``collection`` names the variable with the list; empty for a user step whose ``assign`` gives the people.
    ``element`` names the variable that holds the element inside a sub-process.
    """

    sequential: bool = False
    collection: str = ""
    element: str = "element"


@dataclass(frozen=True, slots=True)
class StepRules:
    """What the office said about one step (环节) in its ``zw:step``."""

    assign: str = ""
    claim: bool = False
    column: str = ""
    state: str = ""
    command: str = ""
    rule: str = "all"
    outcomes: tuple[tuple[str, str], ...] = ()
    choose: tuple[tuple[str, str], ...] = ()
    due_workdays: int | None = None
    remind_before: int = 1
    escalate_after: int | None = None
    escalate_to: str = ""
    needs_opinion: bool = False
    auto_skip_same: bool = False
    allow_return: bool = True
    allow_withdraw: bool = True
    allow_add_signer: bool = True
    allow_transfer: bool = True
    allow_batch: bool = False
    irreversible: bool = False
    hint: str = ""
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def positive(self) -> str:
        """The outcome that counts as agreement: the first one offered, empty when none is offered."""
        return self.outcomes[0][0] if self.outcomes else ""

    def outcome_label(self, key: str) -> str:
        return dict(self.outcomes).get(key, key)


@dataclass(frozen=True, slots=True)
class TimerRule:
    """When a timer fires: after working days, after clock seconds, or at the moment in a variable or text."""

    working_days: int | None = None
    seconds: int | None = None
    at: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """A sequence flow."""

    key: str
    source: str
    target: str
    name: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """A flow node; ``scope`` is the key of the sub-process around it, empty at the top."""

    key: str
    kind: NodeKind
    name: str = ""
    scope: str = ""
    lane: str = ""
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default: str = ""
    step: StepRules | None = None
    multi: Multi | None = None
    timer: TimerRule | None = None
    attached_to: str = ""
    interrupting: bool = True
    start: str = ""
    """For a sub-process: the key of its inner start event."""

    @property
    def label(self) -> str:
        return self.name or self.key

    @property
    def is_join(self) -> bool:
        return self.kind in ("parallel", "inclusive") and len(self.incoming) > 1


@dataclass(frozen=True)
class Graph:
    """One process of one version."""

    key: str
    name: str
    start: str
    nodes: dict[str, Node]
    edges: dict[str, Edge]
    variables: dict[str, str] = field(default_factory=dict)
    """Declared variables: name to Chinese label."""
    shapes: dict[str, Box] = field(default_factory=dict)
    waypoints: dict[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)
    labels: dict[str, Box] = field(default_factory=dict)
    areas: tuple[tuple[str, Box, bool], ...] = ()
    """Lanes and pools for the picture: name, box, and whether the name stands upright at the left."""
    notes: tuple[tuple[str, Box], ...] = ()

    @cached_property
    def boundaries(self) -> dict[str, tuple[Node, ...]]:
        """Boundary timers by the step they sit on."""
        found: dict[str, list[Node]] = {}
        for node in self.nodes.values():
            if node.kind == "boundary":
                found.setdefault(node.attached_to, []).append(node)
        return {key: tuple(nodes) for key, nodes in found.items()}

    @cached_property
    def has_inclusive_joins(self) -> bool:
        return any(node.kind == "inclusive" and node.is_join for node in self.nodes.values())

    @cached_property
    def reach(self) -> dict[str, frozenset[str]]:
        """For each node: the edges that a token resting there can still take, in its own scope."""
        found: dict[str, frozenset[str]] = {}
        for key in self.nodes:
            seen: set[str] = set()
            waiting = [key]
            visited = {key}
            while waiting:
                current = waiting.pop()
                steps = list(self.nodes[current].outgoing)
                for boundary in self.boundaries.get(current, ()):
                    steps.extend(boundary.outgoing)
                for edge in steps:
                    if edge not in seen:
                        seen.add(edge)
                        target = self.edges[edge].target
                        if target not in visited:
                            visited.add(target)
                            waiting.append(target)
            found[key] = frozenset(seen)
        return found

    def scope_nodes(self, scope: str) -> list[Node]:
        return [node for node in self.nodes.values() if node.scope == scope]

    def scopes(self) -> list[str]:
        """Every scope: the top (empty key) and each sub-process."""
        return ["", *[node.key for node in self.nodes.values() if node.kind == "sub_process"]]

    def start_of(self, scope: str) -> str:
        return self.nodes[scope].start if scope else self.start

    def to_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "name": self.name,
            "start": self.start,
            "variables": self.variables,
            "nodes": [asdict(node) for node in self.nodes.values()],
            "edges": [asdict(edge) for edge in self.edges.values()],
            "shapes": {key: asdict(box) for key, box in self.shapes.items()},
            "waypoints": {key: [list(point) for point in line] for key, line in self.waypoints.items()},
            "labels": {key: asdict(box) for key, box in self.labels.items()},
            "areas": [[name, asdict(box), upright] for name, box, upright in self.areas],
            "notes": [[text, asdict(box)] for text, box in self.notes],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Graph":
        return cls(
            key=data["key"],
            name=data["name"],
            start=data["start"],
            variables=data["variables"],
            nodes={row["key"]: _node(row) for row in data["nodes"]},
            edges={row["key"]: Edge(**row) for row in data["edges"]},
            shapes={key: Box(**row) for key, row in data["shapes"].items()},
            waypoints={key: tuple((x, y) for x, y in line) for key, line in data["waypoints"].items()},
            labels={key: Box(**row) for key, row in data["labels"].items()},
            areas=tuple((name, Box(**row), upright) for name, row, upright in data["areas"]),
            notes=tuple((text, Box(**row)) for text, row in data["notes"]),
        )


def _node(row: dict[str, Any]) -> Node:
    values = dict(row)
    values["incoming"] = tuple(row["incoming"])
    values["outgoing"] = tuple(row["outgoing"])
    if row["step"] is not None:
        rules = dict(row["step"])
        for name in ("outcomes", "choose", "extra"):
            rules[name] = tuple((key, label) for key, label in rules[name])
        values["step"] = StepRules(**rules)
    values["multi"] = Multi(**row["multi"]) if row["multi"] is not None else None
    values["timer"] = TimerRule(**row["timer"]) if row["timer"] is not None else None
    return Node(**values)
