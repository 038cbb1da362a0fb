"""提纲: written by the writer, discussed by all who take part, approved by the section head."""

from difflib import SequenceMatcher

from django.db import transaction

from zhongshu.domains.drafting import outline
from zhongshu.domains.drafting.choices import TaskState
from zhongshu.domains.drafting.commands.telling import require_reason, require_storable, tell
from zhongshu.domains.drafting.models import DraftingTask, OutlineComment, OutlineEntry
from zhongshu.domains.drafting.policies import tasks
from zhongshu.kernel import clock, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.audit import public as audit

LONGEST_HEADING = 200
MOST_ENTRIES = 300
# A heading of which less was kept is another one.
ALIKE = 0.5


@transaction.atomic
def save_outline(task: DraftingTask, *, text: str, by: Actor) -> list[OutlineEntry]:
    """Write the outline (拟提纲). An entry that stays, moves or is reworded keeps its discussion; one taken out is kept hidden.

    Raises:
        NotPermitted: not the writer.
        RuleBroken: the outline is not open for writing, an entry has no heading, or a mark above the ceiling.
    """
    tasks.require(by, "edit", task)
    if task.state != TaskState.OUTLINING:
        raise RuleBroken("提纲已送审或已审定，不能再改；确需修改请审定人退回", code="wrong_state", present=task.state)
    require_storable(text, by=by, about=task.title)
    wanted = outline.parse(text)
    if len(wanted) > MOST_ENTRIES:
        raise RuleBroken(f"提纲不能超过{MOST_ENTRIES}条", code="outline_too_long", field="text")
    for place, entry in enumerate(wanted, start=1):
        if not entry.heading or len(entry.heading) > LONGEST_HEADING:
            what = "没有标题" if not entry.heading else f"标题超过{LONGEST_HEADING}字"
            raise RuleBroken(f"提纲第{place}条{what}，请修改", code="bad_entry", field="text")
    present = list(task.entries.filter(removed=False).order_by("position", "pk"))
    kept = _successors(present, wanted)
    for place, entry in enumerate(wanted):
        row = kept.get(place) or OutlineEntry(task=task)
        row.position, row.level, row.heading, row.points = place, entry.level, entry.heading, entry.points
        row.save()
    staying = {row.pk for row in kept.values()}
    task.entries.filter(pk__in=[row.pk for row in present if row.pk not in staying]).update(removed=True)
    DraftingTask.objects.filter(pk=task.pk).update(updated_at=clock.now())
    audit.record("drafting.outline_saved", task, by=by, entries=len(wanted))
    return list(task.entries.filter(removed=False))


def _successors(present: list[OutlineEntry], wanted: list[outline.Entry]) -> dict[int, OutlineEntry]:
    """Return, by place in the new outline, the entry that it was before: of the same heading, else of the most alike one."""
    found: dict[int, OutlineEntry] = {}
    free = list(present)
    for place, entry in enumerate(wanted):
        same = next((row for row in free if row.heading == entry.heading), None)
        if same is not None:
            found[place] = same
            free.remove(same)
    for place, entry in enumerate(wanted):
        if place in found or not free:
            continue
        likeness, row = max(((SequenceMatcher(None, row.heading, entry.heading).ratio(), row) for row in free), key=_first)
        if likeness >= ALIKE:
            found[place] = row
            free.remove(row)
    return found


def _first(pair: tuple[float, OutlineEntry]) -> float:
    return pair[0]


@transaction.atomic
def comment(task: DraftingTask, *, words: str, entry_id: int | None = None, by: Actor) -> OutlineComment:
    """Remark on an entry of the outline, or on the whole of it (提纲讨论).

    Raises:
        NotPermitted: has no part in the task.
        RuleBroken: nothing said, no such entry, or the task is finished.
    """
    tasks.require(by, "comment", task)
    if not task.is_open:
        raise RuleBroken("任务已办结，不能再讨论提纲", code="wrong_state", present=task.state)
    words = words.strip()
    if not words:
        raise RuleBroken("请填写意见", code="words_missing", field="words")
    if by.person_id is None:
        raise NotPermitted("提纲意见须由工作人员提出", code="comment_without_person")
    require_storable(words, by=by, about=task.title)
    if entry_id is not None and not task.entries.filter(pk=entry_id, removed=False).exists():
        raise RuleBroken("该条提纲已被删去，请刷新后查看", code="entry_gone", field="words")
    made = OutlineComment.objects.create(
        task=task,
        entry_id=entry_id,
        words=words[:1000],
        person_id=by.person_id,
        person_name=by.name,
        unit_name=by.unit_name,
        at=clock.now(),
    )
    audit.record("drafting.outline_commented", task, by=by, comment=made.pk)
    text = f"{by.name}对提纲提出意见：{task.title}"
    tell([task.writer_id], kind="drafting.outline_commented", text=text, ref=task.ref, secrecy=task.secrecy, by=by)
    return made


@transaction.atomic
def answer_comment(made: OutlineComment, *, answer: str, by: Actor) -> None:
    """Say what became of a remark (处理意见); whoever made it is told.

    Raises:
        NotPermitted: not the writer.
        RuleBroken: nothing said, or answered already.
    """
    task = made.task
    tasks.require(by, "edit", task)
    answer = answer.strip()[:500]
    if not answer:
        raise RuleBroken("请填写如何处理，如“已采纳”“未采纳，理由是……”", code="words_missing", field="answer")
    changed = OutlineComment.objects.filter(pk=made.pk, answered_at=None).update(
        answer=answer, answered_by_name=by.name, answered_at=clock.now()
    )
    if not changed:
        raise RuleBroken("这条意见已经处理过了", code="wrong_state")
    made.refresh_from_db()
    audit.record("drafting.comment_answered", task, by=by, comment=made.pk)
    text = f"您对提纲的意见已处理：{task.title}。{answer}"
    tell([made.person_id], kind="drafting.comment_answered", text=text, ref=task.ref, secrecy=task.secrecy, by=by)


@transaction.atomic
def submit_outline(task: DraftingTask, *, by: Actor) -> None:
    """Put the outline before the section head (提纲送审).

    Raises:
        NotPermitted: not the writer.
        RuleBroken: there is no outline, or it is under review or approved already.
        StaleState: somebody else acted first.
    """
    tasks.require(by, "edit", task)
    if not task.entries.filter(removed=False).exists():
        raise RuleBroken("提纲还是空的，请先拟提纲再送审", code="no_outline", field="text")
    states.move(task, to=TaskState.IN_OUTLINE_REVIEW, updated_at=clock.now())
    audit.record("drafting.outline_submitted", task, by=by)
    text = f"提纲待审定：{task.title}（{task.writer_name}）"
    tell([task.section_head_id], kind="drafting.outline_submitted", text=text, ref=task.ref, secrecy=task.secrecy, by=by)


@transaction.atomic
def approve_outline(task: DraftingTask, *, by: Actor) -> None:
    """Approve the outline (审定提纲): the parts can be given out. Remarks that wait for an answer must have one first.

    Raises:
        NotPermitted: not the section head.
        RuleBroken: remarks wait, or no outline is under review.
        StaleState: somebody else acted first.
    """
    tasks.require(by, "approve_outline", task)
    waiting = task.comments.filter(answered_at=None, entry__removed=False).count()
    waiting += task.comments.filter(answered_at=None, entry=None).count()
    if waiting and task.state == TaskState.IN_OUTLINE_REVIEW:
        raise RuleBroken(f"还有{waiting}条讨论意见没有处理，请执笔人处理后再审定", code="comments_waiting")
    states.move(
        task,
        to=TaskState.WRITING,
        outline_approved_at=clock.now(),
        outline_returned_reason="",
        updated_at=clock.now(),
    )
    audit.record("drafting.outline_approved", task, by=by)
    text = f"提纲已审定：{task.title}，请分工起草"
    tell([task.writer_id], kind="drafting.outline_approved", text=text, ref=task.ref, secrecy=task.secrecy, by=by)


@transaction.atomic
def return_outline(task: DraftingTask, *, reason: str, by: Actor) -> None:
    """Send the outline back to its writer (退回提纲).

    Raises:
        NotPermitted: not the section head.
        RuleBroken: no reason, or no outline is under review.
        StaleState: somebody else acted first.
    """
    tasks.require(by, "approve_outline", task)
    reason = require_reason(reason, "退回提纲必须说明意见，请填写")
    states.move(task, to=TaskState.OUTLINING, outline_returned_reason=reason, updated_at=clock.now())
    audit.record("drafting.outline_returned", task, by=by, reason=reason)
    text = f"提纲退回修改：{task.title}。意见：{reason}"
    tell([task.writer_id], kind="drafting.outline_returned", text=text, ref=task.ref, secrecy=task.secrecy, by=by)
