"""分解: a text is taken apart into tasks; a person accepts, drops, splits, merges and changes them before anything is docketed."""

import re
from typing import Any

from django.db import transaction
from django.db.models import F

from zhongshu.domains.supervision.choices import BreakdownState, BreakdownTaskState
from zhongshu.domains.supervision.commands import docketing, frame
from zhongshu.domains.supervision.decomposition import Group, Task, Tree, office
from zhongshu.domains.supervision.models import Breakdown, BreakdownTask, SupervisionItem
from zhongshu.domains.supervision.policies import breakdown_policy, supervised_organs
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.refs import ObjectRef, ref_fields
from zhongshu.kernel.text import digest
from zhongshu.platform.audit import public as audit
from zhongshu.platform.calendars import public as calendars

LONGEST = 200_000
_NEAR = 200


@transaction.atomic
def take_apart(
    text: str,
    *,
    title: str,
    source_kind: str,
    ref: ObjectRef | None = None,
    secrecy_level: int = 0,
    parent: SupervisionItem | None = None,
    by: Actor,
) -> Breakdown:
    """Find the tasks in a report, a speech, minutes or a notice (分解); nothing is docketed yet.

    Raises:
        NotPermitted: the actor keeps no ledger.
        RuleBroken: no text, too long a text, a mark above the ceiling.
    """
    person_id = frame.require_person(by)
    organs = supervised_organs(by)
    organ_id = by.organ_id if by.organ_id in organs else min(organs, default=None)
    if organ_id is None:
        raise NotPermitted("分解任务由督查部门办理", code="not_permitted_break_down")
    if not text.strip():
        raise RuleBroken("请粘贴要分解的文字，或者上传文件", code="no_text", field="text")
    if len(text) > LONGEST:
        raise RuleBroken(f"文字有{len(text)}字，一次最多分解{LONGEST}字，请分成几部分", code="too_long", field="text")
    frame.storable(title, text, level=secrecy_level, by=by)
    tree = office.propose(text, organ_id=organ_id)
    breakdown = Breakdown.objects.create(
        **ref_fields(ref or ObjectRef("", 0)),
        organ_id=organ_id,
        title=(title.strip() or tree.title or "未命名的文稿")[:200],
        source_kind=source_kind,
        text=text,
        text_digest=digest(text),
        secrecy=secrecy_level,
        parent=parent,
        created_by_id=person_id,
        created_by_name=by.name,
        created_at=clock.now(),
    )
    BreakdownTask.objects.bulk_create(_rows(breakdown, tree))
    audit.record("supervision.taken_apart", breakdown, by=by, tasks=len(tree.tasks), text_digest=breakdown.text_digest)
    return breakdown


@transaction.atomic
def change_task(task: BreakdownTask, *, by: Actor, **values: Any) -> None:
    """Change what was understood of a task; its sentence stays.

    Raises:
        NotPermitted: the actor keeps not this ledger.
        RuleBroken: the text is decided already, or the lead is also a supporting unit.
    """
    _require_open(task, by)
    lead, supporting = values["lead_unit_id"], list(dict.fromkeys(values["supporting_units"]))
    if lead and lead in supporting:
        raise RuleBroken("牵头单位不能同时列为协办单位", code="supporting_is_lead", field="supporting_units")
    frame.storable(values["title"], values["outcome"], level=task.breakdown.secrecy, by=by)
    BreakdownTask.objects.filter(pk=task.pk).update(
        title=values["title"].strip()[:200], outcome=values["outcome"].strip()[:300], measures=values["measures"][:200],
        lead_unit=lead, supporting_units=supporting, deadline=values["deadline"], grade=values["grade"], questions=[],
    )  # fmt: skip
    task.refresh_from_db()


@transaction.atomic
def decide_task(task: BreakdownTask, *, to: str, by: Actor) -> None:
    """Accept, drop, or take back either.

    Raises:
        NotPermitted: the actor keeps not this ledger.
        RuleBroken: the text is decided already, or a task without a lead unit is accepted.
    """
    _require_open(task, by)
    if to == BreakdownTaskState.ACCEPTED and not task.lead_unit_id:
        raise RuleBroken(f"“{task.title}”还没有牵头单位，请先指定", code="no_lead", field="lead_unit")
    states.move(task, to=to)


@transaction.atomic
def split_task(task: BreakdownTask, *, by: Actor) -> BreakdownTask:
    """Make two tasks of one (拆分): both keep the sentence; where it has two halves, each takes one for its title.

    Raises:
        NotPermitted: the actor keeps not this ledger.
        RuleBroken: the text is decided already.
    """
    _require_open(task, by)
    halves = [part.strip() for part in re.split(r"[；;]|(?<=[^、]{6})，", task.title, maxsplit=1) if part.strip()]
    first, second = halves if len(halves) == 2 else (task.title, f"{task.title}（二）")
    BreakdownTask.objects.filter(breakdown_id=task.breakdown_id, position__gt=task.position).update(position=F("position") + 1)
    twin = BreakdownTask.objects.get(pk=task.pk)
    twin.pk, twin.position, twin.title, twin.state = None, task.position + 1, second[:200], BreakdownTaskState.PROPOSED
    twin.save(force_insert=True)
    BreakdownTask.objects.filter(pk=task.pk).update(title=first[:200], state=BreakdownTaskState.PROPOSED)
    task.refresh_from_db()
    return twin


@transaction.atomic
def merge_task(task: BreakdownTask, *, by: Actor) -> BreakdownTask:
    """Put a task into the one before it (合并): units and targets are joined, both sentences stay.

    Raises:
        NotPermitted: the actor keeps not this ledger.
        RuleBroken: the text is decided already, or nothing stands before it.
    """
    _require_open(task, by)
    before = task.breakdown.tasks.filter(position__lt=task.position).exclude(state=BreakdownTaskState.DROPPED).last()
    if before is None:
        raise RuleBroken("前面没有可以合并的任务", code="nothing_before")
    text = task.breakdown.text
    begin, end = min(before.begin, task.begin), max(before.end, task.end)
    near = task.begin - before.end <= _NEAR
    sentence = text[begin:end] if near else f"{before.sentence}\n{task.sentence}"
    units = dict.fromkeys([*before.supporting_units, *([task.lead_unit_id] if task.lead_unit_id else []), *task.supporting_units])
    units.pop(before.lead_unit_id, None)
    BreakdownTask.objects.filter(pk=before.pk).update(
        title=(before.title if task.title in before.title else f"{before.title}；{task.title}")[:200],
        begin=begin if near else before.begin, end=end if near else before.end,
        sentence=before.sentence if task.sentence == before.sentence else sentence,
        lead_unit=before.lead_unit_id or task.lead_unit_id,
        supporting_units=[pk for pk in units if pk != (before.lead_unit_id or task.lead_unit_id)],
        outcome="；".join(dict.fromkeys(text for text in (before.outcome, task.outcome) if text))[:300],
        measures="；".join(dict.fromkeys(text for text in (before.measures, task.measures) if text))[:200],
        deadline=max((day for day in (before.deadline, task.deadline) if day), default=None),
        state=BreakdownTaskState.PROPOSED,
    )  # fmt: skip
    # A task that was never docketed is no record yet; the text and its sentences stay.
    task.delete()
    before.refresh_from_db()
    return before


@transaction.atomic
def docket_accepted(breakdown: Breakdown, *, by: Actor) -> list[SupervisionItem]:
    """Docket every accepted task, or none (按分解稿立项). Each item keeps its sentence as its source.

    Raises:
        NotPermitted: the actor keeps not this ledger.
        RuleBroken: nothing is accepted, or a task cannot be docketed; the sentence names it.
    """
    breakdown_policy.require(by, "break_down", breakdown)
    accepted = list(breakdown.tasks.filter(state=BreakdownTaskState.ACCEPTED))
    if not accepted:
        raise RuleBroken("还没有接受任何任务", code="nothing_accepted")
    states.move(breakdown, to=BreakdownState.DOCKETED)
    items = []
    for task in accepted:
        try:
            items.append(_docket(breakdown, task, by))
        except RuleBroken as refusal:
            raise RuleBroken(
                f"“{task.title[:30]}”不能立项：{refusal.message}。本次没有立项任何任务", code=refusal.code, task=task.pk
            ) from refusal
    audit.record("supervision.breakdown_docketed", breakdown, by=by, items=len(items))
    return items


@transaction.atomic
def discard(breakdown: Breakdown, *, by: Actor) -> None:
    """Put a text away without docketing anything of it (放弃分解).

    Raises:
        NotPermitted: the actor keeps not this ledger.
        RuleBroken: decided already.
    """
    breakdown_policy.require(by, "break_down", breakdown)
    states.move(breakdown, to=BreakdownState.DISCARDED)
    audit.record("supervision.breakdown_discarded", breakdown, by=by)


def _rows(breakdown: Breakdown, tree: Tree) -> list[BreakdownTask]:
    headings: dict[int, str] = {}

    def walk(children: tuple[Any, ...], path: str) -> None:
        for child in children:
            if isinstance(child, Group):
                walk(child.children, child.title)
            else:
                headings[id(child)] = path

    walk(tree.children, "")
    return [_row(breakdown, task, place, headings.get(id(task), "")) for place, task in enumerate(tree.tasks, start=1)]


def _row(breakdown: Breakdown, task: Task, place: int, heading: str) -> BreakdownTask:
    lead = next((unit for unit in task.lead_units if len(unit.unit_ids) == 1 and not unit.collective), None)
    lead_id = lead.unit_ids[0] if lead else None
    others = [unit for unit in task.units if unit is not lead]
    supporting = [pk for unit in others for pk in unit.unit_ids if pk != lead_id]
    measures = "；".join(measure.wording for measure in task.measures)
    questions = [question.text for question in task.questions]
    day = task.deadline.day if task.deadline else None
    if task.deadline and task.deadline.question:
        questions.append(task.deadline.question)
    if lead_id is None and not any("牵头" in question or "单位" in question for question in questions):
        questions.append("请指定牵头单位")
    return BreakdownTask(
        breakdown=breakdown,
        position=place,
        heading=heading[:200],
        begin=task.anchor.begin,
        end=task.anchor.end,
        paragraph=breakdown.text.count("\n", 0, task.anchor.begin) + 1,
        sentence=task.sentence,
        title=task.title[:200],
        outcome=(measures or task.title)[:300],
        measures=measures[:200],
        lead_unit_id=lead_id,
        lead_written="、".join(unit.name for unit in task.lead_units)[:200],
        supporting_units=list(dict.fromkeys(supporting)),
        supporting_written="、".join(unit.name for unit in task.supporting_units)[:500],
        deadline=day,
        deadline_written=(task.deadline.text if task.deadline else "")[:200],
        questions=list(dict.fromkeys(questions)),
    )


def _docket(breakdown: Breakdown, task: BreakdownTask, by: Actor) -> SupervisionItem:
    source = docketing.Source(
        kind=breakdown.source_kind,
        ref=breakdown.ref if breakdown.ref_kind else ObjectRef("supervision.breakdown", breakdown.pk, breakdown.title),
        paragraph=task.paragraph,
        sentence=task.sentence,
        text_digest=breakdown.text_digest,
    )
    if task.lead_unit_id is None:
        raise RuleBroken("还没有牵头单位", code="no_lead")
    deadline = task.deadline
    if deadline and not calendars.is_working_day(deadline):
        # "12月底前" ends before a rest day: the last working day before it keeps the word.
        deadline = calendars.previous_working_day(deadline)
    item = docketing.docket(
        title=task.title, outcome=task.outcome or task.title, source=source, lead_unit_id=task.lead_unit_id,
        supporting_unit_ids=task.supporting_units, grade=task.grade, deadline=deadline, measure=task.measures,
        secrecy_level=breakdown.secrecy, parent=breakdown.parent, organ_id=breakdown.organ_id, lead_task=task.title, by=by,
    )  # fmt: skip
    states.move(task, to=BreakdownTaskState.DOCKETED, item=item)
    return item


def _require_open(task: BreakdownTask, by: Actor) -> None:
    breakdown_policy.require(by, "break_down", task.breakdown)
    if task.breakdown.state != BreakdownState.OPEN:
        raise RuleBroken("这份分解稿已经立项或放弃，不能再改", code="wrong_state")
