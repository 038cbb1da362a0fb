"""花脸稿 and 修改痕迹: what each level of review made of a text, by whom, when and why."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from zhongshu.domains.documents import reasons
from zhongshu.domains.documents.choices import ReviewLevel
from zhongshu.domains.documents.levels import Station, level_of
from zhongshu.domains.documents.models import ChangeReason, DocumentVersion, OutgoingDocument, TextComment
from zhongshu.domains.documents.policies import comment_policy
from zhongshu.kernel.actors import Actor
from zhongshu.platform.revisions import public as revisions
from zhongshu.platform.workflow import public as workflow


def names_of(document: OutgoingDocument) -> revisions.Names:
    """Return the names in the document's own fields: of organs and people that a reviewer must not misspell."""
    organs = {document.organ.name, str(document.organ), *document.principal_line.split("、"), *document.copies_line.split("、")}
    people = {document.drafter_name, document.signatory_name}
    found: list[tuple[str, revisions.Kind]] = [(name, "organ") for name in organs]
    found += [(name, "person") for name in people]
    return tuple(sorted((name, kind) for name, kind in found if 1 < len(name) <= 40))


def passages_to_explain(document: OutgoingDocument, before: DocumentVersion | None, item_id: int | None) -> list[reasons.Passage]:
    """Return the changes since ``before`` that need a reason, without those explained in the same work already."""
    if before is None or (before.title, before.body) == (document.title, document.body):
        return []
    found = reasons.passages(((before.title, document.title), (before.body, document.body)), names_of(document))
    if not found or item_id is None:
        return found
    rows = ChangeReason.objects.filter(version__document=document, version__item_id=item_id)
    return reasons.unexplained(found, rows.values_list("old", "new"))


@dataclass(frozen=True, slots=True)
class Cloth:
    """All versions of one document, woven: the title and the body as pieces whose versions count from 0."""

    versions: Sequence[DocumentVersion]
    title: Sequence[revisions.Piece]
    body: Sequence[revisions.Piece]

    def level(self, number: int) -> int:
        return self.versions[number].level


def cloth_of(document: OutgoingDocument, versions: Sequence[DocumentVersion]) -> Cloth:
    """Return the versions (with their texts, oldest first) woven into one."""
    names = names_of(document)
    title = _woven(tuple(version.title for version in versions), names)
    body = _woven(tuple(version.body for version in versions), names)
    return Cloth(versions, title, body)


@lru_cache(maxsize=16)
def _woven(texts: tuple[str, ...], names: revisions.Names) -> tuple[revisions.Piece, ...]:
    """Weave; remembered, because the same versions are looked at by several people one after the other."""
    return tuple(revisions.weave(texts, names))


@lru_cache(maxsize=64)
def compared(old: str, new: str, names: revisions.Names) -> tuple[revisions.Line, ...]:
    """Compare two texts; remembered like the cloth."""
    return tuple(revisions.compare(old, new, names))


@dataclass(slots=True)
class Passage:
    """One change in the list of provenance: who changed what into what, at which level, when and why."""

    number: int
    version: DocumentVersion
    old: str
    new: str
    kinds: tuple[str, ...]
    context: str
    writer: str = ""
    reasons: list[str] = field(default_factory=list)
    moved: bool = False

    @property
    def label(self) -> str:
        return revisions.label_of(self.kinds)

    @property
    def is_binding(self) -> bool:
        return bool(set(self.kinds) & reasons.BINDING)


def provenance(document: OutgoingDocument, versions: Sequence[DocumentVersion]) -> list[Passage]:
    """Return every change from the first version to the last, in the order in which they were made; one query for the reasons."""
    names = names_of(document)
    given: dict[int, list[ChangeReason]] = {}
    for reason in ChangeReason.objects.filter(version__document=document):
        given.setdefault(reason.version_id, []).append(reason)
    cloth = cloth_of(document, versions)
    found: list[Passage] = []
    for number, (older, newer) in enumerate(pairwise(versions), start=1):
        for old, new, head, pieces in ((older.title, newer.title, "标题", cloth.title), (older.body, newer.body, "", cloth.body)):
            lines = compared(old, new, names)
            writers = _Writers(pieces, versions, number)
            for line in lines:
                for change in revisions.changes([line]):
                    writer = writers.of(change.old) if line.op != "moved" else older.person_name
                    if not (change.old.strip() or change.new.strip()):
                        continue
                    kinds = tuple(kind for kind in revisions.LABELS if kind in change.kinds)
                    found.append(
                        Passage(
                            len(found) + 1, newer, change.old.strip(), change.new.strip(), kinds, head or change.context[:60],
                            writer, _reasons(given.get(newer.pk, ()), change),
                        )
                    )  # fmt: skip
                if line.op == "delete":
                    writers.of("\n")
            for line in lines:
                if line.op == "moved":
                    text = "".join(span.text for span in line.spans if span.op != "insert")
                    found.append(Passage(len(found) + 1, newer, text[:80], "", (), "", older.person_name, moved=True))
    return found


class _Writers:
    """Who wrote the words that one version took out: read along the cloth, in the order in which they were taken out."""

    def __init__(self, pieces: Sequence[revisions.Piece], versions: Sequence[DocumentVersion], number: int) -> None:
        self.versions, self.before = versions, versions[number - 1].person_name
        self.gone = [piece for piece in pieces if piece.died == number and not piece.left]
        self.text = "".join(piece.text for piece in self.gone)
        self.born = [piece.born for piece in self.gone for _ in piece.text]
        self.at = 0

    def of(self, words: str) -> str:
        """Return those who wrote the next words that went; the one who had the text before, where the cloth says otherwise."""
        if not words:
            return ""
        start = self.text.find(words, self.at)
        if start < 0:
            return self.before
        self.at = start + len(words)
        return "、".join(dict.fromkeys(self.versions[born].person_name for born in self.born[start : self.at]))


def _reasons(given: Sequence[ChangeReason], change: revisions.Change) -> list[str]:
    """Return the reasons given for a change: those that name it, else those given for the version as a whole."""
    key = (change.old.strip()[: reasons.LONGEST_PASSAGE], change.new.strip()[: reasons.LONGEST_PASSAGE])
    named = [reason.words for reason in given if (reason.old, reason.new) == key]
    return named or [reason.words for reason in given if not (reason.old or reason.new)]


def versions_with_texts(document: OutgoingDocument) -> list[DocumentVersion]:
    """Return the versions (稿次) with their texts, oldest first; what was written since the last one stands as one not yet kept."""
    rows = list(document.versions.all())
    if rows and (rows[-1].title, rows[-1].body) != (document.title, document.body):
        rows.append(
            DocumentVersion(
                document=document,
                sequence=rows[-1].sequence + 1,
                title=document.title,
                body=document.body,
                elements=rows[-1].elements,
                step_label="尚未送出",
                level=ReviewLevel.DRAFTING,
                person_name=document.edited_by_name,
                created_at=document.updated_at,
            )
        )
    return rows


@dataclass(slots=True)
class Visit:
    """One visit of the text to a level of review: who held it from when to when, and what they changed."""

    level: int
    step: str
    people: str
    entered_at: dt.datetime
    left_at: dt.datetime | None
    held: dt.timedelta
    is_returned: bool
    versions: list[DocumentVersion]
    counts: dict[str, int]

    @property
    def station(self) -> Station:
        return Station(self.level, self.step)

    @property
    def held_text(self) -> str:
        return held_text(self.held)


def held_text(held: dt.timedelta) -> str:
    """Write a time held as people say it: 3天5小时, 40分钟."""
    minutes = max(0, int(held.total_seconds() // 60))
    days, hours = minutes // 1440, minutes % 1440 // 60
    if days:
        return f"{days}天{hours}小时" if hours else f"{days}天"
    if hours:
        return f"{hours}小时{minutes % 60}分"
    return f"{minutes}分钟" if minutes else "不足1分钟"


def visits(document: OutgoingDocument, versions: Sequence[DocumentVersion], *, until: dt.datetime) -> list[Visit]:
    """Return the visits of the text to the levels of review, in order; one under way counts ``until`` now. One query."""
    items = workflow.FlowItem.objects.filter(instance__ref_kind=document.ref.kind, instance__ref_id=document.pk)
    by_step: dict[int, list[workflow.FlowItem]] = {}
    for item in items.select_related("step", "instance").order_by("step_id", "position", "pk"):
        by_step.setdefault(item.step_id, []).append(item)
    names = names_of(document)
    changed = {
        newer.pk: revisions.counts([*compared(older.title, newer.title, names), *compared(older.body, newer.body, names)])
        for older, newer in pairwise(versions)
    }
    found = []
    for parts in by_step.values():
        level = _level_of(parts[0])
        if level is None:
            continue
        step = parts[0].step
        made = _made_in(parts, versions)
        found.append(
            Visit(
                level,
                step.name,
                "、".join(dict.fromkeys(item.done_by_name or item.holder_line for item in parts if item.assignee_id)) or "待认领",
                step.entered_at,
                step.left_at,
                (step.left_at or until) - step.entered_at,
                step.state == workflow.StepState.RETURNED,
                made,
                _added(changed[version.pk] for version in made if version.pk in changed),
            )
        )
    return sorted(found, key=lambda visit: visit.entered_at)


def _level_of(item: workflow.FlowItem) -> int | None:
    panel = workflow.panel_of(item, Actor.system())
    return level_of(panel.command.name, panel.attributes) if panel.command else None


def _made_in(parts: Sequence[workflow.FlowItem], versions: Sequence[DocumentVersion]) -> list[DocumentVersion]:
    """Return the versions that were written in the course of a step: by its work, or (the drafter's) while it lasted."""
    ids = {item.pk for item in parts}
    step = parts[0].step
    return [
        version
        for version in versions
        if version.item_id in ids
        or (
            version.item_id is None
            and version.level == ReviewLevel.DRAFTING == _level_of(parts[0])
            and step.entered_at <= version.created_at
            and (step.left_at is None or version.created_at <= step.left_at)
        )
    ]


def _added(rows: Iterable[dict[str, int]]) -> dict[str, int]:
    total = {"inserted": 0, "deleted": 0, "paragraphs": 0, "moved": 0, "figures": 0}
    for row in rows:
        total = {name: total[name] + row[name] for name in total}
    return total


def comments(document: OutgoingDocument, viewer: Actor) -> list[TextComment]:
    """Return the comments with their replies and what the viewer may do with each: in the order of the text, settled ones last.
    Two queries."""
    found = comment_policy.mark(comment_policy.visible(viewer).filter(document=document), viewer, "reply", "resolve", "reopen")
    rows = list(found.prefetch_related("replies").order_by("start", "pk"))
    return sorted(rows, key=lambda row: row.state != "open")
