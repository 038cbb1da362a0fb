"""Making items: assignee, agent under a delegation, limit, order."""

from collections.abc import Iterable, Sequence
from typing import Any

from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.workflow.bpmn.graph import StepRules
from zhongshu.platform.workflow.choices import ItemRole, ItemState, Operation
from zhongshu.platform.workflow.engine.limits import limit
from zhongshu.platform.workflow.engine.run import Candidate, Run
from zhongshu.platform.workflow.models import FlowItem, FlowItemHolder, FlowParticipant, FlowStep


def with_agents(run: Run, people: Sequence[Candidate], taken: Iterable[int] = ()) -> list[tuple[Candidate, Candidate | None]]:
    """Pair each person with the agent who acts under a delegation in force, if one does.

    No chain: an agent who has delegated himself does not act, nor one who already holds a part of the step.
    """
    kind = run.instance.ref_kind
    found = organizations.agents_for([person.person_id for person in people], kind, secrecy=run.instance.secrecy)
    if not found:
        return [(person, None) for person in people]
    away = organizations.agents_for([row.agent_id for row in found.values()], kind)
    used = {*taken, *(person.person_id for person in people)}
    pairs: list[tuple[Candidate, Candidate | None]] = []
    for person in people:
        row = found.get(person.person_id)
        if row is None or row.agent_id in away or row.agent_id in used:
            pairs.append((person, None))
        else:
            used.add(row.agent_id)
            pairs.append((person, Candidate(row.agent_id, row.agent.name)))
    return pairs


def make_items(
    run: Run,
    step: FlowStep,
    people: Sequence[Candidate],
    *,
    role: str = ItemRole.MAIN,
    sequential: bool = False,
    state: str = ItemState.OPEN,
    rules: StepRules | None = None,
    taken: Iterable[int] = (),
    start_position: int = 0,
    **fields: Any,
) -> list[FlowItem]:
    """Make one item for each person, in order; with ``sequential`` only the first is open. They are not yet written."""
    limits = limit(run.now, rules, run.instance.organ_id)
    items = []
    for index, (person, agent) in enumerate(with_agents(run, people, taken)):
        holder = agent or person
        waits = sequential and index > 0
        values = {
            "role": role,
            "state": ItemState.PENDING if waits else state,
            "unit_id": person.unit_id,
            "unit_name": person.unit_name,
            "position": start_position + index,
            "created_at": run.now,
            **limits,
            **fields,
        }
        item = FlowItem(instance=run.instance, step=step, assignee_id=holder.person_id, assignee_name=holder.name, **values)
        if agent is not None:
            item.principal_id, item.principal_name = person.person_id, person.name
        items.append(item)
    return items


def write_items(run: Run, items: Sequence[FlowItem], holders: Sequence[tuple[FlowItem, Sequence[str]]] = ()) -> None:
    """Insert items, their candidates and the participants: one query each, however many there are."""
    if not items:
        return
    for item in items:
        item.step_id = item.step.pk
    FlowItem.objects.bulk_create(items)
    run.new_items.extend(items)
    keys: set[str] = set()
    rows: list[FlowItemHolder] = []
    for item, candidates in holders:
        rows.extend(FlowItemHolder(item=item, key=key) for key in candidates)
        keys.update(candidates)
    if rows:
        FlowItemHolder.objects.bulk_create(rows)
    for item in items:
        keys.update(f"person:{one}" for one in (item.assignee_id, item.principal_id) if one)
        if item.principal_id:
            run.log(Operation.DELEGATE, step=item.step, item=item, reason=f"{item.principal_name}委托{item.assignee_name}代办")
    add_participants(run, keys)


def add_participants(run: Run, keys: Iterable[str]) -> None:
    """Note whom the object has passed through; nobody is noted twice in one command."""
    fresh = sorted(set(keys) - run.participants)
    if not fresh:
        return
    run.participants.update(fresh)
    rows = [FlowParticipant(ref_kind=run.instance.ref_kind, ref_id=run.instance.ref_id, key=key) for key in fresh]
    FlowParticipant.objects.bulk_create(rows, ignore_conflicts=True)
