"""立项、调整、并入、撤项: how a matter comes onto the ledger."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F

from zhongshu.domains.supervision.choices import (
    OPEN,
    EventKind,
    Grade,
    PartRole,
    PartState,
    State,
    SupervisionKind,
)
from zhongshu.domains.supervision.commands import frame
from zhongshu.domains.supervision.events import ItemDocketed
from zhongshu.domains.supervision.models import ItemSource, Part, SupervisionItem
from zhongshu.domains.supervision.policies import policy, supervised_organs
from zhongshu.domains.supervision.queries import rules
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.events import publish
from zhongshu.kernel.refs import ObjectRef, ref_fields
from zhongshu.kernel.text import digest
from zhongshu.platform.numbering import public as numbering
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Unit

SERIES = "supervision.item"
DEEPEST = 8
_NOTHING = ObjectRef("", 0)


@dataclass(frozen=True)
class Source:
    """Where a matter comes from: the document, the paragraph (from 1), the sentence, and a leader's words if there are any."""

    kind: str
    ref: ObjectRef = _NOTHING
    paragraph: int | None = None
    sentence: str = ""
    text_digest: str = ""
    words: str = ""
    leader_id: int | None = None
    leader_post: str = ""
    opinion_id: int | None = None
    has_handwriting: bool = False
    given_date: dt.date | None = None


@transaction.atomic
def docket(
    *,
    title: str,
    outcome: str,
    source: Source,
    lead_unit_id: int,
    responsible_id: int | None = None,
    supporting_unit_ids: Iterable[int] = (),
    grade: str = Grade.ROUTINE,
    kind: str = SupervisionKind.DAILY,
    working_days: int | None = None,
    deadline: dt.date | None = None,
    requirement: str = "",
    secrecy_level: int = 0,
    leader_in_charge_id: int | None = None,
    parent: SupervisionItem | None = None,
    organ_id: int | None = None,
    lead_task: str = "",
    measure: str = "",
    by: Actor,
) -> SupervisionItem:
    """Put a matter onto the ledger (立项), with one lead unit, one responsible person and one verifiable outcome.

    Raises:
        NotPermitted: the actor does not keep this organ's ledger.
        RuleBroken: no outcome, no source, a dissolved unit, a supporting unit that is the lead, a limit on a rest day or beyond the calendar,
            a mark above the ceiling.
    """
    person_id = frame.require_person(by)
    organ = _organ(by, organ_id)
    title, outcome = title.strip(), outcome.strip()
    if not title:
        raise RuleBroken("请填写事项名称", code="no_title", field="title")
    if not outcome:
        raise RuleBroken("请写明可核实的结果：办到什么程度才算办成", code="no_outcome", field="outcome")
    if not (source.ref.kind or source.ref.title or source.sentence or source.words):
        raise RuleBroken("请写明立项依据：来自哪个文件、会议或批示的哪一句", code="no_source", field="sentence")
    frame.storable(title, outcome, requirement, source.sentence, source.words, level=secrecy_level, by=by)
    lead = frame.working_unit(lead_unit_id, field="lead_unit")
    supporting = _supporting(lead, supporting_unit_ids)
    responsible = frame.working_person(responsible_id, lead, field="responsible")
    if not working_days and deadline is None:
        working_days = rules.grade_rule(grade).default_days
    found = frame.limit(working_days=working_days, deadline=deadline)
    leader = organizations.people([source.leader_id]).get(source.leader_id) if source.leader_id else None
    today, now = clock.today(), clock.now()
    item = SupervisionItem(
        organ=organ, title=title[:200], outcome=outcome[:300], requirement=requirement, grade=grade, kind=kind,
        source_kind=source.kind, secrecy=secrecy_level, lead_unit=lead, responsible=responsible, coordinator_id=by.post_id or 0,
        coordinator_name=f"{by.unit_name} {by.post_name}"[:80], leader=leader, leader_name=leader.name if leader else "",
        leader_in_charge_id=leader_in_charge_id, docketed_date=today, working_days=found.working_days,
        original_deadline=found.deadline, deadline=found.deadline, deadline_explanation=found.explanation,
        warning_date=frame.warning_date(grade, found, start=today),
        next_feedback_date=frame.next_feedback(grade, after=today, deadline=found.deadline), created_at=now,
        docketed_by_id=person_id, docketed_by_name=by.name,
    )  # fmt: skip
    if parent is not None:
        _check_parent(item, parent)
        item.parent = parent
    item.save()
    number = numbering.take(SERIES, scope=series_scope(organ), year=today.year, for_ref=item.ref, by=by, organ_id=organ.pk)
    SupervisionItem.objects.filter(pk=item.pk).update(number=number.text)
    item.number = number.text
    add_source(item, source, by=by)
    _add_parts(item, lead_task=lead_task or requirement, measure=measure, supporting=supporting)
    frame.write(item, EventKind.DOCKETED, by=by, words=outcome, deadline=str(found.deadline), lead_unit=str(lead))
    publish(ItemDocketed(item.pk, organ.pk, source.kind))
    return item


@transaction.atomic
def join(item: SupervisionItem, source: Source, *, by: Actor) -> ItemSource:
    """Join a further instruction on the same matter to its item (并入重复批示): one matter, one item, every leader is answered.

    Raises:
        NotPermitted: the actor does not keep this ledger.
        RuleBroken: the item is done or voided.
    """
    policy.require(by, "supervise", item)
    if item.is_done or item.state == State.VOIDED:
        raise RuleBroken("该事项已办结或撤项，请重新立项或者先重新办理", code="wrong_state")
    frame.storable(source.sentence, source.words, level=item.secrecy, by=by)
    joined = add_source(item, source, by=by)
    if item.leader_id is None and joined.leader_id:
        SupervisionItem.objects.filter(pk=item.pk, leader=None).update(leader=joined.leader, leader_name=joined.leader_name)
        frame.present(item, "leader", "leader_name")
    frame.write(item, EventKind.JOINED, by=by, words=joined.origin, leader=joined.leader_name)
    return joined


@transaction.atomic
def change(item: SupervisionItem, *, title: str, outcome: str, requirement: str, grade: str, reason: str, by: Actor) -> None:
    """Correct the wording or the grade of an item (调整事项); what stood before is in the record.

    Raises:
        NotPermitted: the actor does not keep this ledger.
        RuleBroken: the item is not open any more, or no reason is given.
    """
    policy.require(by, "supervise", item)
    if item.state not in OPEN:
        raise RuleBroken("事项已报结或办结，不能再调整", code="wrong_state")
    reason = frame.reason_given(reason, "请说明为什么调整")
    if not title.strip() or not outcome.strip():
        raise RuleBroken("事项名称和可核实的结果都要填写", code="no_outcome", field="outcome")
    frame.storable(title, outcome, requirement, level=item.secrecy, by=by)
    before = {"title": item.title, "outcome": item.outcome, "grade": item.grade}
    found = frame.Limit(item.deadline, item.working_days, item.deadline_explanation)
    changed = SupervisionItem.objects.filter(pk=item.pk, state=item.state).update(
        title=title.strip()[:200], outcome=outcome.strip()[:300], requirement=requirement, grade=grade,
        warning_date=frame.warning_date(grade, found, start=item.docketed_date),
    )  # fmt: skip
    if not changed:
        raise RuleBroken("事项状态刚刚有变化，请刷新后再调整", code="wrong_state")
    item.refresh_from_db()
    frame.write(item, EventKind.CHANGED, by=by, words=reason, before=before)


@transaction.atomic
def void(item: SupervisionItem, *, reason: str, by: Actor) -> None:
    """Strike an item that should not have been docketed (撤项): it stays readable and is counted nowhere.

    Raises:
        NotPermitted: the actor does not keep this ledger.
        RuleBroken: no reason is given, or the result is reported already.
    """
    policy.require(by, "supervise", item)
    reason = frame.reason_given(reason, "请说明撤项的理由")
    states.move(item, to=State.VOIDED)
    for part in frame.live_parts(item):
        states.move(part, to=PartState.CANCELLED)
        frame.tell(item, frame.contacts(part), f"督查事项已撤项：{item.title}（{reason}）", kind="changed", by=by)
    frame.write(item, EventKind.VOIDED, by=by, words=reason)


@transaction.atomic
def place_under(item: SupervisionItem, parent: SupervisionItem, *, by: Actor) -> None:
    """Make an item a part of a greater one (列为子事项).

    Raises:
        NotPermitted: the actor keeps not both ledgers.
        RuleBroken: the greater item is itself broken down from this one.
    """
    policy.require(by, "supervise", item)
    policy.require(by, "supervise", parent)
    _check_parent(item, parent)
    SupervisionItem.objects.filter(pk=item.pk).update(parent=parent)
    item.parent = parent
    frame.write(item, EventKind.CHANGED, by=by, words=f"列为“{parent.title}”的子事项", parent_id=parent.pk)


def add_source(item: SupervisionItem, source: Source, *, by: Actor) -> ItemSource:
    """Write down where an item comes from."""
    leader = organizations.people([source.leader_id]).get(source.leader_id) if source.leader_id else None
    if source.opinion_id and ItemSource.objects.filter(opinion_id=source.opinion_id).exists():
        raise RuleBroken("这条批示已经列入督查台账，不必重复立项", code="instruction_docketed", field="sentence")
    return ItemSource.objects.create(
        **ref_fields(source.ref),
        item=item,
        kind=source.kind,
        paragraph=source.paragraph,
        sentence=source.sentence.strip(),
        sentence_digest=digest(source.sentence.strip()) if source.sentence.strip() else "",
        text_digest=source.text_digest,
        words=source.words.strip(),
        leader=leader,
        leader_name=leader.name if leader else "",
        leader_post=source.leader_post[:60],
        opinion_id=source.opinion_id,
        has_handwriting=source.has_handwriting,
        given_date=source.given_date,
        joined_at=clock.now(),
        joined_by_name=by.name,
    )


def raise_counter(item: SupervisionItem, name: str) -> None:
    """Let one of the item's counters rise by one."""
    SupervisionItem.objects.filter(pk=item.pk).update(**{name: F(name) + 1})
    frame.present(item, name)


def _organ(by: Actor, organ_id: int | None) -> Unit:
    kept = supervised_organs(by)
    chosen = organ_id or (by.organ_id if by.organ_id in kept else min(kept, default=None))
    if chosen is None or chosen not in kept:
        raise NotPermitted("您没有“立项”的权限，立项由督查部门办理", code="not_permitted_docket")
    return organizations.unit(chosen)


def _supporting(lead: Unit, unit_ids: Iterable[int]) -> list[Unit]:
    ids = list(dict.fromkeys(unit_ids))
    if lead.pk in ids:
        raise RuleBroken(f"“{lead}”已是牵头单位，不能同时列为协办单位", code="supporting_is_lead", field="supporting_units")
    return [frame.working_unit(unit_id, field="supporting_units") for unit_id in ids]


def _add_parts(item: SupervisionItem, *, lead_task: str, measure: str, supporting: list[Unit]) -> None:
    now = clock.now()
    common = {"item": item, "deadline": item.deadline, "created_at": now}
    Part.objects.create(
        unit=item.lead_unit, role=PartRole.LEAD, responsible=item.responsible, task=lead_task, measure=measure[:200], **common
    )
    Part.objects.bulk_create(
        Part(unit=unit, role=PartRole.SUPPORTING, responsible=organizations.head_of(unit.pk), **common) for unit in supporting
    )


def _check_parent(item: SupervisionItem, parent: SupervisionItem) -> None:
    """Refuse a circle, and a tree deeper than anybody reads."""
    seen = 0
    above: SupervisionItem | None = parent
    while above is not None:
        if item.pk and above.pk == item.pk:
            raise RuleBroken(f"“{parent.title}”本身是由“{item.title}”分解出来的，不能循环分解", code="circular", field="parent")
        seen += 1
        if seen > DEEPEST:
            raise RuleBroken(f"分解最多{DEEPEST}层，请归并后再分解", code="too_deep", field="parent")
        above = above.parent


def series_scope(organ: Unit) -> str:
    """Return the code in an organ's numbers: 云政办发 gives 云政办督."""
    code = organ.document_code or organ.short_name or organ.name
    return f"{code.removesuffix('发')[:30]}督"
