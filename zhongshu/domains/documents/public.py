"""Documents: what bridges and the site may use."""

from zhongshu.domains.documents.choices import (
    Direction,
    DocumentType,
    IncomingState,
    ItemNature,
    Outcome,
    OutgoingState,
    ReceiptState,
    Urgency,
)
from zhongshu.domains.documents.commands.collectives import load_collective_names
from zhongshu.domains.documents.commands.commenting import comment, reply, resolve
from zhongshu.domains.documents.commands.dispatching import dispatch, recall, withdraw
from zhongshu.domains.documents.commands.drafting import draft, save_draft, submit
from zhongshu.domains.documents.commands.handling import return_to_sender
from zhongshu.domains.documents.commands.intake import upload as upload_intake
from zhongshu.domains.documents.commands.intake_reading import read as read_intake
from zhongshu.domains.documents.commands.quotas import set_quota
from zhongshu.domains.documents.commands.reading import open_text
from zhongshu.domains.documents.commands.receipts import chase_unsigned, return_document, sign
from zhongshu.domains.documents.commands.registering import extend_deadline, receive, register
from zhongshu.domains.documents.commands.versions import keep_contributions
from zhongshu.domains.documents.events import (
    DocumentApprovedForIssue,
    DocumentDispatched,
    DocumentRepealed,
    DocumentSubmitted,
    DocumentWithdrawn,
    IncomingCompleted,
    IncomingRegistered,
    ReceiptRecalled,
    ReceiptReturned,
    ReceiptSigned,
)
from zhongshu.domains.documents.models import (
    CollectiveName,
    DocumentQuota,
    IncomingDocument,
    OutgoingDocument,
    Receipt,
    TextComment,
)
from zhongshu.domains.documents.queries.exchange import in_tray, late, organs_without_signature_today, unsigned_count
from zhongshu.domains.documents.queries.incoming import register as incoming_register
from zhongshu.domains.documents.queries.outgoing import drafts, signings
from zhongshu.domains.documents.queries.outgoing import register as outgoing_register
from zhongshu.domains.documents.queries.quotas import Balance, balance
from zhongshu.domains.documents.reasons import key_of as change_key

__all__ = [
    "Balance",
    "CollectiveName",
    "Direction",
    "DocumentApprovedForIssue",
    "DocumentDispatched",
    "DocumentQuota",
    "DocumentRepealed",
    "DocumentSubmitted",
    "DocumentType",
    "DocumentWithdrawn",
    "IncomingCompleted",
    "IncomingDocument",
    "IncomingRegistered",
    "IncomingState",
    "ItemNature",
    "Outcome",
    "OutgoingDocument",
    "OutgoingState",
    "Receipt",
    "ReceiptRecalled",
    "ReceiptReturned",
    "ReceiptSigned",
    "ReceiptState",
    "TextComment",
    "Urgency",
    "balance",
    "change_key",
    "chase_unsigned",
    "comment",
    "dispatch",
    "draft",
    "drafts",
    "extend_deadline",
    "in_tray",
    "incoming_register",
    "keep_contributions",
    "late",
    "load_collective_names",
    "open_text",
    "organs_without_signature_today",
    "outgoing_register",
    "read_intake",
    "recall",
    "receive",
    "register",
    "reply",
    "resolve",
    "return_document",
    "return_to_sender",
    "save_draft",
    "set_quota",
    "sign",
    "signings",
    "submit",
    "unsigned_count",
    "upload_intake",
    "withdraw",
]
