"""Every read: visibility included."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from zhongshu.domains.drafting import attribution
from zhongshu.domains.drafting.choices import PartState, TaskState
from zhongshu.domains.drafting.models import DraftingTask, OutlineComment, OutlineEntry, Part, PartVersion
from zhongshu.domains.drafting.outline import Entry, numbers
from zhongshu.domains.drafting.policies import parts as part_policy
from zhongshu.domains.drafting.policies import tasks as task_policy
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.pages import Page, keyset

OPEN_PARTS = (PartState.ASSIGNED, PartState.RETURNED)
COUNTED = ~Q(parts__state=PartState.WITHDRAWN)


def ledger(viewer: Actor, *, words: str = "", state: str = "", mine: bool = False) -> QuerySet[DraftingTask]:
    """Return the tasks that the viewer may see, each with ``parts_all`` and ``parts_accepted``."""
    found = task_policy.visible(viewer).select_related("organ", "unit")
    if words:
        found = found.filter(title__contains=words)
    if state:
        found = found.filter(state=state)
    if mine:
        found = found.filter(writer__in=viewer.acts_as)
    return found


def with_progress(found: QuerySet[DraftingTask]) -> QuerySet[DraftingTask]:
    return found.annotate(
        parts_all=Count("parts", filter=COUNTED),
        parts_accepted=Count("parts", filter=Q(parts__state=PartState.ACCEPTED)),
        parts_submitted=Count("parts", filter=Q(parts__state=PartState.SUBMITTED)),
    )


def ledger_page(found: QuerySet[DraftingTask], *, after: str | None = None, before: str | None = None) -> Page:
    """Cut one page out of the ledger, newest first."""
    return keyset(with_progress(found), order=("-created_at", "-id"), after=after, before=before)


def detail(viewer: Actor) -> QuerySet[DraftingTask]:
    """Return the tasks that the viewer may see, each with what the viewer may do."""
    found = task_policy.mark(task_policy.visible(viewer), viewer, "edit", "approve_outline", "cancel")
    return found.select_related("organ", "unit")


def entries(task: DraftingTask) -> list[OutlineEntry]:
    """Return the outline as it stands, each entry with ``number`` and its comments: two queries."""
    comments = Prefetch("comments", queryset=OutlineComment.objects.order_by("at", "pk"))
    rows = list(task.entries.filter(removed=False).select_related("part").prefetch_related(comments))
    for number, row in zip(numbers([row.level for row in rows]), rows, strict=True):
        vars(row)["number"] = number
    return rows


def plain(rows: Sequence[OutlineEntry]) -> list[Entry]:
    return [Entry(row.level, row.heading, row.points) for row in rows]


def open_comments(task: DraftingTask) -> QuerySet[OutlineComment]:
    return task.comments.filter(answered_at=None)


def parts_of(task: DraftingTask, viewer: Actor) -> QuerySet[Part]:
    """Return the parts of a task that the viewer sees, in the order of the outline's making."""
    found = part_policy.mark(part_policy.visible(viewer).filter(task=task), viewer, "write", "review")
    return found.select_related("unit").order_by("pk")


def parts(viewer: Actor) -> QuerySet[Part]:
    """Return the parts that the viewer may see, each with what the viewer may do."""
    found = part_policy.mark(part_policy.visible(viewer), viewer, "write", "review")
    return found.select_related("unit", "task", "task__unit", "task__organ")


def my_parts(viewer: Actor, *, state: str = "") -> QuerySet[Part]:
    """Return the parts that are the viewer's to write (我的章节), those of delegators included; withdrawn ones left out."""
    found = parts(viewer).filter(contact__in=viewer.acts_as).exclude(state=PartState.WITHDRAWN)
    if state == "open":
        return found.filter(state__in=OPEN_PARTS)
    return found.filter(state=state) if state else found


def my_parts_page(found: QuerySet[Part], *, after: str | None = None, before: str | None = None) -> Page:
    """Cut one page out of one's parts, latest first."""
    return keyset(found, order=("-created_at", "-id"), after=after, before=before)


def due_soon(until: dt.datetime, not_since: dt.datetime) -> QuerySet[Part]:
    """Return the parts that are due by ``until``, not handed in, and about which nobody was reminded since ``not_since``."""
    found = Part.objects.filter(state__in=OPEN_PARTS, due_at__lte=until, task__state=TaskState.WRITING)
    return found.exclude(last_reminded_at__gt=not_since).select_related("task", "unit").order_by("pk")


def text_of_entries(rows: Sequence[OutlineEntry]) -> str:
    """Return the headings of a part with their numbers, one a line: what its writer begins with."""
    return "\n".join(f"{vars(row)['number']}{row.heading}" for row in rows)


def grown(part: Part) -> list[attribution.Passage]:
    """Return the paragraphs of a part as last handed in, each by who first wrote it."""
    versions = PartVersion.objects.filter(part=part).order_by("sequence")
    written = ((attribution.Writer(row.person_id, row.person_name, row.unit_name), row.text) for row in versions)
    return attribution.grown(written, part_id=part.pk)


def passages(task: DraftingTask) -> list[attribution.Passage]:
    """Return the merged text paragraph by paragraph."""
    return [
        attribution.Passage(
            row.text, attribution.Writer(row.writer_id, row.writer_name, row.unit_name), row.part_id, row.editor_name
        )
        for row in task.passages.all()
    ]


def shares(found: Sequence[attribution.Passage]) -> list[tuple[str, str, int]]:
    """Return how many characters of the text each unit's people wrote: (unit, names, characters), in order of appearance."""
    counted: dict[str, tuple[dict[str, None], int]] = {}
    for passage in found:
        names, total = counted.get(passage.writer.unit_name, ({}, 0))
        counted[passage.writer.unit_name] = ({**names, passage.writer.name: None}, total + len(passage.text))
    return [(unit, "、".join(names), total) for unit, (names, total) in counted.items()]


@dataclass(frozen=True)
class Manuscript:
    """What goes on as a draft.

    ``written_by`` says who wrote each paragraph, as (text, writer, unit, last changed by). ``contributions`` let the text grow from
    writer to writer, as (writer, unit, text so far); what the task's own writer changed afterwards makes ``text`` of the last one.
    """

    task_id: int
    title: str
    document_type: str
    text: str
    organ_id: int
    writer_id: int
    secrecy: int
    written_by: tuple[tuple[str, str, str, str], ...]
    contributions: tuple[tuple[str, str, str], ...]


def manuscript(task_id: int) -> Manuscript:
    """Return the merged text of a task, for whoever makes a document of it."""
    task = DraftingTask.objects.get(pk=task_id)
    written_by = tuple((one.text, one.writer.name, one.writer.unit_name, one.editor_name) for one in passages(task))
    return Manuscript(
        task.pk, task.title, task.document_type, task.merged_text, task.organ_id, task.writer_id, task.secrecy, written_by,
        tuple(_contributions(task)),
    )  # fmt: skip


def put_together(task: DraftingTask, own: attribution.Writer) -> list[attribution.Passage]:
    """Return the parts in the order of the outline, as they were handed in; entries that nobody was given are bare headings."""
    written = {part.pk: grown(part) for part in task.parts.exclude(state=PartState.WITHDRAWN)}
    found: list[attribution.Passage] = []
    for entry in entries(task):
        if entry.part_id is None:
            found.append(attribution.Passage(f"{vars(entry)['number']}{entry.heading}", own))
        else:
            found += written.pop(entry.part_id, [])
    return found


def _contributions(task: DraftingTask) -> Iterator[tuple[str, str, str]]:
    found = put_together(task, attribution.Writer(task.writer_id, task.writer_name))
    others = list(dict.fromkeys(one.writer for one in found if one.writer.person_id != task.writer_id))
    for number, writer in enumerate(others, start=1):
        text = "\n".join(one.text for one in found if one.writer in others[:number])
        yield writer.name, writer.unit_name, text


def has_document(task_id: int) -> bool:
    return DraftingTask.objects.filter(pk=task_id, document_id__isnull=False).exists()
