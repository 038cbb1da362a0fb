"""流程干预 by the flow administrator: 跳过, 跳转, 增补 and 撤销承办单位. Always with a reason, always in the history."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.audit import public as audit
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.workflow.bpmn.graph import StepRules
from zhongshu.platform.workflow.choices import (
    LIVE_ITEMS,
    OPEN_STEPS,
    VOTING,
    ItemState,
    LinkKind,
    Operation,
    ScopeState,
    StepState,
)
from zhongshu.platform.workflow.commands.frame import end, repeat, require_open, require_reason
from zhongshu.platform.workflow.commands.signers import close_item_as
from zhongshu.platform.workflow.engine.history import require_sound
from zhongshu.platform.workflow.engine.progress import advance, settle
from zhongshu.platform.workflow.engine.run import Arrival, Candidate, Run, for_instance, for_item, require_running
from zhongshu.platform.workflow.engine.scopes import cancel_inside
from zhongshu.platform.workflow.engine.tokens import finish_container
from zhongshu.platform.workflow.models import FlowItem, FlowScope, FlowStep
from zhongshu.platform.workflow.policies import may_administer, require_administrator

NO_RULES = StepRules()


@transaction.atomic
def skip(item_id: int, *, reason: str, by: Actor) -> None:
    """Let an item pass without its holder (跳过); shown as skipped with the reason, never as agreement.

    The step's command does not run. Where the drawing branches on the result, the way of agreement is taken.

    Raises:
        NotPermitted: the actor does not manage processes here.
        RuleBroken: no reason, or the step is irreversible and this is its last part.
        StaleState: the item is no longer live.
    """
    run, item = for_item(item_id, by)
    require_running(run)
    require_administrator(run.instance, by)
    reason = require_reason(reason)
    if item.state not in (ItemState.OPEN, ItemState.PENDING):
        require_open(item)
    rules = run.node_of(item.step).step or NO_RULES
    others = FlowItem.objects.filter(step=item.step, role__in=VOTING, state__in=[*LIVE_ITEMS, ItemState.DONE]).exclude(pk=item.pk)
    if rules.irreversible and not others.exists():
        raise RuleBroken(f"“{item.step.name}”必须有人办理，不能跳过", code="irreversible")
    run.log(Operation.SKIP, step=item.step, item=item, reason=reason, person=item.assignee_name)
    close_item_as(run, item, ItemState.SKIPPED)
    FlowItem.objects.filter(pk=item.pk).update(done_at=run.now, done_by_id=by.person_id, done_by_name=by.name[:80], reason=reason)
    verdict = settle(run, item.step, finished=item)
    if verdict.decided:
        advance(run, item.step, verdict)
        if not FlowItem.objects.filter(step=item.step, state=ItemState.DONE, role__in=VOTING).exists():
            FlowStep.objects.filter(pk=item.step_id).update(state=StepState.SKIPPED)
    end(run)
    audit.record("workflow.skipped", run.instance, by=by, item_id=item.pk, step=item.step.node, reason=reason)


@transaction.atomic
def jump(
    instance_id: int, *, to_node: str, from_step_ids: Sequence[int], person_ids: Sequence[int] = (), reason: str, by: Actor
) -> None:
    """Move open tokens to another step of the same scope (跳转).

    Raises:
        NotPermitted: the actor does not manage processes here.
        RuleBroken: no such step, tokens of different scopes, or the process could never come to stand like that by itself,
            so that a join would wait for ever.
    """
    run = for_instance(instance_id, by)
    require_running(run)
    require_administrator(run.instance, by)
    reason = require_reason(reason)
    chosen = list(
        FlowStep.objects.select_related("scope").filter(instance=run.instance, pk__in=from_step_ids, state__in=OPEN_STEPS)
    )
    if not chosen or len(chosen) != len(set(from_step_ids)):
        raise RuleBroken("所选环节已不在办理中，请刷新后重选", code="not_open", field="from_step_ids")
    scope = chosen[0].scope
    if any(step.scope_id != chosen[0].scope_id for step in chosen):
        raise RuleBroken("只能一起移动同一层的环节", code="different_scopes", field="from_step_ids")
    target = run.graph.nodes.get(to_node)
    inner = run.node_of(chosen[0]).scope
    if target is None or target.kind not in ("user", "sub_process") or target.scope != inner:
        raise RuleBroken("只能跳转到同一层的办理环节", code="bad_target", field="to_node")
    people = _people(run, person_ids)
    run.log(Operation.JUMP, step=chosen[0], reason=reason, sources=[step.name for step in chosen], target=target.label)
    cancel_inside(run, chosen)
    sentence = "这样跳转后流程会停在汇合处，请把相关的并行分支一起选上"
    require_sound(run, chosen[0].scope_id, target.scope, to_node, sentence=sentence)
    repeat(run)
    run.queue.append(Arrival(target, scope, tuple(chosen), kind=LinkKind.JUMP, people=people or None, may_skip=False))
    end(run)
    audit.record(
        "workflow.jumped",
        run.instance,
        by=by,
        instance_id=instance_id,
        sources=[step.node for step in chosen],
        target=to_node,
        reason=reason,
    )


def _people(run: Run, person_ids: Sequence[int]) -> list[Candidate]:
    found = organizations.people(person_ids)
    for one in person_ids:
        person = found.get(one)
        if person is None or not person.active or person.clearance < run.instance.secrecy:
            raise RuleBroken("所选人员不在职或知悉等级不够，请重新选择", code="bad_choice", field="person_ids")
    return [Candidate(one, found[one].name) for one in dict.fromkeys(person_ids)]


@transaction.atomic
def add_unit(container_step_id: int, element: int, *, reason: str, by: Actor) -> int:
    """Add a handling unit to a task that is split by unit (增补承办单位); returns the new run's id.

    Raises:
        NotPermitted: the actor neither started the matter nor manages the process.
        RuleBroken: the task has ended, or the unit has a part in it.
    """
    run, container = _container(container_step_id, by)
    node = run.node_of(container)
    assert node.multi is not None  # asked by _container
    reason = require_reason(reason)
    scopes = FlowScope.objects.filter(container=container)
    if any(scope.element == element for scope in scopes.exclude(state=ScopeState.CANCELLED)):
        raise RuleBroken("该单位已是承办单位", code="already_there", field="element")
    last = scopes.aggregate(last=Max("position"))["last"] or 0
    outer = container.scope.variables if container.scope else {}
    waits = node.multi.sequential and scopes.filter(state=ScopeState.OPEN).exists()
    scope = FlowScope.objects.create(
        instance=run.instance,
        container=container,
        position=last + 1,
        element=element,
        state=ScopeState.PENDING if waits else ScopeState.OPEN,
        variables={**outer, node.multi.element: element},
    )
    run.log(Operation.ADD_UNIT, step=container, reason=reason, element=element)
    if not waits:
        run.queue.append(Arrival(run.graph.nodes[run.graph.start_of(node.key)], scope, ()))
    end(run)
    audit.record("workflow.unit_added", run.instance, by=by, step=container.node, element=element, reason=reason)
    return scope.pk


@transaction.atomic
def remove_unit(scope_id: int, *, reason: str, by: Actor) -> None:
    """Take a handling unit out of a task that is split by unit (撤销承办单位).

    Raises:
        NotPermitted: the actor neither started the matter nor manages the process.
        RuleBroken: the unit has finished, or it is the last one.
    """
    scope = FlowScope.objects.filter(pk=scope_id).first()
    if scope is None:
        raise RuleBroken("没有这个承办单位", code="no_such_scope")
    run, container = _container(scope.container_id, by)
    reason = require_reason(reason)
    scope.refresh_from_db()
    if scope.state not in (ScopeState.OPEN, ScopeState.PENDING):
        raise RuleBroken("该单位已办结或已撤销", code="wrong_state")
    rest = FlowScope.objects.filter(container=container).exclude(pk=scope.pk).exclude(state=ScopeState.CANCELLED)
    if not rest.exists():
        raise RuleBroken("这是最后一个承办单位，不能撤销", code="last_unit")
    run.log(Operation.REMOVE_UNIT, step=container, reason=reason, element=scope.element)
    cancel_inside(run, run.open_steps(scope.pk))
    FlowScope.objects.filter(pk=scope.pk).update(state=ScopeState.CANCELLED)
    finish_container(run, container.pk)
    end(run)
    audit.record("workflow.unit_removed", run.instance, by=by, step=container.node, element=scope.element, reason=reason)


def _container(step_id: int, by: Actor) -> tuple[Run, FlowStep]:
    instance_id = FlowStep.objects.filter(pk=step_id).values_list("instance_id", flat=True).first()
    run = for_instance(instance_id or 0, by)
    require_running(run)
    if by.person_id != run.instance.starter_id and not may_administer(run.instance, by):
        raise NotPermitted("只有发起人或流程管理员可以调整承办单位", code="not_permitted_units")
    container = FlowStep.objects.select_related("scope").get(pk=step_id)
    container.instance = run.instance
    node = run.node_of(container)
    if node.kind != "sub_process" or node.multi is None or container.state != StepState.ACTIVE:
        raise RuleBroken("此环节没有在分单位办理", code="not_split")
    return run, container
