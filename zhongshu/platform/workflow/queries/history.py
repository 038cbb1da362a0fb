"""办理过程: what happened to an object, in order, for those who may see the object."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from zhongshu.kernel import kinds
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.workflow.choices import InstanceState, ItemState, Operation
from zhongshu.platform.workflow.models import FlowInstance, FlowItem, FlowLog
from zhongshu.platform.workflow.queries.items import instance_of

_QUIET = {Operation.OPEN, Operation.CLAIM, Operation.RELEASE, Operation.TIMER, Operation.AUTOMATIC}
_TONES = {
    Operation.SEND_BACK: "warn",
    Operation.TAKE_BACK: "warn",
    Operation.WITHDRAW: "danger",
    Operation.TERMINATE: "danger",
    Operation.OVERDUE: "danger",
    Operation.ESCALATE: "danger",
    Operation.WARN: "warn",
    Operation.SUSPEND: "warn",
    Operation.JUMP: "warn",
    Operation.SKIP: "warn",
    Operation.END: "ok",
    Operation.COMPLETE: "ok",
}


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line, in the shape that ``ui/timeline.html`` shows. The last ones, without ``at``, are those still to act."""

    what: str
    who: str = ""
    post: str = ""
    at: dt.datetime | None = None
    step: str = ""
    words: str = ""
    attitude: str = ""
    facts: str = ""
    tone: str = ""
    operation: str = ""
    item_id: int | None = None
    opinion_id: int | None = None
    data: dict[str, Any] = field(default_factory=dict)


def timeline(ref: ObjectRef, viewer: Actor) -> list[TimelineEntry]:
    """Return the history of the latest process about an object, oldest first, with who holds it now at the end.

    Empty for one who may not see the object. Four queries, whatever its length.
    """
    if not (viewer.is_system or kinds.visible(ref, viewer)):
        return []
    instance = instance_of(ref)
    if instance is None:
        return []
    lines = list(FlowLog.objects.filter(instance=instance).order_by("seq"))
    said = _opinions(lines, viewer)
    entries = [_entry(line, said) for line in lines if line.operation not in _QUIET]
    return entries + _present(instance)


def _opinions(lines: list[FlowLog], viewer: Actor) -> dict[int, opinions.Opinion]:
    """Return, by id, those of the opinions that the viewer may read."""
    steps = {line.step_id for line in lines if "opinion" in line.data and line.step_id}
    found = opinions.by_step(steps, viewer) if steps else {}
    return {one.pk: one for said in found.values() for one in said}


def _entry(line: FlowLog, said: dict[int, opinions.Opinion]) -> TimelineEntry:
    operation = Operation(line.operation)
    opinion = said.get(line.data.get("opinion", 0))
    who = f"{line.person_name}（代{line.principal_name}）" if line.principal_name else line.person_name
    return TimelineEntry(
        what=operation.label,
        who=who,
        post=" ".join(part for part in (line.unit_name, line.post_name) if part),
        at=line.at,
        step=line.step_name,
        words=opinion.words if opinion else "",
        attitude=opinion.get_attitude_display() if opinion else "",
        facts="；".join(filter(None, [_facts(line), opinions.UNREAD if opinion and opinions.unread(opinion) else ""])),
        tone="warn" if opinion and opinions.unread(opinion) else _TONES.get(operation, ""),
        operation=str(operation),
        item_id=line.item_id,
        opinion_id=opinion.pk if opinion else None,
        data=line.data,
    )


def _facts(line: FlowLog) -> str:
    """Say the rest of a line in words."""
    data = line.data
    parts = []
    if outcome := data.get("outcome"):
        parts.append(f"结果：{outcome}")
    if entered_by := data.get("entered_by"):
        parts.append(f"{entered_by}代录")
    if mode := data.get("mode"):
        parts.append(mode)
    if people := data.get("people"):
        parts.append("、".join(people))
    if target := data.get("target"):
        parts.append(f"到“{target}”")
    if "giver" in data and "receiver" in data:
        parts.append(f"{data['giver'] or '（未认领）'} → {data['receiver']}")
    if person := data.get("person"):
        parts.append(person)
    if line.reason:
        parts.append(line.reason)
    return "；".join(parts)


def _present(instance: FlowInstance) -> list[TimelineEntry]:
    if instance.state not in (InstanceState.RUNNING, InstanceState.SUSPENDED):
        return []
    waiting = FlowItem.objects.filter(instance=instance, state__in=[ItemState.OPEN, ItemState.HELD]).select_related("step")
    return [
        TimelineEntry(
            what="等待他人先办" if item.state == ItemState.HELD else ("正在办理" if item.opened_at else "尚未打开"),
            who=item.holder_line or "待认领",
            step=item.step.name,
            facts=f"时限 {item.due_at.astimezone():%Y-%m-%d %H:%M}" if item.due_at else "",
            tone="now",
            item_id=item.pk,
        )
        for item in waiting.order_by("step_id", "position", "pk")
    ]
