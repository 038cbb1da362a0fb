"""稿次: the text is kept whenever somebody passes it on, and as it is written at each level of review."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from zhongshu.domains.documents.choices import OutgoingState, ReviewLevel
from zhongshu.domains.documents.levels import Station, level_of
from zhongshu.domains.documents.models import DocumentVersion, OutgoingDocument
from zhongshu.domains.documents.models.outgoing import AFTER_APPROVAL
from zhongshu.domains.documents.queries.outgoing import substance_digest
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.workflow import public as workflow

_BY_STATE = {
    OutgoingState.IN_REVIEW: ReviewLevel.REVIEW,
    OutgoingState.IN_COUNTERSIGN: ReviewLevel.APPROVAL,
    OutgoingState.AWAITING_APPROVAL: ReviewLevel.APPROVAL,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the process somebody writes: the level of review, the step's name, the work in hand."""

    level: ReviewLevel
    label: str
    item_id: int | None = None

    @property
    def station(self) -> Station:
        return Station(self.level, self.label)


def drafting(label: str = "拟稿", item_id: int | None = None) -> Place:
    """Return the drafter's own place."""
    return Place(ReviewLevel.DRAFTING, label, item_id)


def place_of(document: OutgoingDocument, by: Actor) -> Place:
    """Return where the person stands who writes on the document now."""
    if document.is_editable:
        return drafting()
    item = workflow.items_of_actor(document.ref, by).first()
    if document.state in AFTER_APPROVAL:
        return Place(ReviewLevel.FINAL_CHECK, "签发后修改", item.pk if item else None)
    level = _BY_STATE.get(OutgoingState(document.state), ReviewLevel.DRAFTING)
    if item is None:
        return Place(level, document.get_state_display())
    panel = workflow.panel_of(item, by)
    drawn = level_of(panel.command.name, panel.attributes) if panel.command else None
    return Place(drawn or level, item.step.name, item.pk)


def keep(document: OutgoingDocument, place: Place, *, by: Actor) -> DocumentVersion:
    """Return the version that holds the text as it stands: the last one, or a new one if the text was changed since."""
    digest = substance_digest(document)
    last = document.versions.order_by("-sequence").first()
    if last is not None and last.digest == digest:
        return last
    return DocumentVersion.objects.create(
        document=document,
        sequence=_highest(document) + 1,
        step_label=place.label[:40],
        level=place.level,
        item_id=place.item_id,
        person_id=by.person_id,
        person_name=by.name,
        post_name=f"{by.unit_name}{by.post_name}"[:120],
        created_at=clock.now(),
        **_text(document, digest),
    )


@transaction.atomic
def keep_contributions(document: OutgoingDocument, contributions: Iterable[tuple[str, str, str]], *, by: Actor) -> None:
    """Keep how a new draft grew (分头起草), as (writer, unit, text so far), so that every passage shows who wrote it.

    Raises:
        RuleBroken: the document has versions already.
    """
    if document.versions.exists():
        raise RuleBroken("文稿已有稿次，不能再补记分头起草的情况", code="versions_exist")
    whole = document.body
    for sequence, (name, unit_name, text) in enumerate(contributions, start=1):
        document.body = text
        DocumentVersion.objects.create(
            document=document,
            sequence=sequence,
            step_label="分头起草",
            person_name=name[:40],
            post_name=unit_name[:120],
            created_at=clock.now(),
            **_text(document, substance_digest(document)),
        )
    document.body = whole
    keep(document, drafting("统稿"), by=by)


def write_on(document: OutgoingDocument, place: Place, *, by: Actor) -> DocumentVersion:
    """Keep what somebody wrote at a level of review: the version of the same work goes on, other work begins a new one."""
    digest = substance_digest(document)
    last = document.versions.order_by("-sequence").first()
    if last is None or last.digest == digest or last.item_id is None or last.item_id != place.item_id:
        return keep(document, place, by=by)
    values = _text(document, digest)
    DocumentVersion.objects.filter(pk=last.pk).update(**values, created_at=clock.now())
    for name, value in values.items():
        setattr(last, name, value)
    return last


def before(document: OutgoingDocument, place: Place) -> DocumentVersion | None:
    """Return the text as it came into the person's hands: the last version that is not of the same work."""
    earlier = document.versions.order_by("-sequence")
    return (earlier.exclude(item_id=place.item_id) if place.item_id else earlier).first()


def _highest(document: OutgoingDocument) -> int:
    return document.versions.aggregate(highest=Max("sequence"))["highest"] or 0


def _text(document: OutgoingDocument, digest: str) -> dict[str, object]:
    return {
        "title": document.title,
        "body": document.body,
        "elements": {
            "document_type": document.document_type,
            "secrecy": document.secrecy,
            "urgency": document.urgency,
            "recipients": [[role, name] for role, name in document.recipients.values_list("role", "name")],
            "remark": document.remark,
        },
        "digest": digest,
    }
