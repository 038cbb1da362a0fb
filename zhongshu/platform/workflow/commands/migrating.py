"""换版: moving a running process to another version of its drawing."""

from collections.abc import Mapping

from django.db import transaction

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.audit import public as audit
from zhongshu.platform.workflow.bpmn.graph import Graph
from zhongshu.platform.workflow.bpmn.soundness import is_reachable
from zhongshu.platform.workflow.choices import OPEN_STEPS, Operation, StepState, TimerState, VersionState
from zhongshu.platform.workflow.commands.frame import require_reason
from zhongshu.platform.workflow.engine.graphs import fingerprint_of, graph_of, has_cycle
from zhongshu.platform.workflow.engine.run import for_instance, require_running
from zhongshu.platform.workflow.models import FlowStep, FlowTimer, FlowVersion
from zhongshu.platform.workflow.policies import require_administrator


@transaction.atomic
def migrate(instance_id: int, *, to_version_id: int, mapping: Mapping[str, str] | None = None, reason: str, by: Actor) -> None:
    """Move a running process to another version (换版); finished steps keep their names, open items stay as they are.

    Args:
        mapping: old element id to new one, for steps and join flows that were drawn anew.

    Raises:
        NotPermitted: the actor does not manage processes here.
        RuleBroken: the version is of another process or not published, or an open step has no place in it (they are listed).
    """
    run = for_instance(instance_id, by)
    require_running(run)
    require_administrator(run.instance, by)
    reason = require_reason(reason)
    version = FlowVersion.objects.filter(pk=to_version_id, definition__versions=run.instance.version_id).first()
    if version is None or version.state == VersionState.DRAFT:
        raise RuleBroken("只能换到同一流程已发布的版本", code="bad_version", field="to_version")
    places = dict(mapping or {})
    graph = graph_of(version.pk)
    steps = list(FlowStep.objects.filter(instance=run.instance, state__in=OPEN_STEPS).select_related("scope__container"))
    missing = [step.name or step.node for step in steps if not _has_place(run.graph, graph, step, places)]
    if missing:
        raise RuleBroken(
            f"新版本中没有对应的环节：{'、'.join(sorted(set(missing)))}", code="no_place", names=sorted(set(missing))
        )
    _require_sound(graph, fingerprint_of(version.pk), steps, places)
    timers = list(FlowTimer.objects.filter(step__in=steps, state=TimerState.ARMED))
    lost = [timer.pk for timer in timers if places.get(timer.node, timer.node) not in graph.nodes]
    FlowTimer.objects.filter(pk__in=lost).update(state=TimerState.OFF)
    for old, new in places.items():
        FlowStep.objects.filter(pk__in=[step.pk for step in steps], node=old).update(node=new)
        FlowStep.objects.filter(pk__in=[step.pk for step in steps], entry=old).update(entry=new)
        FlowTimer.objects.filter(pk__in=[timer.pk for timer in timers], node=old).update(node=new)
    run.log(Operation.MIGRATE, reason=reason, old=run.instance.version_id, new=version.pk, mapping=places)
    run.changes.update(version_id=version.pk, repeats=run.instance.repeats or has_cycle(graph) or bool(places))
    run.finish()
    audit.record("workflow.migrated", run.instance, by=by, instance_id=instance_id, version=version.pk, reason=reason)


def _has_place(old: Graph, new: Graph, step: FlowStep, places: Mapping[str, str]) -> bool:
    before, after = old.nodes[step.node], new.nodes.get(places.get(step.node, step.node))
    if after is None or after.kind != before.kind or after.scope != places.get(before.scope, before.scope):
        return False
    if bool(after.multi) != bool(before.multi):
        return False
    return step.state != StepState.WAITING or places.get(step.entry, step.entry) in after.incoming


def _require_sound(graph: Graph, fingerprint: str, steps: list[FlowStep], places: Mapping[str, str]) -> None:
    scopes: dict[int | None, list[FlowStep]] = {}
    for step in steps:
        scopes.setdefault(step.scope_id, []).append(step)
    for inside in scopes.values():
        marking = [step.entry if step.state == StepState.WAITING else step.node for step in inside]
        level = graph.nodes[places.get(inside[0].node, inside[0].node)].scope
        if is_reachable(graph, fingerprint, level, [places.get(place, place) for place in marking]) is False:
            raise RuleBroken("按新版本，流程不可能停在现在的位置，换版后会停在汇合处", code="unsound")
