"""章节: given to units with a day, written, handed in, returned or taken."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from zhongshu.domains.drafting.choices import PartState, TaskState
from zhongshu.domains.drafting.commands.telling import require_reason, require_storable, saved_by_another, tell
from zhongshu.domains.drafting.events import PartSubmitted
from zhongshu.domains.drafting.models import DraftingTask, OutlineEntry, Part, PartVersion
from zhongshu.domains.drafting.policies import parts, tasks
from zhongshu.domains.drafting.queries import entries, text_of_entries
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.events import publish
from zhongshu.kernel.text import digest
from zhongshu.platform.audit import public as audit
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Duty


@transaction.atomic
def assign_part(
    task: DraftingTask,
    *,
    entry_ids: Iterable[int],
    unit_id: int,
    working_days: int,
    by: Actor,
    contact_id: int | None = None,
    instruction: str = "",
) -> Part:
    """Give entries of the outline to a unit (分工): its contact person writes them within so many working days.

    Entries below a chosen one go with it. Without a named contact person the unit's own is taken.

    Raises:
        NotPermitted: not the writer.
        RuleBroken: the outline is not approved, no entry is free, the unit has nobody, or the day lies after the task's own.
    """
    tasks.require(by, "edit", task)
    if task.state != TaskState.WRITING:
        raise RuleBroken("提纲审定后、统稿前才能分工", code="wrong_state", present=task.state)
    rows = _with_subordinates(entries(task), set(entry_ids))
    if not rows:
        raise RuleBroken("请选择要分出去的提纲条目", code="no_entries", field="entries")
    if any(row.part_id for row in rows):
        raise RuleBroken("所选条目有的已经分给其他单位，请重新选择", code="entries_taken", field="entries")
    contact = _contact(unit_id, contact_id, task.secrecy)
    now = clock.now()
    due = calendars.due(now, working_days=working_days, organ_id=task.organ_id)
    if due.date > task.due_date:
        raise RuleBroken(
            f"交稿时限（{due.date:%m月%d日}）晚于整篇完成日期（{task.due_date:%m月%d日}），请缩短",
            code="due_too_late",
            field="working_days",
        )
    part = Part.objects.create(
        task=task,
        title="；".join(row.heading for row in rows if row.level == min(row.level for row in rows))[:300],
        unit_id=unit_id,
        contact=contact,
        contact_name=contact.name,
        instruction=instruction.strip()[:500],
        secrecy=task.secrecy,
        due_at=due.at,
        due_explanation=due.explanation,
        text=text_of_entries(rows),
        created_at=now,
        updated_at=now,
    )
    OutlineEntry.objects.filter(pk__in=[row.pk for row in rows]).update(part=part)
    audit.record("drafting.part_assigned", part, by=by, task=task.pk, contact=contact.name)
    text = f"请起草：{task.title}——{part.title}，{timezone.localtime(due.at):%m月%d日}前交稿"
    tell([contact.pk], kind="drafting.part_assigned", text=text, ref=part.ref, secrecy=part.secrecy, by=by)
    return part


def _with_subordinates(rows: list[OutlineEntry], chosen: set[int]) -> list[OutlineEntry]:
    found, depth = [], 0
    for row in rows:
        if depth and row.level <= depth:
            depth = 0
        if not depth and row.pk in chosen:
            depth = row.level
        if depth:
            found.append(row)
    return found


def _contact(unit_id: int, contact_id: int | None, secrecy: int) -> organizations.Person:
    unit = organizations.unit(unit_id)
    if contact_id is not None:
        contact = organizations.person(contact_id)
        if not organizations.members(unit_id).filter(pk=contact_id).exists():
            raise RuleBroken(f"{contact.name}不在{unit}任职，请重新选择联系人", code="contact_elsewhere", field="contact")
    else:
        own = organizations.holders(Duty.CONTACT_PERSON, unit_id) if unit.is_organ else []
        found = own[0] if own else organizations.head_of(unit_id)
        if found is None:
            raise RuleBroken(f"{unit}没有在职人员，请另选单位或指定联系人", code="nobody_there", field="unit")
        contact = found
    if contact.clearance < secrecy:
        raise RuleBroken(f"{contact.name}的知悉等级不够，请另选联系人", code="above_clearance", field="contact")
    return contact


@transaction.atomic
def save_part(part: Part, *, text: str, revision: int, by: Actor, automatic: bool = False) -> Part:
    """Keep what was written of a part (保存章节), if nobody else saved since ``revision``.

    Raises:
        NotPermitted: not the contact person.
        RuleBroken: handed in already, or a mark above the ceiling.
        StaleState: somebody else saved first.
    """
    parts.require(by, "write", part)
    if not part.is_being_written:
        raise RuleBroken("章节已提交，不能再改；需要修改的请执笔人退回", code="wrong_state", present=part.state)
    require_storable(text, by=by, about=part.title)
    changed = Part.objects.filter(pk=part.pk, revision=revision, state=part.state).update(
        text=text, revision=F("revision") + 1, edited_by_name=by.name, updated_at=clock.now()
    )
    if not changed:
        current = Part.objects.get(pk=part.pk)
        raise saved_by_another(current.edited_by_name, current.revision)
    part.refresh_from_db()
    if not automatic:
        audit.record("drafting.part_saved", part, by=by, revision=part.revision)
    return part


@transaction.atomic
def submit_part(part: Part, *, by: Actor) -> None:
    """Hand a part in (交稿): its text is kept as a version.

    Raises:
        NotPermitted: not the contact person.
        RuleBroken: nothing was written under the headings, or handed in already.
        StaleState: somebody else acted first.
    """
    parts.require(by, "write", part)
    headings = {row.heading for row in part.entries.all()}
    written = [line for line in part.text.split("\n") if line.strip() and not any(line.strip().endswith(one) for one in headings)]
    if not written:
        raise RuleBroken("章节还没有正文，请写好后再提交", code="nothing_written", field="text")
    now = clock.now()
    states.move(part, to=PartState.SUBMITTED, submitted_at=now, updated_at=now, return_reason="")
    highest = part.versions.aggregate(highest=Max("sequence"))["highest"] or 0
    unit = organizations.unit(part.unit_id)
    PartVersion.objects.create(
        part=part,
        sequence=highest + 1,
        text=part.text,
        digest=digest(part.text),
        person_id=by.person_id,
        person_name=by.name,
        unit_name=str(unit),
        at=now,
    )
    due_date = timezone.localtime(part.due_at).date()
    late = max(0, calendars.working_days_between(due_date, clock.today(), organ_id=part.task.organ_id))
    audit.record("drafting.part_submitted", part, by=by, working_days_late=late)
    publish(PartSubmitted(part.pk, part.task_id, part.unit_id, working_days_late=late))
    text = f"{unit}已交稿：{part.task.title}——{part.title}"
    tell([part.task.writer_id], kind="drafting.part_submitted", text=text, ref=part.ref, secrecy=part.secrecy, by=by)


@transaction.atomic
def return_part(part: Part, *, reason: str, by: Actor) -> None:
    """Send a part back to be rewritten (退回修改); one already taken too, while the texts are being merged anew.

    Raises:
        NotPermitted: not the task's writer.
        RuleBroken: no reason, nothing was handed in, or the texts are merged already.
        StaleState: somebody else acted first.
    """
    parts.require(by, "review", part)
    reason = require_reason(reason, "退回章节必须说明修改意见，请填写", longest=500)
    if part.task.state != TaskState.WRITING:
        raise RuleBroken("已经开始统稿，请在统稿中直接修改", code="wrong_state", present=part.task.state)
    states.move(part, to=PartState.RETURNED, return_reason=reason, accepted_at=None, updated_at=clock.now())
    audit.record("drafting.part_returned", part, by=by, reason=reason)
    text = f"章节退回修改：{part.task.title}——{part.title}。意见：{reason}"
    tell([part.contact_id], kind="drafting.part_returned", text=text, ref=part.ref, secrecy=part.secrecy, by=by)


@transaction.atomic
def accept_part(part: Part, *, by: Actor) -> None:
    """Take a part as it was handed in (采用).

    Raises:
        NotPermitted: not the task's writer.
        RuleBroken: nothing was handed in.
        StaleState: somebody else acted first.
    """
    parts.require(by, "review", part)
    states.move(part, to=PartState.ACCEPTED, accepted_at=clock.now(), updated_at=clock.now())
    audit.record("drafting.part_accepted", part, by=by)
    text = f"章节已采用：{part.task.title}——{part.title}"
    tell([part.contact_id], kind="drafting.part_accepted", text=text, ref=part.ref, secrecy=part.secrecy, by=by)


@transaction.atomic
def hand_on(part: Part, *, contact_id: int, by: Actor) -> None:
    """Let a colleague of the same unit write the part (转交本单位人员); what was written stays.

    Raises:
        NotPermitted: not the contact person.
        RuleBroken: the colleague works elsewhere or is not cleared, or the part was handed in.
    """
    parts.require(by, "write", part)
    if not part.is_being_written:
        raise RuleBroken("章节已提交，不能再转交", code="wrong_state", present=part.state)
    contact = _contact(part.unit_id, contact_id, part.secrecy)
    Part.objects.filter(pk=part.pk).update(contact=contact, contact_name=contact.name, updated_at=clock.now())
    part.refresh_from_db()
    audit.record("drafting.part_handed_on", part, by=by, contact=contact.name)
    text = f"{by.name}转交起草：{part.task.title}——{part.title}"
    tell([contact.pk, part.task.writer_id], kind="drafting.part_assigned", text=text, ref=part.ref, secrecy=part.secrecy, by=by)


@transaction.atomic
def withdraw_part(part: Part, *, reason: str, by: Actor) -> None:
    """Take a part away from its unit (收回章节); its entries can be given out anew, what was written stays to be read.

    Raises:
        NotPermitted: not the task's writer.
        RuleBroken: no reason, or the texts are merged already.
        StaleState: somebody else acted first.
    """
    parts.require(by, "review", part)
    reason = require_reason(reason, "收回章节必须说明理由，请填写", longest=500)
    if part.task.state != TaskState.WRITING:
        raise RuleBroken("已经开始统稿，不能再收回章节", code="wrong_state", present=part.task.state)
    states.move(part, to=PartState.WITHDRAWN, return_reason=reason, updated_at=clock.now())
    part.entries.update(part=None)
    audit.record("drafting.part_withdrawn", part, by=by, reason=reason)
    text = f"章节已收回：{part.task.title}——{part.title}。理由：{reason}"
    tell([part.contact_id], kind="drafting.part_withdrawn", text=text, ref=part.ref, secrecy=part.secrecy, by=by)
