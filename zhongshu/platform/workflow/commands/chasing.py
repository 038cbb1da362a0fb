"""催办, and the warnings that come by themselves: 临期, 超期, 升级."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.events import publish
from zhongshu.platform.audit import public as audit
from zhongshu.platform.workflow.choices import Alert, InstanceState, ItemState, Operation, TimerState
from zhongshu.platform.workflow.commands.frame import end
from zhongshu.platform.workflow.engine.flows import leave
from zhongshu.platform.workflow.engine.limits import alert_moment
from zhongshu.platform.workflow.engine.people import resolve
from zhongshu.platform.workflow.engine.run import Arrival, Run, close_step, for_instance, require_running
from zhongshu.platform.workflow.engine.scopes import cancel_inside
from zhongshu.platform.workflow.events import WorkIsLate, WorkUrged
from zhongshu.platform.workflow.models import FlowItem, FlowStep, FlowTimer, FlowUrge
from zhongshu.platform.workflow.policies import may_administer

TEXT_LIMIT = 200
_STAGES = {
    Alert.WARNED: ("warned", Operation.WARN),
    Alert.OVERDUE: ("overdue", Operation.OVERDUE),
    Alert.ESCALATED: ("escalated", Operation.ESCALATE),
}


@transaction.atomic
def urge(item_ids: Sequence[int], *, text: str, by: Actor) -> int:
    """Press the holders of items of one matter (催办); the limit does not move. Returns how many were pressed.

    Each person may press each item once a day.

    Raises:
        NotPermitted: the actor neither started the matter nor manages the process.
        RuleBroken: no text, nobody left to press, oneself only, or pressed already today.
    """
    items = list(FlowItem.objects.filter(pk__in=list(item_ids)))
    if not items or len({item.instance_id for item in items}) != 1:
        raise RuleBroken("请选择同一事项的办理人", code="nobody_chosen", field="items")
    run = for_instance(items[0].instance_id, by)
    require_running(run)
    if by.person_id != run.instance.starter_id and not may_administer(run.instance, by):
        raise NotPermitted("只有发起人或流程管理员可以催办", code="not_permitted_urge")
    text = " ".join(text.split())
    if not text:
        raise RuleBroken("请填写催办内容", code="text_missing", field="text")
    if len(text) > TEXT_LIMIT:
        raise RuleBroken(f"催办内容最多{TEXT_LIMIT}字", code="text_too_long", field="text")
    live = list(FlowItem.objects.select_related("step").filter(pk__in=list(item_ids), state=ItemState.OPEN))
    if not live:
        raise RuleBroken("所选事项都已办理，不用再催", code="nothing_open", field="items")
    others = [item for item in live if by.person_id not in (item.assignee_id, item.principal_id)]
    if not others:
        raise RuleBroken("不能催办自己", code="oneself", field="items")
    today = clock.today()
    pressed = set(FlowUrge.objects.filter(item__in=others, person=by.person_id, urged_on=today).values_list("item_id", flat=True))
    fresh = [item for item in others if item.pk not in pressed]
    if not fresh:
        raise RuleBroken("今天已经催办过，请明天再催", code="urged_today", field="items")
    FlowUrge.objects.bulk_create(
        [
            FlowUrge(item=item, person_id=by.person_id, person_name=by.name, urged_on=today, at=run.now, text=text)
            for item in fresh
        ]
    )
    FlowItem.objects.filter(pk__in=[item.pk for item in fresh]).update(times_urged=F("times_urged") + 1)
    run.log(Operation.URGE, step=fresh[0].step, reason=text, people=[item.assignee_name for item in fresh])
    run.finish()
    publish(WorkUrged(run.instance.pk, [item.pk for item in fresh], text, by.name))
    audit.record("workflow.urged", run.instance, by=by, items=[item.pk for item in fresh], text=text)
    return len(fresh)


def warn_due(*, limit: int = 500) -> int:
    """Give every warning that is due: nearing, overdue, escalated. Returns how many.

    Ids are read without a lock; each item is then taken up under the lock of its instance and only if still due.
    """
    now = clock.now()
    waiting = FlowItem.objects.filter(state=ItemState.OPEN, alert_at__lte=now).order_by("alert_at")
    return sum(_warn_one(item_id, instance_id) for item_id, instance_id in list(waiting.values_list("pk", "instance_id")[:limit]))


@transaction.atomic
def _warn_one(item_id: int, instance_id: int) -> int:
    run = for_instance(instance_id, Actor.system())
    item = FlowItem.objects.select_related("step__scope").get(pk=item_id)
    if (
        run.instance.state != InstanceState.RUNNING
        or item.state != ItemState.OPEN
        or not item.alert_at
        or item.alert_at > run.now
    ):
        return 0
    rules = run.node_of(item.step).step
    stage = _stage(item, run.now)
    changed = FlowItem.objects.filter(pk=item.pk, state=ItemState.OPEN, alert=item.alert).update(
        alert=stage, alert_at=alert_moment(item.due_at, rules, run.instance.organ_id, stage)
    )
    if not changed:
        return 0
    name, operation = _STAGES[stage]
    superiors = []
    if stage == Alert.ESCALATED and rules:
        superiors = [person.person_id for person in resolve(run, run.node_of(item.step), item.step.scope, rules.escalate_to)]
    run.log(operation, step=item.step, item=item, person=item.holder_line, due_at=item.due_at.isoformat() if item.due_at else "")
    run.finish()
    publish(WorkIsLate(run.instance.pk, item.pk, name, superiors))
    audit.record("workflow.item_is_late", run.instance, by=run.by, item_id=item.pk, stage=name)
    return 1


def _stage(item: FlowItem, now: dt.datetime) -> Alert:
    """Return the stage now reached; a stage whose moment was missed (server down) is passed over."""
    if item.alert == Alert.OVERDUE:
        return Alert.ESCALATED
    if item.due_at is not None and now >= item.due_at:
        return Alert.OVERDUE
    return Alert.WARNED


def fire_timers(*, limit: int = 500) -> int:
    """Fire the drawn timers that are due; returns how many.

    One order of locks everywhere: the instance first, then its timer by a conditional UPDATE.
    """
    waiting = FlowTimer.objects.filter(state=TimerState.ARMED, fire_at__lte=clock.now()).order_by("fire_at")
    return sum(
        _fire_one(timer_id, instance_id) for timer_id, instance_id in list(waiting.values_list("pk", "instance_id")[:limit])
    )


@transaction.atomic
def _fire_one(timer_id: int, instance_id: int) -> int:
    run = for_instance(instance_id, Actor.system())
    if run.instance.state != InstanceState.RUNNING:
        return 0
    if not FlowTimer.objects.filter(pk=timer_id, state=TimerState.ARMED, fire_at__lte=run.now).update(state=TimerState.FIRED):
        return 0
    timer = FlowTimer.objects.select_related("step__scope").get(pk=timer_id)
    timer.step.instance = run.instance
    node = run.graph.nodes[timer.node]
    run.log(Operation.TIMER, step=timer.step, timer=node.label)
    if node.kind == "timer":
        close_step(timer.step, run.now)
        run.forget_open([timer.step_id])
        leave(run, timer.step)
    else:
        _boundary(run, timer.step, node.key, interrupting=node.interrupting)
    end(run)
    audit.record("workflow.timer_fired", run.instance, by=run.by, node=timer.node)
    return 1


def _boundary(run: Run, host: FlowStep, node_key: str, *, interrupting: bool) -> None:
    if interrupting:
        cancel_inside(run, [host])
    for key in run.graph.nodes[node_key].outgoing:
        edge = run.graph.edges[key]
        run.queue.append(Arrival(run.graph.nodes[edge.target], host.scope, (host,), (edge.key,), entry=edge.key))
