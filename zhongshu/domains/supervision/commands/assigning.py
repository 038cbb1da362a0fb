"""分解、交办、签收、退回、转办: how the units come by their parts."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from zhongshu.domains.supervision.choices import OPEN, EventKind, PartRole, PartState, State
from zhongshu.domains.supervision.commands import frame
from zhongshu.domains.supervision.events import ItemAssigned
from zhongshu.domains.supervision.models import Part, SupervisionItem
from zhongshu.domains.supervision.policies import part_policy, policy
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.events import publish


@dataclass(frozen=True)
class PartPlan:
    """What one unit should do: the first of a list is the lead unit's."""

    unit_id: int
    task: str = ""
    measure: str = ""
    responsible_id: int | None = None
    deadline: dt.date | None = None


@transaction.atomic
def break_down(item: SupervisionItem, plans: Sequence[PartPlan], *, by: Actor) -> list[Part]:
    """Split an item into one part for each unit (分解), the lead's first; what was planned before and not yet assigned is replaced.

    Raises:
        NotPermitted: the actor does not keep this ledger.
        RuleBroken: assigned already, no lead, a unit twice, a part that is due after the item.
    """
    policy.require(by, "supervise", item)
    if item.state != State.DOCKETED:
        raise RuleBroken("事项已交办，如需增加承办单位请用“增加协办”", code="wrong_state")
    _check_plans(item, plans)
    for part in frame.live_parts(item):
        states.move(part, to=PartState.CANCELLED)
    parts = [_plan(item, plan, PartRole.SUPPORTING if place else PartRole.LEAD) for place, plan in enumerate(plans)]
    lead = parts[0]
    SupervisionItem.objects.filter(pk=item.pk).update(lead_unit=lead.unit, responsible=lead.responsible)
    frame.present(item, "lead_unit", "responsible")
    frame.write(item, EventKind.BROKEN_DOWN, by=by, words="、".join(str(part.unit) for part in parts), parts=len(parts))
    return parts


@transaction.atomic
def add_supporting(item: SupervisionItem, plan: PartPlan, *, by: Actor) -> Part:
    """Give a further unit a part of an item that is under way (增加协办).

    Raises:
        NotPermitted: the actor does not keep this ledger.
        RuleBroken: the item is not open, or the unit has a part already.
    """
    policy.require(by, "supervise", item)
    if item.state not in OPEN:
        raise RuleBroken("事项已报结或办结，不能再增加协办单位", code="wrong_state")
    present = {part.unit_id: part for part in frame.live_parts(item)}
    if plan.unit_id in present:
        role = present[plan.unit_id].get_role_display()
        raise RuleBroken(f"该单位已是{role}单位，不能重复列入", code="unit_twice", field="unit")
    part = _plan(item, plan, PartRole.SUPPORTING)
    frame.write(item, EventKind.BROKEN_DOWN, by=by, words=f"增加协办单位：{part.unit}", parts=1)
    if item.state != State.DOCKETED:
        _hand_out(item, [part], by=by)
    return part


@transaction.atomic
def assign(item: SupervisionItem, *, words: str = "", by: Actor) -> None:
    """Give the parts to their units (交办); each must be signed for.

    Raises:
        NotPermitted: the actor does not keep this ledger.
        RuleBroken: assigned already, or a unit was dissolved meanwhile.
    """
    policy.require(by, "supervise", item)
    parts = frame.live_parts(item)
    for part in parts:
        frame.working_unit(part.unit_id, field="unit")
    states.move(item, to=State.ASSIGNED)
    _hand_out(item, parts, by=by, words=words)


@transaction.atomic
def sign(part: Part, *, responsible_id: int | None = None, by: Actor) -> None:
    """Sign for a part (签收) and say who of the unit answers for it (一事一人).

    Raises:
        NotPermitted: not of the unit's office, nor the named person.
        RuleBroken: signed for already, refused, or taken away.
        StaleState: somebody else signed first.
    """
    part_policy.require(by, "handle", part)
    frame.require_person(by)
    item = part.item
    responsible = frame.working_person(responsible_id or part.responsible_id, part.unit, field="responsible")
    states.move(part, to=PartState.IN_PROGRESS, signed_at=clock.now(), signed_by_name=by.name, responsible=responsible)
    if part.role == PartRole.LEAD:
        if item.state == State.ASSIGNED:
            states.move(item, to=State.IN_PROGRESS, responsible=responsible)
        frame.write(item, EventKind.SIGNED, by=by, unit_name=str(part.unit), words=f"责任人：{responsible.name}")
    else:
        frame.write(item, EventKind.SIGNED, by=by, unit_name=str(part.unit), words=f"责任人：{responsible.name}")
    if responsible.pk != by.person_id:
        frame.tell(
            item, [responsible.pk], f"您是督查事项的责任人：{item.title}，{item.deadline:%m月%d日}前办结", kind="assigned", by=by
        )


@transaction.atomic
def refuse(part: Part, *, reason: str, by: Actor) -> None:
    """Send back a part that was given to the wrong unit (退回交办), with the reason; the supervisors decide anew.

    Raises:
        NotPermitted: not of the unit's office.
        RuleBroken: no reason is given, or the result is reported already.
    """
    part_policy.require(by, "handle", part)
    reason = frame.reason_given(reason, "请说明退回的理由，并尽量指出应由哪个单位承办")
    states.move(part, to=PartState.REFUSED, reason=reason[:500])
    item = part.item
    if part.role == PartRole.LEAD and item.state == State.IN_PROGRESS:
        states.move(item, to=State.ASSIGNED)
    frame.write(item, EventKind.REFUSED, by=by, unit_name=str(part.unit), words=reason)
    frame.tell(item, frame.supervisors(item), f"{part.unit}退回交办：{item.title}（{reason}）", kind="refused", by=by)


@transaction.atomic
def transfer(part: Part, *, unit_id: int, responsible_id: int | None = None, reason: str, by: Actor) -> Part:
    """Give a part to another unit (转办): the supervisors' answer to a refusal, or to a change of duties.

    Raises:
        NotPermitted: the actor does not keep this ledger.
        RuleBroken: the same unit, a unit that has a part already, or a dissolved one.
    """
    item = part.item
    policy.require(by, "supervise", item)
    reason = frame.reason_given(reason, "请说明转办的理由")
    if item.state not in (*OPEN, State.DOCKETED):
        raise RuleBroken("事项已报结或办结，不能再转办", code="wrong_state")
    if unit_id == part.unit_id:
        raise RuleBroken("转办的单位与现承办单位相同，请另选单位", code="same_unit", field="unit")
    if any(each.unit_id == unit_id for each in frame.live_parts(item)):
        raise RuleBroken("该单位已承担本事项的任务，不能重复列入", code="unit_twice", field="unit")
    if part.state != PartState.REFUSED:
        states.move(part, to=PartState.TRANSFERRED, reason=reason[:500])
    plan = PartPlan(unit_id, part.task, part.measure, responsible_id, part.deadline)
    new = _plan(item, plan, part.role)
    if part.role == PartRole.LEAD:
        if item.state == State.IN_PROGRESS:
            states.move(item, to=State.ASSIGNED)
        SupervisionItem.objects.filter(pk=item.pk).update(lead_unit=new.unit, responsible=new.responsible)
        frame.present(item, "lead_unit", "responsible")
    frame.write(item, EventKind.TRANSFERRED, by=by, words=reason, from_unit=str(part.unit), to_unit=str(new.unit))
    _hand_out(item, [new], by=by)
    return new


def _check_plans(item: SupervisionItem, plans: Sequence[PartPlan]) -> None:
    if not plans:
        raise RuleBroken("至少要有一个牵头单位", code="no_lead", field="lead_unit")
    ids = [plan.unit_id for plan in plans]
    if ids[0] in ids[1:]:
        raise RuleBroken("牵头单位不能同时列为协办单位", code="supporting_is_lead", field="supporting_units")
    if len(set(ids)) != len(ids):
        raise RuleBroken("同一单位列了两次，请合并为一项任务", code="unit_twice", field="supporting_units")
    late = next((plan for plan in plans if plan.deadline and plan.deadline > item.deadline), None)
    if late and late.deadline:
        raise RuleBroken(
            f"承办任务的时限（{late.deadline:%Y-%m-%d}）晚于事项的办理时限（{item.deadline:%Y-%m-%d}），请核对",
            code="part_after_item", field="deadline",
        )  # fmt: skip


def _plan(item: SupervisionItem, plan: PartPlan, role: str) -> Part:
    unit = frame.working_unit(plan.unit_id, field="unit")
    if plan.deadline:
        frame.limit(working_days=None, deadline=plan.deadline)
    return Part.objects.create(
        item=item,
        unit=unit,
        role=role,
        responsible=frame.working_person(plan.responsible_id, unit, field="responsible"),
        task=plan.task,
        measure=plan.measure[:200],
        deadline=min(plan.deadline or item.deadline, item.deadline),
        created_at=clock.now(),
    )


def _hand_out(item: SupervisionItem, parts: Sequence[Part], *, by: Actor, words: str = "") -> None:
    now = clock.now()
    for part in parts:
        states.move(part, to=PartState.ASSIGNED, assigned_at=now)
        text = f"督查交办（{part.get_role_display()}）：{item.title}，{part.deadline.month}月{part.deadline.day}日前办结，请签收"
        frame.tell(item, frame.contacts(part), text, kind="assigned", by=by)
    units = "、".join(f"{part.unit}（{part.get_role_display()}）" for part in parts)
    frame.write(item, EventKind.ASSIGNED, by=by, words=f"{units}。{words}".removesuffix("。"), parts=len(parts))
    publish(ItemAssigned(item.pk, item.organ_id, [part.unit_id for part in parts]))
