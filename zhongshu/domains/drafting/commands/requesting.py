"""交办、终止: a text is asked for, or no longer wanted."""

import datetime as dt

from django.db import transaction

from zhongshu.domains.drafting.choices import DocumentType, TaskState
from zhongshu.domains.drafting.commands.telling import require_reason, require_storable, tell
from zhongshu.domains.drafting.models import DraftingTask
from zhongshu.domains.drafting.policies import tasks
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.audit import public as audit
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.secrecy import public as secrecy


@transaction.atomic
def request_task(
    *,
    title: str,
    writer_id: int,
    due_date: dt.date,
    by: Actor,
    requirement: str = "",
    document_type: str = DocumentType.REPORT,
    section_head_id: int | None = None,
    secrecy_level: int = 0,
) -> DraftingTask:
    """Ask a person of one's own organ to write a text until a day (交办起草); whose section head approves the outline.

    Raises:
        NotPermitted: the actor holds no post.
        RuleBroken: the writer works elsewhere, the day has passed, nobody could approve the outline, or a mark above the ceiling.
    """
    if by.person_id is None or by.organ_id is None:
        raise NotPermitted("您目前没有任职岗位，不能交办起草任务，请联系本单位办公室", code="no_post")
    secrecy.ensure_storable(secrecy_level, by=by, about=title)
    require_storable(title, requirement, by=by, about=title)
    if secrecy_level > by.clearance:
        raise RuleBroken("所选等级高于您的知悉等级，不能交办", code="above_clearance", field="secrecy_level")
    writer = organizations.actor_of(writer_id)
    if writer.unit_id is None or by.organ_id not in writer.organ_ids:
        raise RuleBroken("执笔人应当是本机关人员，请重新选择", code="writer_elsewhere", field="writer")
    if due_date < clock.today():
        raise RuleBroken("完成日期不能早于今天，请重新填写", code="due_in_the_past", field="due_date")
    head = _section_head(writer, section_head_id, by)
    now = clock.now()
    task = DraftingTask.objects.create(
        title=title,
        document_type=document_type,
        requirement=requirement,
        organ_id=by.organ_id,
        unit_id=writer.unit_id,
        requester_id=by.person_id,
        requester_name=by.name,
        writer_id=writer_id,
        writer_name=writer.name,
        section_head=head,
        section_head_name=head.name,
        secrecy=secrecy_level,
        due_date=due_date,
        created_at=now,
        updated_at=now,
    )
    audit.record("drafting.task_requested", task, by=by, writer=writer.name)
    text = f"{by.name}交办起草任务：{title}，{due_date:%m月%d日}前完成，请先拟提纲"
    tell([writer_id], kind="drafting.task_requested", text=text, ref=task.ref, secrecy=secrecy_level, by=by)
    return task


def _section_head(writer: Actor, chosen: int | None, by: Actor) -> organizations.Person:
    if chosen:
        head = organizations.person(chosen)
    else:
        found = organizations.head_of(writer.unit_id or 0)
        # Whoever leads the section and writes himself is approved by whoever asked for the text.
        head = found if found is not None and found.pk != writer.person_id else organizations.person(by.person_id or 0)
    if head.pk == writer.person_id:
        raise RuleBroken("提纲审定人不能是执笔人本人，请另选", code="head_is_writer", field="section_head")
    return head


@transaction.atomic
def cancel(task: DraftingTask, *, reason: str, by: Actor) -> None:
    """Call a task off (终止起草任务); all that was written stays to be read.

    Raises:
        NotPermitted: neither who asked for the text nor the section head.
        RuleBroken: no reason, or the text has gone on or was called off already.
        StaleState: somebody else acted first.
    """
    tasks.require(by, "cancel", task)
    reason = require_reason(reason, "终止起草任务必须说明理由，请填写")
    states.move(task, to=TaskState.CANCELLED, ended_reason=reason, updated_at=clock.now())
    audit.record("drafting.task_cancelled", task, by=by, reason=reason)
    contacts = task.parts.exclude(state="withdrawn").values_list("contact_id", flat=True)
    text = f"起草任务已终止：{task.title}。理由：{reason}"
    people = [task.writer_id, task.requester_id, *contacts]
    tell(people, kind="drafting.task_cancelled", text=text, ref=task.ref, secrecy=task.secrecy, by=by)
