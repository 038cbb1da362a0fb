"""What waits to be registered from files, and what is already there of the same kind."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT

from zhongshu.domains.documents.choices import IntakeState, ReceiptState
from zhongshu.domains.documents.intake import likeness, numbers
from zhongshu.domains.documents.models import IncomingDocument, IntakeFile
from zhongshu.domains.documents.policies import incoming_policy, intake_policy, receipt_policy
from zhongshu.kernel.actors import Actor

OPEN = (IntakeState.UPLOADED, IntakeState.READING, IntakeState.PROPOSED)
MOST_ALIKE = 5
ALIKE = 0.75  # share of common phrases
_BRACKETS = ("〔〕", "[]", "［］", "（）", "()", "【】")


@dataclass(frozen=True, slots=True)
class Alike:
    """Something that may be the same document. ``kind`` is incoming, receipt or intake; ``why`` a Chinese word or two."""

    kind: str
    pk: int
    title: str
    number: str
    why: str
    is_same: bool


def files(viewer: Actor, *, state: str = "") -> QuerySet[IntakeFile]:
    """Return the files that were dropped for the viewer's organs, newest first, without their text but with number and issuers as read."""
    found = intake_policy.visible(viewer).select_related("organ", "incoming").defer("text", "proposal")
    read = {f"read_{name}": KT(f"proposal__fields__{name}__value") for name in ("number", "issuers")}
    found = found.annotate(**read)
    if state:
        found = found.filter(state=state)
    return intake_policy.mark(found, viewer, "handle")


def detail(viewer: Actor) -> QuerySet[IntakeFile]:
    return intake_policy.mark(intake_policy.visible(viewer).select_related("organ", "incoming"), viewer, "handle")


def next_to_confirm(viewer: Actor, *, after: IntakeFile | None = None) -> int | None:
    """Return the file to be confirmed next: the one that came after this one, or else the oldest that waits."""
    waiting = intake_policy.visible(viewer).filter(state=IntakeState.PROPOSED).order_by("uploaded_at", "pk")
    if after is not None:
        waiting = waiting.exclude(pk=after.pk)
        later = waiting.filter(Q(uploaded_at__gt=after.uploaded_at) | Q(uploaded_at=after.uploaded_at, pk__gt=after.pk))
        found = later.values_list("pk", flat=True).first()
        if found is not None:
            return found
    return waiting.values_list("pk", flat=True).first()


def waiting_counts(viewer: Actor) -> dict[str, int]:
    """Return how many files wait to be confirmed and how many are being read, each counted to 100 at most."""
    visible = intake_policy.visible(viewer)
    return {
        "proposed": len(visible.filter(state=IntakeState.PROPOSED).values_list("pk")[:100]),
        "reading": len(visible.filter(state__in=(IntakeState.UPLOADED, IntakeState.READING)).values_list("pk")[:100]),
    }


def alike(file: IntakeFile, viewer: Actor) -> list[Alike]:
    """Return what the viewer's organ already has of the same number, the same bytes or nearly the same text."""
    found: dict[tuple[str, int], Alike] = {}
    for one in (*_same_number(file, viewer), *_same_file(file, viewer), *_same_title(file, viewer), *_near_text(file, viewer)):
        found.setdefault((one.kind, one.pk), one)
    return list(found.values())[: 2 * MOST_ALIKE]


def same_number(organ_id: int, number: str) -> IncomingDocument | None:
    """Return a document of the organ that was registered under this number of its sender."""
    written = spellings(number)
    return (
        IncomingDocument.objects.filter(organ=organ_id, source_number__in=written).exclude(state="returned").first()
        if written
        else None
    )


def spellings(number: str) -> list[str]:
    """Return how else people write a number: other brackets around the year."""
    normal = numbers.normal(number)
    if not normal:
        return []
    return list(
        dict.fromkeys([normal, number.strip(), *(normal.replace("〔", pair[0]).replace("〕", pair[1]) for pair in _BRACKETS)])
    )


def _same_number(file: IntakeFile, viewer: Actor) -> list[Alike]:
    number = file.proposal.get("fields", {}).get("number", {}).get("value", "")
    if not number:
        return []
    written = spellings(number)
    documents = incoming_policy.visible(viewer).filter(organ=file.organ_id, source_number__in=written).defer("body")[:MOST_ALIKE]
    found = [Alike("incoming", row.pk, row.title, row.number or row.source_number, "文号相同", True) for row in documents]
    receipts = receipt_policy.visible(viewer).filter(organ=file.organ_id, number__in=written, state=ReceiptState.UNSIGNED)[
        :MOST_ALIKE
    ]
    found += [Alike("receipt", row.pk, row.title, row.number, "平台来文待签收，文号相同", True) for row in receipts]
    if file.number_key:
        others = _others(file, viewer).filter(number_key=file.number_key, state__in=OPEN)[:MOST_ALIKE]
        found += [Alike("intake", row.pk, str(row), "", "队列中有同文号的文件", True) for row in others]
    return found


def _same_file(file: IntakeFile, viewer: Actor) -> list[Alike]:
    rows = _others(file, viewer).filter(sm3=file.sm3).exclude(sm3="").exclude(state=IntakeState.REFUSED)[:MOST_ALIKE]
    return [_of_file(row, "文件完全相同", True) for row in rows]


def _same_title(file: IntakeFile, viewer: Actor) -> list[Alike]:
    if len(file.title) < 6:
        return []
    rows = incoming_policy.visible(viewer).filter(organ=file.organ_id, title=file.title).defer("body")[:MOST_ALIKE]
    return [Alike("incoming", row.pk, row.title, row.number or row.source_number, "标题相同", False) for row in rows]


def _near_text(file: IntakeFile, viewer: Actor) -> list[Alike]:
    if not file.fingerprint:
        return []
    print_ = int(file.fingerprint, 16)
    first, second, third, fourth = likeness.bands(print_)
    shared = Q(band1=first) | Q(band2=second) | Q(band3=third) | Q(band4=fourth)
    rows = _others(file, viewer).filter(shared).exclude(state=IntakeState.REFUSED).order_by("-uploaded_at")[:40]
    near = [row for row in rows if likeness.distance(int(row.fingerprint, 16), print_) <= likeness.NEAR]
    texts = dict(IntakeFile.objects.filter(pk__in=[row.pk for row in near[:10]]).values_list("pk", "text"))
    alike_rows = [row for row in near[:10] if likeness.resemblance(texts[row.pk], file.text) >= ALIKE]
    return [_of_file(row, "正文几乎相同", False) for row in alike_rows[:MOST_ALIKE]]


def _of_file(row: IntakeFile, why: str, is_same: bool) -> Alike:
    if row.incoming is not None:
        return Alike("incoming", row.incoming.pk, row.incoming.title, row.incoming.number, why, is_same)
    return Alike("intake", row.pk, str(row), "", why, is_same)


def _others(file: IntakeFile, viewer: Actor) -> QuerySet[IntakeFile]:
    return (
        intake_policy.visible(viewer)
        .filter(organ=file.organ_id)
        .exclude(pk=file.pk)
        .select_related("incoming")
        .defer("text", "proposal")
        .order_by("uploaded_at", "pk")
    )


__all__ = ["Alike", "alike", "detail", "files", "next_to_confirm", "same_number", "spellings", "waiting_counts"]
