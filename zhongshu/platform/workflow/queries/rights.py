"""What one may do with an item now: for the panel on an object's page."""

from collections.abc import Mapping
from dataclasses import dataclass

from zhongshu.kernel.actors import Actor
from zhongshu.platform.workflow import registry
from zhongshu.platform.workflow.bpmn.graph import Node, StepRules
from zhongshu.platform.workflow.choices import VOTING, InstanceState, ItemRole, ItemState, Operation, StepState
from zhongshu.platform.workflow.engine.choosing import chooses_units
from zhongshu.platform.workflow.engine.domain import attributes_of
from zhongshu.platform.workflow.engine.graphs import graph_of
from zhongshu.platform.workflow.models import FlowInstance, FlowItem
from zhongshu.platform.workflow.policies import may_administer

NO_RULES = StepRules()


@dataclass(frozen=True, slots=True)
class Choice:
    """A list that the handler fills for later steps; ``kind`` is ``people`` or ``units``."""

    name: str
    label: str
    kind: str
    chosen: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ItemPanel:
    """Everything the form for one item needs. ``operations`` are (code, label) in the order they are offered; ``attributes`` are those
    of ``zw:step`` as drawn."""

    item_id: int
    step_name: str
    role: str
    role_label: str
    outcomes: tuple[tuple[str, str], ...]
    choices: tuple[Choice, ...]
    needs_opinion: bool
    column: str
    state: str
    hint: str
    sets: tuple[str, ...]
    command: registry.StepCommand | None
    is_shared: bool
    is_multi: bool
    is_suspended: bool
    allows_batch: bool
    operations: tuple[tuple[str, str], ...]
    attributes: Mapping[str, str]

    def may(self, operation: str) -> bool:
        return any(code == operation for code, _ in self.operations)


def panel_of(item: FlowItem, actor: Actor) -> ItemPanel:
    """Return what the actor may do with an item that is his (``instance`` and ``step`` selected): no query of its own."""
    graph = graph_of(item.instance.version_id)
    node = graph.nodes[item.step.node]
    rules = node.step or NO_RULES
    variables = item.instance.variables
    votes = item.role in VOTING
    return ItemPanel(
        item_id=item.pk,
        step_name=item.step.name,
        role=item.role,
        role_label=ItemRole(item.role).label,
        outcomes=rules.outcomes if votes else (),
        choices=tuple(
            Choice(name, label, "units" if chooses_units(graph, name) else "people", _ids(variables.get(name)))
            for name, label in (rules.choose if votes else ())
        ),
        needs_opinion=rules.needs_opinion or item.role == ItemRole.CONSULT,
        column=rules.column,
        state=rules.state,
        hint=rules.hint,
        sets=tuple(filter(None, (name.strip() for name in dict(rules.extra).get("sets", "").split(",")))) if votes else (),
        command=registry.command(rules.command) if rules.command and votes else None,
        is_shared=item.assignee_id is None,
        is_multi=node.multi is not None,
        is_suspended=item.instance.state == InstanceState.SUSPENDED,
        allows_batch=rules.allow_batch and not rules.choose,
        operations=tuple((str(code), Operation(code).label) for code in _operations(item, node, rules, actor)),
        attributes=attributes_of(rules),
    )


def _ids(value: object) -> tuple[int, ...]:
    return tuple(one for one in value if isinstance(one, int)) if isinstance(value, list) else ()


def _operations(item: FlowItem, node: Node, rules: StepRules, actor: Actor) -> list[Operation]:
    if item.instance.state != InstanceState.RUNNING:
        return []
    administers = may_administer(item.instance, actor)
    mine = actor.person_id in (item.assignee_id, item.principal_id) or item.assignee_id is None
    if item.state == ItemState.HELD:
        return [Operation.WITHDRAW_CONSULTATION] if mine else []
    if item.state != ItemState.OPEN:
        return []
    offered: list[Operation] = []
    if mine and item.role == ItemRole.CONSULT:
        offered.append(Operation.ANSWER)
    elif mine:
        offered.append(Operation.COMPLETE)
        if item.assignee_id is None:
            offered.append(Operation.CLAIM)
        if rules.allow_return and item.role in VOTING:
            offered.append(Operation.SEND_BACK)
        offered.append(Operation.CONSULT)
        if rules.allow_add_signer:
            offered.append(Operation.ADD_SIGNER)
    if (mine and rules.allow_transfer) or administers:
        offered.append(Operation.REASSIGN)
    if administers:
        offered += [Operation.SKIP, Operation.JUMP]
    return offered


def instance_operations(instance: FlowInstance, actor: Actor) -> list[tuple[str, str]]:
    """Return what the actor may do with the whole matter: (code, label)."""
    administers = may_administer(instance, actor)
    starts = actor.person_id is not None and actor.person_id == instance.starter_id
    offered: list[Operation] = []
    if instance.state == InstanceState.RUNNING:
        if starts or administers:
            offered.append(Operation.URGE)
        if starts:
            offered.append(Operation.WITHDRAW)
        if starts or administers:
            offered.append(Operation.TERMINATE)
        if administers:
            offered += [Operation.SUSPEND, Operation.MIGRATE]
    elif instance.state == InstanceState.SUSPENDED:
        if starts:
            offered.append(Operation.WITHDRAW)
        if administers:
            offered += [Operation.RESUME, Operation.TERMINATE]
    elif instance.state == InstanceState.TERMINATED and administers:
        offered.append(Operation.RESTORE)
    return [(str(one), one.label) for one in offered]


def takeable_items(instance: FlowInstance, actor: Actor) -> list[FlowItem]:
    """Return the actor's finished parts that could perhaps be taken back: whether somebody opened what followed is asked then."""
    if actor.person_id is None or instance.state != InstanceState.RUNNING:
        return []
    graph = graph_of(instance.version_id)
    done = (
        FlowItem.objects.filter(instance=instance, done_by=actor.person_id, state=ItemState.DONE, role__in=VOTING, late=False)
        .filter(step__void=False, step__state__in=[StepState.DONE, StepState.ACTIVE])
        .select_related("step")
        .order_by("-done_at", "-pk")
    )
    found = []
    for item in done[:5]:
        rules = graph.nodes[item.step.node].step or NO_RULES
        if rules.allow_withdraw and not rules.irreversible:
            found.append(item)
    return found


def user_steps(instance: FlowInstance) -> list[tuple[str, str]]:
    """Return the steps of the drawing that people handle: (key, name), for the form of 跳转."""
    nodes = graph_of(instance.version_id).nodes.values()
    return [(node.key, node.label) for node in nodes if node.kind == "user"]
