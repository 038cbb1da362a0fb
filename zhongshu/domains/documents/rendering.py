"""From rows to the page model: the elements of a document as typesetting wants them, and the two slips."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone

from zhongshu.domains.documents import keeping
from zhongshu.domains.documents.choices import (
    Direction,
    DocumentType,
    ItemNature,
    Layout,
    Secrecy,
    Urgency,
)
from zhongshu.domains.documents.models import IncomingDocument, JointOrgan, OutgoingDocument
from zhongshu.domains.documents.queries import checking
from zhongshu.platform.attachments import public as attachments
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.typesetting import public as typesetting

FORMATS = {Layout.GENERAL: "general", Layout.LETTER: "letter", Layout.ORDER: "command", Layout.MINUTES: "minutes"}
# Columns of the slips, top to bottom; others that the process wrote to follow.
OUTGOING_COLUMNS = ("签发", "会签", "审批", "核稿", "拟稿")
INCOMING_COLUMNS = ("批示", "拟办", "承办", "传阅")


def official_document(
    document: OutgoingDocument, *, copy_number: str = "", values: Mapping[str, Any] | None = None
) -> typesetting.OfficialDocument:
    """Describe an outgoing document by its elements.

    ``values`` overrides what the row holds, for the preview of a draft being typed: title, body, principals, copies_to and
    the other elements by their field names.
    """
    typed = dict(values or {})

    def element(name: str) -> Any:
        return typed.get(name, getattr(document, name))

    layout = Layout(element("layout"))
    principals = typed.get("principals", document.principal_line)
    copies_to = typed.get("copies_to", document.copies_line)
    joint = document.issuing_organs
    organs = [row.organ.name for row in joint]
    if "joint_organs" in typed:
        organs = [document.organ.name, *typed["joint_organs"]] if typed["joint_organs"] else []
    names = [element("masthead") or document.organ.name, *organs[1:]] if organs else [element("masthead") or document.organ.name]
    upward = element("direction") == Direction.UPWARD
    return typesetting.document_from_text(
        element("title"),
        element("body"),
        attachments=tuple(_attachments(document)),
        signed_date=document.signed_date,
        format=FORMATS[layout],
        masthead=tuple(names),
        masthead_suffix=element("masthead_suffix") if layout == Layout.GENERAL else "",
        number=document.number,
        copy_number=copy_number,
        secrecy=Secrecy(element("secrecy")).label if int(element("secrecy")) else "",
        urgency=Urgency(element("urgency")).label if element("urgency") != Urgency.NONE else "",
        signatories=tuple(_signatories(document, joint)) if upward else (),
        recipients=principals.rstrip("：:"),
        signature_organs=tuple(organs or [document.organ.name]),
        seals=tuple(_seal(name, document) for name in organs or [document.organ.name]) if element("needs_seal") else (),
        remark=element("remark"),
        attendance=tuple(_attendance(element("attendance"))) if layout == Layout.MINUTES else (),
        copy_recipients=copies_to.rstrip("。"),
        printing_organ=document.printing_organ_name or str(document.organ),
        print_date=document.print_date or document.signed_date,
        proper_names=(document.organ.name,),
    )


def pdf(document: OutgoingDocument, *, copy_number: str = "") -> bytes:
    """Return the document as a PDF, as it stands; an issued one with the signature of each organ, if there is a seal system."""
    described = official_document(document, copy_number=copy_number)
    provider = typesetting.seal_provider()
    if not document.is_issued:
        return typesetting.to_pdf(described)
    if provider is None or not described.seals:
        return keeping.kept("pdf", described, lambda: typesetting.to_pdf(described))
    return keeping.kept("sealed.pdf", described, lambda: typesetting.to_sealed_pdf(described, provider))


def ofd(document: OutgoingDocument) -> bytes:
    """Return the document as an OFD file; an issued one under the electronic seal of each organ, if there is a seal system."""
    described = official_document(document)
    provider = typesetting.seal_provider()
    if not document.is_issued:
        return typesetting.to_ofd(described)
    if provider is None or not described.seals:
        return keeping.kept("ofd", described, lambda: typesetting.to_ofd(described))
    return keeping.kept("sealed.ofd", described, lambda: typesetting.to_sealed_ofd(described, provider))


def live_pages(document: OutgoingDocument, values: Mapping[str, Any], *, known: tuple[str, ...]) -> dict[str, Any]:
    """Return the pages of a draft that is being typed, those ``known`` to the browser by their digest alone."""
    return typesetting.live(typesetting.lay_out(official_document(document, values=values)), known=known)


def issue_slip(document: OutgoingDocument, columns: Mapping[str, Sequence[Any]]) -> typesetting.Slip:
    """Describe the issue slip (发文稿纸); ``columns`` holds the opinions by column as the viewer may see them."""
    cell = typesetting.SlipCell
    return typesetting.Slip(
        title=f"{document.organ.name}发文稿纸",
        cells=tuple(cell(label, value, span) for label, value, span in issue_facts(document)),
        opinions=tuple(_columns(OUTGOING_COLUMNS, columns)),
        columns=2,
    )


def issue_facts(document: OutgoingDocument) -> list[tuple[str, str, int]]:
    """Return the ruled cells of the issue slip: (label, value, columns taken of two). Screen and print use the same."""
    kept = "；".join(f"{row.message}（{row.person_name}：{row.reason}）" for row in checking.overrides_of(document))
    return [
        ("文号", document.number, 1),
        ("密级", document.get_secrecy_display() if document.secrecy else "", 1),
        ("紧急程度", document.get_urgency_display() if document.urgency != Urgency.NONE else "", 1),
        ("拟稿单位", str(document.drafting_unit), 1),
        ("拟稿人", document.drafter_name, 1),
        ("电话", document.contact, 1),
        ("标题", document.title, 2),
        ("主送", document.principal_line, 2),
        ("抄送", document.copies_line, 2),
        ("文种", document.get_document_type_display(), 1),
        ("公开属性", document.get_disclosure_display(), 1),
        ("印数", str(document.copies), 1),
        ("成文日期", typesetting.written_date(document.signed_date) if document.signed_date else "", 1),
        *([("核准保留", kept, 2)] if kept else []),
    ]


def handling_slip(document: IncomingDocument, columns: Mapping[str, Sequence[Any]]) -> typesetting.Slip:
    """Describe the handling slip (文件处理单)."""
    cell = typesetting.SlipCell
    return typesetting.Slip(
        title=f"{document.organ.name}文件处理单",
        cells=tuple(cell(label, value, span) for label, value, span in handling_facts(document)),
        opinions=tuple(_columns(INCOMING_COLUMNS, columns)),
        columns=2,
    )


def handling_facts(document: IncomingDocument) -> list[tuple[str, str, int]]:
    """Return the ruled cells of the handling slip: (label, value, columns taken of two)."""
    allotments = "；".join(
        f"{row.get_role_display()}：{row.unit}" for row in document.allotments.all() if row.state != "cancelled"
    )
    return [
        ("收文号", document.number, 1),
        ("收文日期", _day(document.received_at), 1),
        ("来文机关", document.sender_name, 1),
        ("来文字号", document.source_number, 1),
        ("标题", document.title, 2),
        ("类别", ItemNature(document.nature).label, 1),
        ("文种", DocumentType(document.document_type).label if document.document_type else "", 1),
        ("密级", document.get_secrecy_display() if document.secrecy else "", 1),
        ("紧急程度", document.get_urgency_display() if document.urgency != Urgency.NONE else "", 1),
        ("承办单位", allotments, 1),
        ("办理时限", _day(document.deadline_at), 1),
        ("办理结果", "　".join(filter(None, [document.get_outcome_display(), document.outcome_note])), 2),
    ]


def slip_rows(facts: Sequence[tuple[str, str, int]]) -> list[list[dict[str, Any]]]:
    """Arrange the ruled cells in rows of two for the screen; ``span`` counts table columns of the value."""
    rows: list[list[dict[str, Any]]] = []
    taken = 2
    for label, value, span in facts:
        if taken + span > 2:
            rows.append([])
            taken = 0
        rows[-1].append({"label": label, "value": value, "span": 3 if span == 2 else 1})
        taken += span
    return rows


def ordered_columns(order: Sequence[str], columns: Mapping[str, Sequence[Any]]) -> list[tuple[str, list[Any]]]:
    """Return the opinion columns in the order of the slip; the usual ones stand there even when empty."""
    return [(name, list(columns.get(name, ()))) for name in [*order, *(name for name in columns if name not in order)]]


def _columns(order: Sequence[str], columns: Mapping[str, Sequence[Any]]) -> Iterable[typesetting.SlipColumn]:
    written_by_hand = [opinion for found in columns.values() for opinion in found if opinion.has_handwriting]
    prefetch_related_objects(written_by_hand, "handwriting")
    for name, found in ordered_columns(order, columns):
        yield typesetting.SlipColumn(name, tuple(_opinion(opinion) for opinion in found), span=2)


def _opinion(opinion: opinions.Opinion) -> typesetting.SlipOpinion:
    words = opinion.words or opinion.get_attitude_display()
    if opinion.before_return:
        words = f"（退回前）{words}"
    name = " ".join(filter(None, [opinion.post_name, opinion.signature]))
    if opinion.entered_by_name:
        name = f"{name}（{opinion.entered_by_name}代录）"
    if opinions.unread(opinion):
        name = f"{name}（{opinions.UNREAD}）"
    if not opinion.has_handwriting:
        return typesetting.SlipOpinion(words=words, name=name, date=_day(opinion.at))
    written = opinion.handwriting
    return typesetting.SlipOpinion(
        words=words if opinion.words else "",
        name=name,
        date=_day(opinion.at),
        handwriting=bytes(written.picture),
        strokes=tuple(tuple((point[0], point[1]) for point in stroke) for stroke in written.strokes),
        day=timezone.localtime(opinion.at).date().isoformat(),
    )


def _attachments(document: OutgoingDocument) -> Iterable[typesetting.Attachment]:
    if not document.pk:
        return
    for file in attachments.listing(document.ref):
        yield typesetting.Attachment(title=file.name.rsplit(".", 1)[0])


def _seal(organ: str, document: OutgoingDocument) -> typesetting.SealPicture:
    """Keep room for the seal; once the document is sealed, the seal system's picture stands in it."""
    provider = typesetting.seal_provider()
    if provider is None or document.sealed_at is None:
        return typesetting.SealPicture(organ)
    return typesetting.SealPicture(organ, provider.picture(organ))


def _signatories(document: OutgoingDocument, joint: Sequence[JointOrgan]) -> list[str]:
    names = [row.signatory_name for row in joint if row.signatory_name]
    return names or ([document.signatory_name] if document.signatory_name else [])


def _attendance(text: str) -> Iterable[typesetting.Attendance]:
    """Read the lists of a meeting's minutes, one a line: 出席：甲、乙."""
    for line in filter(None, (line.strip() for line in text.split("\n"))):
        label, _, names = line.replace(":", "：", 1).partition("：")
        yield typesetting.Attendance(label=label.strip(), names=names.strip())


def _day(moment: Any) -> str:
    return typesetting.written_date(timezone.localtime(moment).date()) if moment else ""


__all__ = [
    "handling_facts",
    "handling_slip",
    "issue_facts",
    "issue_slip",
    "live_pages",
    "ofd",
    "official_document",
    "ordered_columns",
    "pdf",
]
