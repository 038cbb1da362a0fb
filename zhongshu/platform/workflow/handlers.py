"""What happens after a command, by event: people are told. Each handler is safe to run twice."""

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.events import subscribe
from zhongshu.platform.notifications import public as notifications
from zhongshu.platform.workflow.choices import ItemState
from zhongshu.platform.workflow.events import WorkArrived, WorkHandedOver, WorkIsLate, WorkTakenAway, WorkUrged
from zhongshu.platform.workflow.models import FlowInstance, FlowItem

SYSTEM = Actor.system()
_LATE = {"warned": "即将到期", "overdue": "已超过办理时限", "escalated": "超期未办，请督促"}


def _people(items: list[FlowItem]) -> list[int]:
    return sorted({one for item in items for one in (item.assignee_id, item.principal_id) if one})


def _notify(people: list[int], kind: str, text: str, instance: FlowInstance) -> None:
    notifications.notify(people, kind=kind, text=text, ref=instance.ref, by=SYSTEM, secrecy=instance.secrecy)


@subscribe(WorkArrived)
def tell_arrival(event: WorkArrived) -> None:
    """Tell people that something waits for them, if it still does."""
    items = list(FlowItem.objects.filter(pk__in=event.item_ids, state=ItemState.OPEN).select_related("step", "instance"))
    for item in items[:1]:
        text = f"请办理“{item.step.name}”：{item.instance.ref_title}"
        _notify(_people(items), "workflow.arrived", text, item.instance)


@subscribe(WorkUrged)
def tell_urge(event: WorkUrged) -> None:
    """Pass on what the one who presses wrote."""
    items = list(FlowItem.objects.filter(pk__in=event.item_ids).select_related("instance"))
    for item in items[:1]:
        text = f"{event.by_name}催办：{item.instance.ref_title}。{event.text}"
        _notify(_people(items), "workflow.urged", text, item.instance)


@subscribe(WorkTakenAway)
def tell_loss(event: WorkTakenAway) -> None:
    """Tell people that they need not act any more."""
    instance = FlowInstance.objects.get(pk=event.instance_id)
    _notify(event.person_ids, "workflow.taken_away", event.sentence, instance)


@subscribe(WorkIsLate)
def tell_lateness(event: WorkIsLate) -> None:
    """Warn the holder; at the last stage those above him too."""
    item = FlowItem.objects.select_related("instance", "step").get(pk=event.item_id)
    people = _people([item]) if event.stage != "escalated" else sorted({*_people([item]), *event.superior_ids})
    text = f"“{item.step.name}”{_LATE[event.stage]}：{item.instance.ref_title}"
    _notify(people, "workflow.late", text, item.instance)


@subscribe(WorkHandedOver)
def tell_hand_over(event: WorkHandedOver) -> None:
    """Tell the successor once, however many items came."""
    text = f"已向您移交{event.count}件待办事项。{event.reason}"
    notifications.notify([event.to_person_id], kind="workflow.handed_over", text=text, by=SYSTEM)
