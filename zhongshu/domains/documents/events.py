"""Facts of document work that others may react to."""

from dataclasses import dataclass

from zhongshu.kernel.events import event


@event("documents.submitted")
@dataclass(frozen=True)
class DocumentSubmitted:
    document_id: int
    organ_id: int


@event("documents.approved_for_issue")
@dataclass(frozen=True)
class DocumentApprovedForIssue:
    """签发: ``person_id`` answers for the document."""

    document_id: int
    organ_id: int
    person_id: int


@event("documents.dispatched")
@dataclass(frozen=True)
class DocumentDispatched:
    """分发: every organ in ``organ_ids`` has one receipt."""

    document_id: int
    organ_id: int
    title: str
    number: str
    secrecy: int
    organ_ids: list[int]


@event("documents.withdrawn")
@dataclass(frozen=True)
class DocumentWithdrawn:
    document_id: int
    organ_id: int
    number: str


@event("documents.repealed")
@dataclass(frozen=True)
class DocumentRepealed:
    """废止 or 撤销: an issued document holds no longer, from a day in ISO form."""

    document_id: int
    organ_id: int
    from_date: str
    reason: str


@event("documents.receipt_signed")
@dataclass(frozen=True)
class ReceiptSigned:
    receipt_id: int
    document_id: int
    organ_id: int


@event("documents.receipt_returned")
@dataclass(frozen=True)
class ReceiptReturned:
    receipt_id: int
    document_id: int
    organ_id: int
    reason: str


@event("documents.receipt_recalled")
@dataclass(frozen=True)
class ReceiptRecalled:
    receipt_id: int
    document_id: int
    organ_id: int


@event("documents.incoming_registered")
@dataclass(frozen=True)
class IncomingRegistered:
    incoming_id: int
    organ_id: int


@event("documents.incoming_completed")
@dataclass(frozen=True)
class IncomingCompleted:
    """办结: the result is there; the document is a candidate for filing (归档候选)."""

    incoming_id: int
    organ_id: int
    outcome: str
