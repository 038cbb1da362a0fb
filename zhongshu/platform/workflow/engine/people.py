"""Who holds a step: rules of the drawing turned into persons, when the step opens."""

from collections.abc import Iterable
from dataclasses import dataclass

from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.workflow.bpmn.graph import Node
from zhongshu.platform.workflow.bpmn.rules import Assignment, parse_assign
from zhongshu.platform.workflow.choices import VOTING, ItemState, StepState
from zhongshu.platform.workflow.engine.run import Candidate, Run
from zhongshu.platform.workflow.models import FlowItem, FlowScope, FlowStep

FLOW_ADMINISTRATOR = organizations.Duty.FLOW_ADMINISTRATOR
UNIT_DUTIES = (
    organizations.Duty.CONTACT_PERSON,
    organizations.Duty.REGISTRY_CLERK,
    organizations.Duty.OFFICE_DIRECTOR,
    organizations.Duty.PRINCIPAL_HEAD,
)
"""Who receives for a unit: its contact person, else its registry clerk, else its head."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Who gets a step: ``people`` each an item, or ``keys`` of those who may claim one shared item."""

    people: tuple[Candidate, ...] = ()
    keys: tuple[str, ...] = ()
    nobody: bool = False
    """Nobody fits; the flow administrators hold it."""


def holding(run: Run, node: Node, scope: FlowScope | None) -> Holding:
    """Find who shall hold a step.

    Raises:
        RuleBroken: the list for the step is empty or names somebody unfit, or nobody fits and there is no flow administrator.
    """
    rules = node.step
    text = rules.assign if rules else ""
    assignment = parse_assign(text) if text else None
    if assignment is None and node.multi and node.multi.collection:
        assignment = Assignment("var", node.multi.collection)
    if assignment is None:
        return _nobody(run, node)
    people = _candidates(run, node, scope, assignment)
    if not people:
        if assignment.source in ("var", "unit_var"):
            raise RuleBroken(f"请先选择“{node.label}”的办理人", code="nobody_chosen", node=node.key)
        return _nobody(run, node)
    if node.multi is not None:
        return Holding(people=tuple(people))
    if rules is not None and rules.claim and assignment.source == "duty":
        return Holding(keys=(f"duty:{run.instance.organ_id}:{assignment.name}",))
    if len(people) > 1:
        return Holding(keys=tuple(f"person:{person.person_id}" for person in people))
    return Holding(people=tuple(people))


def resolve(run: Run, node: Node, scope: FlowScope | None, text: str) -> list[Candidate]:
    """Return the people that a rule text names, for escalation; empty when nobody fits."""
    assignment = parse_assign(text)
    return _candidates(run, node, scope, assignment) if assignment else []


def _nobody(run: Run, node: Node) -> Holding:
    organ = run.instance.organ_id
    if not organizations.holders(FLOW_ADMINISTRATOR, organ):
        raise RuleBroken(f"“{node.label}”没有人可以办理，请联系本单位办公室确定人员", code="nobody", node=node.key)
    return Holding(keys=(f"duty:{organ}:{FLOW_ADMINISTRATOR}",), nobody=True)


def _candidates(run: Run, node: Node, scope: FlowScope | None, assignment: Assignment) -> list[Candidate]:
    match assignment.source:
        case "starter":
            return [Candidate(run.instance.starter_id, run.instance.starter_name)]
        case "head":
            head = organizations.head_of(run.instance.starter_unit_id) if run.instance.starter_unit_id else None
            return _fit(run, [head] if head else [])
        case "duty":
            return _fit(run, organizations.holders(assignment.name, run.instance.organ_id))
        case "handler":
            return handlers_of(run, assignment.name, scope)
        case "var":
            return _listed(run, node, _ids(run, node, scope, assignment.name))
        case _:
            return _for_units(run, node, _ids(run, node, scope, assignment.name), assignment.duty)


def _fit(run: Run, people: Iterable[organizations.Person]) -> list[Candidate]:
    """Keep those in service with the clearance for this matter."""
    return [Candidate(person.pk, person.name) for person in people if person.active and person.clearance >= run.instance.secrecy]


def _ids(run: Run, node: Node, scope: FlowScope | None, name: str) -> list[int]:
    value = run.variables(scope).get(name)
    if value is None or value == "":
        return []
    values = value if isinstance(value, list | tuple) else [value]
    if not all(isinstance(one, int) and not isinstance(one, bool) for one in values):
        raise RuleBroken(f"“{node.label}”的办理名单有误，请重新选择", code="bad_list", node=node.key)
    return list(dict.fromkeys(values))


def _listed(run: Run, node: Node, ids: list[int]) -> list[Candidate]:
    if not ids:
        return []
    found = organizations.people(ids)
    for one in ids:
        person = found.get(one)
        if person is None or not person.active:
            name = person.name if person else "所选人员"
            raise RuleBroken(f"{name}已不在职，请为“{node.label}”另选人员", code="person_left", node=node.key)
        if person.clearance < run.instance.secrecy:
            raise RuleBroken(f"{person.name}的知悉等级不够，不能办理“{node.label}”", code="clearance", node=node.key)
    return [Candidate(one, found[one].name) for one in ids]


def _for_units(run: Run, node: Node, ids: list[int], duty: str) -> list[Candidate]:
    units = organizations.units(ids)
    missing = [one for one in ids if one not in units]
    if missing:
        raise RuleBroken(f"“{node.label}”的单位名单有误，请重新选择", code="bad_list", node=node.key)
    chosen: dict[int, Candidate] = {}
    for code in (duty, organizations.Duty.PRINCIPAL_HEAD) if duty else UNIT_DUTIES:
        wanted = [one for one in ids if one not in chosen and units[one].is_organ]
        if not wanted:
            break
        for unit_id, people in organizations.holders_of(code, wanted).items():
            for fit in _fit(run, people)[:1]:
                chosen[unit_id] = Candidate(fit.person_id, fit.name, unit_id, units[unit_id].short_name or units[unit_id].name)
    for one in ids:
        if one not in chosen and not units[one].is_organ:
            head = organizations.head_of(one)
            for fit in _fit(run, [head] if head else []):
                chosen[one] = Candidate(fit.person_id, fit.name, one, str(units[one]))
    without = [str(units[one]) for one in ids if one not in chosen]
    if without:
        raise RuleBroken(f"{'、'.join(without[:5])}没有可以办理“{node.label}”的人员", code="unit_has_nobody", node=node.key)
    return [chosen[one] for one in ids]


def handlers_of(run: Run, node_key: str, scope: FlowScope | None) -> list[Candidate]:
    """Return who completed the latest valid round of a step, looking in this scope first and then further out."""
    steps = FlowStep.objects.filter(
        instance=run.instance, node=node_key, state__in=[StepState.DONE, StepState.SKIPPED], void=False
    )
    inner = steps.filter(scope=scope).order_by("-pk").first() if scope else None
    step = inner or steps.order_by("-pk").first()
    return doers(step) if step else []


def doers(step: FlowStep) -> list[Candidate]:
    """Return the people of a round: those whose parts count, in order, each as the one the part was meant for."""
    items = FlowItem.objects.filter(step=step, role__in=VOTING).exclude(state__in=[ItemState.TRANSFERRED, ItemState.WITHDRAWN])
    acted = [item for item in items.order_by("position", "pk") if item.assignee_id or item.done_by_id]
    done = [item for item in acted if item.state in (ItemState.DONE, ItemState.RETURNED, ItemState.SKIPPED)]
    chosen: dict[tuple[int | None, int | None], Candidate] = {}
    for item in done or acted:
        person_id = item.principal_id or item.assignee_id or item.done_by_id
        name = item.principal_name or item.assignee_name or item.done_by_name
        if person_id:
            chosen.setdefault((person_id, item.unit_id), Candidate(person_id, name, item.unit_id, item.unit_name))
    return list(chosen.values())


def in_service(run: Run, people: list[Candidate]) -> list[Candidate]:
    """Leave out those who left or whose clearance no longer suffices."""
    found = organizations.people([person.person_id for person in people])
    fit = {row.pk for row in found.values() if row.active and row.clearance >= run.instance.secrecy}
    return [person for person in people if person.person_id in fit]
