"""The token game: every marking that a scope of a process can reach, by nothing but completing its steps.

A place is a node key (a token rests on a step) or an edge key (a token waits before a join). Joins fire at once,
so only markings that a running instance can show are listed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations, product

from zhongshu.platform.workflow.bpmn.graph import WAITING_KINDS, Graph, Node

MAX_MARKINGS = 4000
MAX_CHOICES = 512
"""An inclusive gateway with nine branches has this many ways; more is not explored."""

Marking = tuple[str, ...]
"""Places in order; a place twice stands twice."""


class AutomaticCycle(ValueError):
    """A ring of gateways with no step on it; ``node`` is one of them."""

    def __init__(self, node: Node):
        self.node = node
        super().__init__(node.key)


@dataclass
class Exploration:
    """What exploring one scope showed. ``complete`` is false when the cap was reached."""

    markings: set[Marking] = field(default_factory=set)
    visited: set[str] = field(default_factory=set)
    doubled: dict[str, Marking] = field(default_factory=dict)
    """Places that held two tokens at once, with the marking."""
    stuck: list[Marking] = field(default_factory=list)
    """Markings in which tokens wait at joins for ever."""
    endless: list[Marking] = field(default_factory=list)
    """Markings from which the end cannot be reached."""
    complete: bool = True


def explore(graph: Graph, scope: str = "", *, cap: int = MAX_MARKINGS) -> Exploration:
    """Play every completion of one scope, to ``cap`` markings.

    Raises:
        AutomaticCycle: gateways lead into each other without a step between.
    """
    game = _Game(graph, scope)
    found = Exploration(visited=game.visited)
    successors: dict[Marking, set[Marking]] = {}
    waiting = list(game.leave((), graph.start_of(scope)))
    while waiting:
        marking = waiting.pop()
        if marking in successors:
            continue
        if len(successors) >= cap:
            found.complete = False
            break
        doubles = {place for place in marking if marking.count(place) > 1}
        for place in doubles:
            found.doubled.setdefault(place, marking)
        successors[marking] = set()
        if doubles:
            continue
        for place in marking:
            if place in graph.nodes:
                successors[marking] |= game.moves(marking, place)
        if marking and not any(place in graph.nodes for place in marking):
            found.stuck.append(marking)
        waiting.extend(successors[marking])
    found.markings = set(successors)
    if found.complete:
        found.endless = _endless(successors, {*found.stuck, *found.doubled.values()})
    return found


@lru_cache(maxsize=300)
def _reachable(key: tuple[str, str], graph_of: "_Held", scope: str) -> Exploration:
    return explore(graph_of.graph, scope)


@dataclass(frozen=True)
class _Held:
    """Lets the cache hold a graph by its version's fingerprint."""

    fingerprint: str
    graph: Graph = field(compare=False, hash=False)


def is_reachable(graph: Graph, fingerprint: str, scope: str, places: Iterable[str]) -> bool | None:
    """Tell whether the process can come to this marking by itself; None when it is too large to say."""
    try:
        found = _reachable((fingerprint, scope), _Held(fingerprint, graph), scope)
    except AutomaticCycle:
        return None
    if tuple(sorted(places)) in found.markings:
        return True
    return False if found.complete else None


def _endless(successors: dict[Marking, set[Marking]], known: set[Marking]) -> list[Marking]:
    """Return markings from which neither the end nor an already reported fault can be reached."""
    before: dict[Marking, set[Marking]] = {}
    for marking, following in successors.items():
        for after in following:
            before.setdefault(after, set()).add(marking)
    good = {marking for marking in successors if marking == () or marking in known}
    waiting = list(good)
    while waiting:
        for marking in before.get(waiting.pop(), ()):
            if marking not in good:
                good.add(marking)
                waiting.append(marking)
    return [marking for marking in successors if marking not in good]


class _Game:
    """Moves within one scope."""

    def __init__(self, graph: Graph, scope: str):
        self.graph = graph
        self.scope = scope
        self.visited: set[str] = set()

    def moves(self, marking: Marking, key: str) -> set[Marking]:
        """Return every marking after the token on ``key`` leaves, or a boundary timer on it fires."""
        rest = list(marking)
        rest.remove(key)
        found = set(self.leave(tuple(rest), key))
        for boundary in self.graph.boundaries.get(key, ()):
            found |= set(self.leave(tuple(rest) if boundary.interrupting else marking, boundary.key, fired=boundary))
        return found

    def leave(self, rest: Marking, key: str, *, fired: Node | None = None) -> list[Marking]:
        """Return the stable markings after a token leaves ``key`` and every gateway and join has passed it on."""
        node = self.graph.nodes[key]
        self.visited.add(key)
        results: list[Marking] = []
        for way in self._ways(node):
            for places in self._passed(way, (key,)):
                if None in places:  # a terminate end takes every other token with it
                    results.append(())
                elif fired is not None and not fired.interrupting and any(place in rest for place in places):
                    continue  # a reminder that fires again while the first one is still open is the timer's business
                else:
                    results.extend(self._joined(tuple(sorted([*rest, *(place for place in places if place)]))))
        return results

    def _ways(self, node: Node) -> list[tuple[str, ...]]:
        """Return the sets of flows that a token may take when it leaves ``node``."""
        flows = [self.graph.edges[key] for key in node.outgoing]
        if node.kind == "exclusive":
            return [(flow.key,) for flow in flows]
        if node.kind == "inclusive":
            sizes = range(1, len(flows) + 1)
            every = [tuple(flow.key for flow in chosen) for size in sizes for chosen in combinations(flows, size)]
            return every[:MAX_CHOICES]
        always = tuple(flow.key for flow in flows if not flow.condition and flow.key != node.default)
        conditional = [flow.key for flow in flows if flow.condition]
        if not conditional or node.kind in ("parallel", "start"):
            return [tuple(node.outgoing)] if node.outgoing else [()]
        ways = [always + chosen for size in range(1, len(conditional) + 1) for chosen in combinations(conditional, size)]
        ways.append((*always, node.default) if node.default else always)
        return [way for way in ways if way][:MAX_CHOICES]

    def _passed(self, way: tuple[str, ...], trail: tuple[str, ...]) -> list[tuple[str | None, ...]]:
        """Follow each flow of ``way`` through gateways to where its token rests; every combination of choices."""
        options = [self._rest(edge, trail) for edge in way]
        return [tuple(place for part in combination for place in part) for combination in product(*options)]

    def _rest(self, edge: str, trail: tuple[str, ...]) -> list[tuple[str | None, ...]]:
        node = self.graph.nodes[self.graph.edges[edge].target]
        self.visited.add(node.key)
        if node.kind in WAITING_KINDS:
            return [(node.key,)]
        if node.kind == "end":
            return [()]
        if node.kind == "terminate":
            return [(None,)]
        if node.is_join:
            return [(edge,)]
        if node.key in trail:
            raise AutomaticCycle(node)
        found = []
        for way in self._ways(node):
            found.extend(self._passed(way, (*trail, node.key)))
        return found

    def _joined(self, marking: Marking, depth: int = 0) -> list[Marking]:
        """Fire joins until none can fire."""
        for node in self.graph.scope_nodes(self.scope):
            if node.is_join and self._may_fire(node, marking):
                if depth > len(self.graph.nodes):
                    raise AutomaticCycle(node)
                rest = list(marking)
                for edge in node.incoming:
                    if edge in rest:
                        rest.remove(edge)
                self.visited.add(node.key)
                results: list[Marking] = []
                for way in self._ways(node):
                    for places in self._passed(way, (node.key,)):
                        if None in places:
                            results.append(())
                        else:
                            merged = tuple(sorted([*rest, *(place for place in places if place)]))
                            results.extend(self._joined(merged, depth + 1))
                return results
        return [marking]

    def _may_fire(self, node: Node, marking: Marking) -> bool:
        filled = [edge for edge in node.incoming if edge in marking]
        if not filled:
            return False
        missing = [edge for edge in node.incoming if edge not in marking]
        if node.kind == "parallel":
            return not missing
        return not blocks_inclusive(self.graph, node, filled, missing, marking)


def blocks_inclusive(graph: Graph, join: Node, filled: Iterable[str], missing: Iterable[str], marking: Iterable[str]) -> bool:
    """Tell whether an inclusive join must still wait: some token can reach a missing flow, and none of the filled ones."""
    filled, missing = set(filled), set(missing)
    for place in marking:
        if place in join.incoming:
            continue
        origin = place if place in graph.nodes else graph.edges[place].target
        reach = graph.reach[origin]
        if reach & missing and not reach & filled:
            return True
    return False
