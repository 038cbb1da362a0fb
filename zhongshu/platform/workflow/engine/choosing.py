"""People and units that a handler picks for later steps."""

from collections.abc import Mapping, Sequence

from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.workflow.bpmn.graph import Graph, StepRules
from zhongshu.platform.workflow.bpmn.rules import parse_assign
from zhongshu.platform.workflow.engine.run import Run

MAX_CHOSEN = 500


def chooses_units(graph: Graph, variable: str) -> bool:
    """Tell whether a variable lists units: a later step is assigned by ``unit_var``, or it feeds a sub-process per unit."""
    for node in graph.nodes.values():
        assignment = parse_assign(node.step.assign) if node.step and node.step.assign else None
        if assignment is None or assignment.source != "unit_var":
            continue
        if assignment.name == variable:
            return True
        outer = graph.nodes.get(node.scope)
        if outer and outer.multi and outer.multi.collection == variable and outer.multi.element == assignment.name:
            return True
    return False


def check_choices(run: Run, rules: StepRules, choose: Mapping[str, Sequence[int]]) -> dict[str, list[int]]:
    """Return the picked ids by variable, each list without repeats.

    Raises:
        RuleBroken: the step does not let one choose this, or somebody chosen has left or lacks the clearance.
    """
    labels = dict(rules.choose)
    checked = {}
    for name, values in choose.items():
        if name not in labels:
            raise RuleBroken("此环节不能选择这些人员", code="choice_not_offered", field=name)
        ids = list(dict.fromkeys(values))
        if len(ids) > MAX_CHOSEN:
            raise RuleBroken(f"“{labels[name]}”最多选{MAX_CHOSEN}个", code="too_many_chosen", field=name)
        if ids and chooses_units(run.graph, name):
            _check_units(ids, labels[name], name)
        elif ids:
            _check_people(run, ids, labels[name], name)
        checked[name] = ids
    return checked


def _check_units(ids: list[int], label: str, field: str) -> None:
    found = organizations.units(ids)
    if any(one not in found or not found[one].active for one in ids):
        raise RuleBroken(f"“{label}”里有已撤销的单位，请重新选择", code="bad_choice", field=field)


def _check_people(run: Run, ids: list[int], label: str, field: str) -> None:
    found = organizations.people(ids)
    for one in ids:
        person = found.get(one)
        if person is None or not person.active:
            raise RuleBroken(f"“{label}”里有已不在职的人员，请重新选择", code="bad_choice", field=field)
        if person.clearance < run.instance.secrecy:
            raise RuleBroken(f"{person.name}的知悉等级不够，不能选为“{label}”", code="bad_choice", field=field)
