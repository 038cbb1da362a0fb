"""统稿: the parts become one text, in which every paragraph keeps its writer; then it goes on as a draft."""

from django.db import transaction
from django.db.models import F

from zhongshu.domains.drafting import attribution
from zhongshu.domains.drafting.attribution import Passage, Writer
from zhongshu.domains.drafting.choices import PartState, TaskState
from zhongshu.domains.drafting.commands.telling import require_storable, saved_by_another, tell
from zhongshu.domains.drafting.events import TaskHandedOver
from zhongshu.domains.drafting.models import DraftingTask, MergedPassage
from zhongshu.domains.drafting.policies import tasks
from zhongshu.domains.drafting.queries import passages, put_together
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.events import publish
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.audit import public as audit
from zhongshu.platform.organizations import public as organizations


@transaction.atomic
def begin_merging(task: DraftingTask, *, by: Actor) -> None:
    """Put the parts together in the order of the outline (开始统稿). Entries that nobody was given stand as bare headings.

    Raises:
        NotPermitted: not the writer.
        RuleBroken: a part is not in or not taken, none was given out, or the time has not come.
        StaleState: somebody else acted first.
    """
    tasks.require(by, "edit", task)
    rows = list(task.parts.exclude(state=PartState.WITHDRAWN).select_related("unit"))
    if task.state == TaskState.WRITING:
        if not rows:
            raise RuleBroken("还没有分工，请先把提纲条目分给有关单位", code="no_parts")
        waiting = [row for row in rows if row.state != PartState.ACCEPTED]
        if waiting:
            names = "、".join(f"{row.unit}“{row.title}”" for row in waiting[:3])
            raise RuleBroken(f"还有{len(waiting)}个章节没有采用：{names}，请催交或退回后再统稿", code="parts_waiting")
    states.move(task, to=TaskState.MERGING, updated_at=clock.now())
    merged = put_together(task, Writer(by.person_id, by.name, str(organizations.unit(task.unit_id))))
    _write(task, "\n".join(passage.text for passage in merged), merged, revision=task.merged_revision)
    audit.record("drafting.merging_begun", task, by=by, parts=len(rows))


@transaction.atomic
def save_merged(task: DraftingTask, *, text: str, revision: int, by: Actor, automatic: bool = False) -> DraftingTask:
    """Keep the merged text (保存统稿), if nobody else saved since ``revision``; every paragraph keeps its writer.

    Raises:
        NotPermitted: not the writer.
        RuleBroken: the texts are not being merged, or a mark above the ceiling.
        StaleState: somebody else saved first.
    """
    tasks.require(by, "edit", task)
    if task.state != TaskState.MERGING:
        raise RuleBroken("当前不在统稿阶段，不能修改统稿", code="wrong_state", present=task.state)
    require_storable(text, by=by, about=task.title)
    editor = Writer(by.person_id, by.name, str(organizations.unit(task.unit_id)))
    _write(task, text, attribution.carried(passages(task), text, editor), revision=revision)
    if not automatic:
        audit.record("drafting.merged_text_saved", task, by=by, revision=task.merged_revision)
    return task


def _write(task: DraftingTask, text: str, found: list[Passage], *, revision: int) -> None:
    changed = DraftingTask.objects.filter(pk=task.pk, merged_revision=revision, state=TaskState.MERGING).update(
        merged_text=text, merged_revision=F("merged_revision") + 1, updated_at=clock.now()
    )
    if not changed:
        raise saved_by_another(task.writer_name, DraftingTask.objects.get(pk=task.pk).merged_revision)
    task.passages.all().delete()
    MergedPassage.objects.bulk_create(
        MergedPassage(
            task=task,
            position=place,
            text=passage.text,
            part_id=passage.part_id,
            writer_id=passage.writer.person_id,
            writer_name=passage.writer.name,
            unit_name=passage.writer.unit_name,
            editor_name=passage.editor_name,
        )
        for place, passage in enumerate(found)
    )
    task.refresh_from_db()


@transaction.atomic
def hand_over(task: DraftingTask, *, by: Actor) -> None:
    """Let the merged text go on as a draft of a document (转拟稿).

    Raises:
        NotPermitted: not the writer.
        RuleBroken: the text is empty, or not merged yet.
        StaleState: somebody else acted first.
    """
    tasks.require(by, "edit", task)
    if task.state == TaskState.MERGING and not task.merged_text.strip():
        raise RuleBroken("统稿还是空的，不能转拟稿", code="nothing_written", field="text")
    states.move(task, to=TaskState.HANDED_OVER, handed_over_at=clock.now(), updated_at=clock.now())
    audit.record("drafting.handed_over", task, by=by)
    publish(TaskHandedOver(task.pk, task.organ_id, task.writer_id))
    text = f"文稿已转拟稿：{task.title}"
    people = [task.requester_id, task.section_head_id]
    tell(people, kind="drafting.handed_over", text=text, ref=task.ref, secrecy=task.secrecy, by=by)


@transaction.atomic
def note_document(task_id: int, ref: ObjectRef) -> bool:
    """Note which document the text became; False if one is noted already. Safe to run twice."""
    free = DraftingTask.objects.filter(pk=task_id, state=TaskState.HANDED_OVER, document_id=None)
    return bool(free.update(document_kind=ref.kind, document_id=ref.id))
