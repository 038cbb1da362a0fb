"""What drafting puts among a person's work (待办): chapters to write, outlines to draw up and to approve, texts to merge."""

from django.db.models import Case, Q, QuerySet, Value, When

from zhongshu.domains.drafting.choices import PartState, TaskState
from zhongshu.domains.drafting.models import DraftingTask, Part
from zhongshu.kernel.actors import Actor
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.worklist import public as worklist


def parts(actor: Actor) -> list[QuerySet]:
    open_parts = Part.objects.filter(contact__in=actor.acts_as, state__in=[PartState.ASSIGNED, PartState.RETURNED])
    return [open_parts.filter(task__state=TaskState.WRITING, secrecy__lte=actor.clearance)]


def tasks(actor: Actor) -> list[QuerySet]:
    """Return the tasks that wait for the actor as their writer or as the one who approves their outline."""
    own = Q(writer__in=actor.acts_as, state__in=[TaskState.OUTLINING, TaskState.MERGING])
    to_approve = Q(section_head__in=actor.acts_as, state=TaskState.IN_OUTLINE_REVIEW)
    return [DraftingTask.objects.filter(part, secrecy__lte=actor.clearance) for part in (own, to_approve)]


def announce() -> None:
    worklist.register_errands(
        worklist.Errands(
            kind="drafting.part",
            rows=parts,
            ref_kind="drafting.part",
            step=Value("章节起草"),
            who="task__writer_name",
            arrived_at="created_at",
            due_at="due_at",
            times_urged="reminder_count",
            returned=Case(When(state=PartState.RETURNED, then=True), default=False),
        )
    )
    worklist.register_errands(
        worklist.Errands(
            kind="drafting.task",
            rows=tasks,
            ref_kind="drafting.task",
            step=Case(
                When(state=TaskState.IN_OUTLINE_REVIEW, then=Value("审定提纲")),
                When(state=TaskState.MERGING, then=Value("统稿")),
                default=Value("拟提纲"),
            ),
            who="requester_name",
            arrived_at="created_at",
            due_at=calendars.ClosingMoment("due_date"),
        )
    )
