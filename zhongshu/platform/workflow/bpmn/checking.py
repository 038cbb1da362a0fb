"""The model checker: what must be right before a process may be published."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Literal

from zhongshu.platform.workflow.bpmn.expressions import parse
from zhongshu.platform.workflow.bpmn.graph import Graph, Node
from zhongshu.platform.workflow.bpmn.rules import Assignment, parse_assign
from zhongshu.platform.workflow.bpmn.soundness import AutomaticCycle, explore

OUTCOME = "outcome"
"""The variable that holds the result of the step just completed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a model; errors forbid publication, warnings do not."""

    severity: Literal["error", "warning"]
    code: str
    element: str
    name: str
    sentence: str

    def __str__(self) -> str:
        return f"“{self.name or self.element}”：{self.sentence}"


@dataclass(frozen=True)
class Surroundings:
    """What the model is checked against: known commands, duties and whether anybody holds a duty."""

    commands: Collection[str] | None = None
    duties: Collection[str] | None = None
    is_held: Callable[[str], bool] = field(default=lambda duty: True)


def check(graph: Graph, around: Surroundings | None = None) -> list[Finding]:
    """Return everything wrong with the model, errors first, in drawing order."""
    findings = [*_dead_ends(graph), *_conditions(graph), *_holders(graph, around or Surroundings()), *_lost_branches(graph)]
    findings += _play(graph, {finding.element for finding in findings if finding.code == "unreachable"})
    return sorted(findings, key=lambda finding: finding.severity)


def _error(code: str, node: Node, sentence: str) -> Finding:
    return Finding("error", code, node.key, node.name, sentence)


def _warning(code: str, node: Node, sentence: str) -> Finding:
    return Finding("warning", code, node.key, node.name, sentence)


def _dead_ends(graph: Graph) -> list[Finding]:
    findings = []
    for node in graph.nodes.values():
        if not node.outgoing and node.kind not in ("end", "terminate"):
            findings.append(_error("dead_end", node, "后面没有连线，走到这里就停住了"))
    for scope in graph.scopes():
        reached = _reached(graph, scope)
        for node in graph.scope_nodes(scope):
            if node.key not in reached:
                findings.append(_error("unreachable", node, "从开始走不到这里"))
    return findings


def _reached(graph: Graph, scope: str) -> set[str]:
    found = {graph.start_of(scope)}
    waiting = list(found)
    while waiting:
        key = waiting.pop()
        edges = list(graph.nodes[key].outgoing)
        following = [graph.edges[edge].target for edge in edges]
        following += [boundary.key for boundary in graph.boundaries.get(key, ())]
        for target in following:
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found


def _conditions(graph: Graph) -> list[Finding]:
    known = known_variables(graph)
    findings = []
    for node in graph.nodes.values():
        branches = [graph.edges[key] for key in node.outgoing]
        if node.kind in ("exclusive", "inclusive") and len(branches) > 1:
            for edge in branches:
                if not edge.condition and edge.key != node.default:
                    findings.append(
                        _error("no_condition", node, f"通向“{graph.nodes[edge.target].label}”的分支没有条件，也不是默认分支")
                    )
            if not node.default:
                findings.append(_warning("no_default", node, "没有默认分支，条件都不成立时会被拒绝"))
        for edge in branches:
            if edge.condition:
                unknown = sorted(parse(edge.condition).names - known)
                if unknown:
                    findings.append(_error("unknown_variable", node, f"条件用了没有声明的变量：{'、'.join(unknown)}"))
                findings += _unknown_outcomes(graph, node, edge.condition)
    return findings


def _unknown_outcomes(graph: Graph, node: Node, condition: str) -> list[Finding]:
    """A step whose result is asked for must offer results."""
    if OUTCOME not in parse(condition).names:
        return []
    before = [graph.nodes[graph.edges[key].source] for key in node.incoming] if node.kind != "user" else [node]
    silent = [step for step in before if step.kind == "user" and step.step and not step.step.outcomes]
    return [_error("no_outcomes", step, "后面的分支要看办理结果，这一步却没有设置可选结果") for step in silent]


def known_variables(graph: Graph) -> set[str]:
    """Return every name that a condition may read."""
    names = {OUTCOME, *graph.variables}
    for node in graph.nodes.values():
        if node.step:
            names.update(name for name, _ in node.step.choose)
        if node.multi and node.kind == "sub_process":
            names.add(node.multi.element)
    return names


def _holders(graph: Graph, around: Surroundings) -> list[Finding]:
    findings = []
    known = known_variables(graph)
    for node in graph.nodes.values():
        if node.kind == "automatic" and (node.step is None or not node.step.command):
            findings.append(_warning("no_command", node, "自动步骤没有写要执行的命令，会直接通过"))
        if node.step and node.step.command and around.commands is not None and node.step.command not in around.commands:
            findings.append(_error("unknown_command", node, f"命令“{node.step.command}”没有登记"))
        if node.kind == "sub_process" and node.multi and node.multi.collection not in known:
            findings.append(_error("unknown_list", node, f"名单“{node.multi.collection}”没有声明，也没有环节选择它"))
        if node.kind == "user":
            findings += _step_holder(graph, node, known, around)
    return findings


def _step_holder(graph: Graph, node: Node, known: set[str], around: Surroundings) -> list[Finding]:
    rules = node.step
    if rules is None or not rules.assign:
        if node.multi and node.multi.collection:
            return [] if node.multi.collection in known else [_error("nobody", node, f"名单“{node.multi.collection}”没有声明")]
        return [_error("nobody", node, "没有写由谁办理")]
    assignment = parse_assign(rules.assign)
    assert assignment is not None  # compiling refused what cannot be read
    findings = _assignment(graph, node, assignment, known, around)
    if rules.escalate_to and (upward := parse_assign(rules.escalate_to)):
        findings += _assignment(graph, node, upward, known, around)
    return findings


def _assignment(graph: Graph, node: Node, assignment: Assignment, known: set[str], around: Surroundings) -> list[Finding]:
    duty = assignment.name if assignment.source == "duty" else assignment.duty
    if duty:
        if around.duties is not None and duty not in around.duties:
            return [_error("unknown_duty", node, f"没有“{duty}”这种职责")]
        if not around.is_held(duty):
            return [_error("nobody", node, f"没有任何人担任“{duty}”，这一步没有人能办")]
    if assignment.source in ("var", "unit_var") and assignment.name not in known:
        return [_error("nobody", node, f"名单“{assignment.name}”没有声明，也没有环节选择它")]
    if assignment.source == "handler":
        earlier = graph.nodes.get(assignment.name)
        if earlier is None or earlier.kind != "user":
            return [_error("nobody", node, f"要由环节“{assignment.name}”的办理人办理，但没有这个环节")]
        if not _is_always_before(graph, earlier, node):
            return [_warning("maybe_nobody", node, f"不经过“{earlier.label}”也能走到这里，那时没有办理人")]
    return []


def _is_always_before(graph: Graph, earlier: Node, node: Node) -> bool:
    """Tell whether every way from the start to ``node`` passes ``earlier`` (both seen in the scope of ``earlier``)."""
    target = node
    while target.scope != earlier.scope and target.scope:
        target = graph.nodes[target.scope]
    if target.scope != earlier.scope:
        return False
    found = {graph.start_of(earlier.scope)}
    waiting = list(found - {earlier.key})
    while waiting:
        key = waiting.pop()
        following = [graph.edges[edge].target for edge in graph.nodes[key].outgoing]
        following += [boundary.key for boundary in graph.boundaries.get(key, ())]
        for after in following:
            if after not in found:
                found.add(after)
                if after != earlier.key:
                    waiting.append(after)
    return target.key not in found


def _lost_branches(graph: Graph) -> list[Finding]:
    """Find drawn returns out of one parallel branch to before the split: the sister branch would be lost or doubled."""
    findings = []
    for split in graph.nodes.values():
        if split.kind not in ("parallel", "inclusive") or len(split.outgoing) < 2:
            continue
        heads = [graph.edges[key].target for key in split.outgoing]
        for edge in graph.edges.values():
            if graph.nodes[edge.source].is_join:
                continue  # what follows a join is in no branch any more; the token game judges the rest
            if edge.target != split.key and not _leads_to(graph, edge.target, split.key):
                continue  # the flow does not lead back to before the split
            inside = [head for head in heads if head == edge.source or _leads_to(graph, head, edge.source, without=split.key)]
            if not inside or len(inside) == len(heads):
                continue
            source = graph.nodes[edge.source]
            findings.append(
                _error(
                    "lost_branch", source, f"从“{split.label}”的一个并行分支退回到分支之前，会丢失其他分支；请改用办理时的“退回”"
                )
            )
    return findings


def _leads_to(graph: Graph, start: str, goal: str, *, without: str = "") -> bool:
    """Tell whether ``goal`` can be reached from ``start`` before any join and without passing ``without``."""
    found = {start}
    waiting = [start]
    while waiting:
        key = waiting.pop()
        if key == goal:
            return True
        if graph.nodes[key].is_join or key == without:
            continue
        for edge in graph.nodes[key].outgoing:
            target = graph.edges[edge].target
            if target not in found:
                found.add(target)
                waiting.append(target)
    return False


def _play(graph: Graph, unreachable: Collection[str]) -> list[Finding]:
    findings: list[Finding] = []
    for scope in graph.scopes():
        try:
            found = explore(graph, scope)
        except AutomaticCycle as cycle:
            findings.append(_error("automatic_cycle", cycle.node, "网关之间成了环，中间没有环节，会无休止地转"))
            continue
        for place in found.doubled:
            node = _node_of(graph, place)
            findings.append(_error("doubled", node, "可能同时来两次：并行的分支没有汇合就到了这里"))
        for node in {node.key: node for marking in found.stuck for node in _waiting(graph, marking)}.values():
            findings.append(_error("stuck", node, "汇合可能等不齐：有的分支不会到这里，流程会停住"))
        if found.endless:
            node = _node_of(graph, found.endless[0][0])
            findings.append(_error("endless", node, "从这里怎样办理都到不了结束"))
        if not found.complete:
            owner = graph.nodes[scope] if scope else graph.nodes[graph.start]
            findings.append(_warning("too_large", owner, "流程太大，没有查完所有情形"))
        elif not found.doubled and not found.stuck:
            for node in graph.scope_nodes(scope):
                if (
                    node.kind in ("user", "sub_process", "automatic")
                    and node.key not in found.visited
                    and node.key not in unreachable
                ):
                    findings.append(_error("never", node, "任何情形都走不到这里"))
    return findings


def _waiting(graph: Graph, marking: tuple[str, ...]) -> list[Node]:
    return [_node_of(graph, place) for place in marking]


def _node_of(graph: Graph, place: str) -> Node:
    return graph.nodes[place] if place in graph.nodes else graph.nodes[graph.edges[place].target]
