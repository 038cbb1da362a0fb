"""公文 as rows: outgoing documents, their exchange, incoming documents, the yearly quota, saved views."""

from zhongshu.domains.documents.models.checking import CheckEntry
from zhongshu.domains.documents.models.exchange import PrintedCopy, Receipt
from zhongshu.domains.documents.models.incoming import Allotment, IncomingDocument
from zhongshu.domains.documents.models.intake import IntakeFile
from zhongshu.domains.documents.models.outgoing import (
    CollectiveName,
    JointOrgan,
    OutgoingDocument,
    Recipient,
    Signing,
)
from zhongshu.domains.documents.models.quota import DocumentQuota
from zhongshu.domains.documents.models.registers import SavedView
from zhongshu.domains.documents.models.revising import ChangeReason, CommentReply, DocumentVersion, TextComment, TextOpening
from zhongshu.domains.documents.models.word_copies import ReturnedCopy, WordCopy

__all__ = [
    "Allotment",
    "ChangeReason",
    "CheckEntry",
    "CollectiveName",
    "CommentReply",
    "DocumentQuota",
    "DocumentVersion",
    "IncomingDocument",
    "IntakeFile",
    "JointOrgan",
    "OutgoingDocument",
    "PrintedCopy",
    "Receipt",
    "Recipient",
    "ReturnedCopy",
    "SavedView",
    "Signing",
    "TextComment",
    "TextOpening",
    "WordCopy",
]
