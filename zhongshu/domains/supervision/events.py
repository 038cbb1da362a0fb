"""Facts of supervision that others may react to."""

from dataclasses import dataclass

from zhongshu.kernel.events import event


@event("supervision.item_docketed")
@dataclass(frozen=True)
class ItemDocketed:
    """立项: a matter stands on the ledger of an organ."""

    item_id: int
    organ_id: int
    source_kind: str


@event("supervision.ledger_taken_in")
@dataclass(frozen=True)
class LedgerTakenIn:
    """台账导入: so many items of a spreadsheet stand on the ledger of an organ; none of their units was told."""

    import_id: int
    organ_id: int
    items: int


@event("supervision.item_assigned")
@dataclass(frozen=True)
class ItemAssigned:
    """交办: each unit in ``unit_ids`` was given its part."""

    item_id: int
    organ_id: int
    unit_ids: list[int]


@event("supervision.feedback_given")
@dataclass(frozen=True)
class FeedbackGiven:
    """反馈: a unit reported on its part."""

    item_id: int
    feedback_id: int
    unit_id: int
    kind: str


@event("supervision.item_completed")
@dataclass(frozen=True)
class ItemCompleted:
    """办结: the verified result stands. ``working_days_late`` is 0 when it came by the (extended) deadline."""

    item_id: int
    organ_id: int
    lead_unit_id: int
    working_days_late: int


@event("supervision.item_closed_out")
@dataclass(frozen=True)
class ItemClosedOut:
    """销号: the item was taken off the ledger."""

    item_id: int
    organ_id: int
    lead_unit_id: int


@event("supervision.notice_requested")
@dataclass(frozen=True)
class NoticeRequested:
    """督查文书: a notice, brief or circular should become the draft of an outgoing document."""

    notice_id: int
    organ_id: int
    person_id: int
    post_id: int | None
    document_type: str
    title: str
    body: str
    recipients: str
    secrecy: int
