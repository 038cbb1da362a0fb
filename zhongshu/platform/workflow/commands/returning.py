"""退回: going back without deleting anything."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from zhongshu.kernel import kinds
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.audit import public as audit
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.workflow.bpmn.graph import StepRules
from zhongshu.platform.workflow.choices import (
    OPEN_STEPS,
    VOTING,
    ItemRole,
    ItemState,
    LinkKind,
    Operation,
    ReturnMode,
    StepState,
)
from zhongshu.platform.workflow.commands.frame import close_item, end, repeat, require_open, require_reason
from zhongshu.platform.workflow.commands.signers import hold, live_people, mark_many
from zhongshu.platform.workflow.engine.graphs import graph_of
from zhongshu.platform.workflow.engine.history import Past, free_joins, past_of, require_sound, undo
from zhongshu.platform.workflow.engine.items import make_items, write_items
from zhongshu.platform.workflow.engine.people import doers, in_service
from zhongshu.platform.workflow.engine.run import Arrival, Candidate, Run, for_item, require_running
from zhongshu.platform.workflow.models import FlowItem, FlowLink, FlowStep
from zhongshu.platform.workflow.policies import require_handler

NO_RULES = StepRules()


@dataclass(frozen=True, slots=True)
class Target:
    """A finished step that one may return to."""

    step_id: int
    name: str
    round: int
    people: tuple[tuple[int, str], ...]
    modes: tuple[str, ...]


def returnable_steps(item_id: int, *, by: Actor) -> list[Target]:
    """Return the finished steps to which the holder may return the item, latest first; empty when returning is not allowed."""
    item = FlowItem.objects.select_related("instance", "step__scope__container").filter(pk=item_id).first()
    if item is None or item.state != ItemState.OPEN:
        return []
    run = Run(item.instance, graph_of(item.instance.version_id), by)
    item.step.instance = item.instance
    require_handler(item, by)
    if not (run.node_of(item.step).step or NO_RULES).allow_return or item.role not in VOTING:
        return []
    found = _targets(run, item)
    people = _people_of([step for step, _, _ in found])
    targets = []
    for step, past, mine in found:
        modes = [ReturnMode.WALK]
        if mine.pk == item.step_id and step.kind == "user" and _why_not_direct(past, step, mine) == "":
            modes.append(ReturnMode.DIRECT)
        if run.node_of(item.step).multi and step.kind == "user":
            modes.append(ReturnMode.MINE)
        targets.append(Target(step.pk, step.name, step.round, people.get(step.pk, ()), tuple(modes)))
    return targets


def _people_of(steps: Sequence[FlowStep]) -> dict[int, tuple[tuple[int, str], ...]]:
    items = FlowItem.objects.filter(step__in=steps, state=ItemState.DONE, role__in=VOTING).order_by("position", "pk")
    found: dict[int, tuple[tuple[int, str], ...]] = {}
    for item in items:
        person = (item.principal_id or item.assignee_id or 0, item.principal_name or item.assignee_name)
        found[item.step_id] = (*found.get(item.step_id, ()), person)
    return found


def _targets(run: Run, item: FlowItem) -> list[tuple[FlowStep, Past, FlowStep]]:
    """List possible targets with the past of their scope and the step that stands for mine in that scope."""
    found = []
    mine = item.step
    while True:
        past = past_of(run, mine.scope_id)
        latest: dict[str, FlowStep] = {}
        for step in past.ancestors(mine.pk):
            if step.kind in ("user", "sub_process") and step.state == StepState.DONE and not step.void:
                latest[step.node] = step
        for step in sorted(latest.values(), key=lambda one: -one.pk):
            if not _irreversible(run, past, step):
                found.append((step, past, past.steps[mine.pk]))
        if mine.scope_id is None:
            return found
        assert mine.scope is not None  # its id was asked above
        mine = FlowStep.objects.select_related("scope").get(pk=mine.scope.container_id)


def _irreversible(run: Run, past: Past, target: FlowStep) -> str:
    """Return the name of an irreversible step (编号, 用印, 分发) done at or after the target, or nothing."""
    for step in [target, *past.descendants(target.pk)]:
        rules = run.node_of(step).step
        if rules and rules.irreversible and not step.void and step.state == StepState.DONE:
            return step.name
    return ""


def _why_not_direct(past: Past, target: FlowStep, mine: FlowStep) -> str:
    following = [step for step in past.descendants(target.pk) if not step.void]
    if any(step.kind == "join" for step in following):
        return "两个环节之间有并行分支汇合，只能按流程重走"
    if any(step.state in OPEN_STEPS and step.pk != mine.pk for step in following):
        return "还有其他分支正在办理，只能按流程重走"
    return ""


@transaction.atomic
def send_back(
    item_id: int,
    *,
    to_step_id: int,
    mode: str = ReturnMode.WALK,
    signers: Sequence[int] | None = None,
    reason: str,
    by: Actor,
) -> None:
    """Return the matter to a step that was done (退回).

    Args:
        mode: ``walk`` goes through the process again from there; ``direct`` comes straight back to me when it is done there;
            ``mine`` (会签 only) returns my part alone for amendment, the others go on, and it comes back to me.
        signers: of a 会签 returned to, only these sign again; the other opinions stay valid.

    Raises:
        NotPermitted: the item is not the actor's.
        RuleBroken: no reason, returning is not allowed here or not to there, or ``direct`` would cross a join.
        StaleState: the item is no longer open.
    """
    run, item = for_item(item_id, by)
    require_handler(item, by)
    require_open(item)
    require_running(run)
    reason = require_reason(reason)
    if not (run.node_of(item.step).step or NO_RULES).allow_return or item.role not in VOTING:
        raise RuleBroken("此环节不允许退回", code="not_allowed")
    target, past, mine = _find(run, item, to_step_id)
    if mode == ReturnMode.MINE:
        _return_mine(run, item, target, reason)
    else:
        _return_all(run, item, target, past, mine, mode, signers, reason)
    end(run)
    audit.record("workflow.sent_back", run.instance, by=by, item_id=item.pk, target=target.node, mode=mode, reason=reason)


def _find(run: Run, item: FlowItem, to_step_id: int) -> tuple[FlowStep, Past, FlowStep]:
    for target, past, mine in _targets(run, item):
        if target.pk == to_step_id:
            return target, past, mine
    step = FlowStep.objects.filter(pk=to_step_id, instance=run.instance).first()
    if step is not None and step.state == StepState.DONE and not step.void:
        past = past_of(run, step.scope_id)
        if name := _irreversible(run, past, step):
            raise RuleBroken(f"已办理“{name}”，不能退回到它之前", code="irreversible")
    raise RuleBroken("不能退回到所选环节，请重新选择", code="not_returnable", field="to_step_id")


def _return_all(
    run: Run,
    item: FlowItem,
    target: FlowStep,
    past: Past,
    mine: FlowStep,
    mode: str,
    signers: Sequence[int] | None,
    reason: str,
) -> None:
    node = run.node_of(target)
    if mode == ReturnMode.DIRECT:
        if mine.pk != item.step_id or target.kind != "user":
            raise RuleBroken("只能直接回到同一层的环节", code="no_direct")
        if why := _why_not_direct(past, target, mine):
            raise RuleBroken(why, code="no_direct")
    elif mode != ReturnMode.WALK:
        raise RuleBroken("请选择退回方式", code="mode_missing", field="mode")
    people = _who_again(run, target, signers)
    run.log(
        Operation.SEND_BACK,
        step=item.step,
        item=item,
        reason=reason,
        principal_name=item.principal_name if run.by.person_id != item.principal_id else "",
        target=target.name,
        mode=ReturnMode(mode).label,
    )
    kind = opinions.OpinionKind.RETURN
    _record_reason(run, item, reason, kind)
    close_item(run, item, state=ItemState.RETURNED)
    voided = undo(
        run, past, [*past.descendants(target.pk), target], step_state=StepState.CANCELLED, item_state=ItemState.CANCELLED
    )
    FlowStep.objects.filter(pk=item.step_id).update(state=StepState.RETURNED)
    opinions.mark_before_return([one for one in voided if one != target.pk or signers is None])
    links = tuple((link.source_id, tuple(link.path)) for link in FlowLink.objects.filter(target=target))
    free_joins(run, past, used=[source for source, _ in links])
    if past.jumped:
        require_sound(run, target.scope_id, node.scope, node.key, sentence="流程经过跳转，不能退回到该环节，请选择其他环节")
    repeat(run)
    run.queue.append(
        Arrival(
            node,
            target.scope,
            (),
            kind=LinkKind.BACK,
            people=people,
            links=links,
            entry=target.entry,
            resume_to=mine if mode == ReturnMode.DIRECT else None,
            returned=True,
            may_skip=False,
        )
    )


def _record_reason(run: Run, item: FlowItem, reason: str, kind: str) -> None:
    """The reason of a return stands on the slip, in the returner's column."""
    rules = run.node_of(item.step).step or NO_RULES
    if run.by.person_id is None:
        return
    opinions.record(
        run.instance.ref,
        kind=kind,
        words=reason,
        attitude=opinions.Attitude.RETURN,
        column=rules.column,
        step_label=item.step.name,
        by=run.by,
        digest=kinds.digest(run.instance.ref),
        behalf_id=item.principal_id if item.principal_id != run.by.person_id else None,
        round_no=item.step.round,
        step_id=item.step_id,
        item_id=item.pk,
    )


def _who_again(run: Run, target: FlowStep, signers: Sequence[int] | None) -> list[Candidate] | None:
    """Return who shall do the step again: who did it; of a 会签 perhaps only some. None leaves it to the rule of the step."""
    if target.kind != "user":
        return None
    people = in_service(run, doers(target))
    if signers is not None:
        if run.node_of(target).multi is None:
            raise RuleBroken("只有会签环节可以选择退回的人", code="no_signers", field="signers")
        people = [person for person in people if person.person_id in signers]
        if not people:
            raise RuleBroken("请选择退回给哪些会签人", code="nobody_chosen", field="signers")
    return people or None


def _return_mine(run: Run, item: FlowItem, target: FlowStep, reason: str) -> None:
    if run.node_of(item.step).multi is None or target.kind != "user":
        raise RuleBroken("只有会签环节可以只退自己这一份", code="no_mine")
    present = live_people(item.step_id)
    people = [person for person in in_service(run, doers(target)) if person.person_id not in present]
    if not people:
        raise RuleBroken("原办理人已在此环节中或已不在职，不能只退这一份", code="nobody")
    run.log(Operation.SEND_BACK, step=item.step, item=item, reason=reason, target=target.name, mode=ReturnMode.MINE.label)
    _record_reason(run, item, reason, opinions.OpinionKind.RETURN)
    hold(run, item)
    mark_many(item)
    items = make_items(
        run,
        item.step,
        people,
        role=ItemRole.REWORK,
        rules=run.node_of(item.step).step,
        taken=present,
        origin=item,
        added_by_id=run.by.person_id,
        reason=reason,
        was_returned=True,
    )
    write_items(run, items)
