"""公文 as rows: outgoing documents, their exchange, incoming documents, the yearly quota, saved views."""

from zhongshu.domains.documents.models.exchange import PrintedCopy, Receipt
from zhongshu.domains.documents.models.incoming import Allotment, IncomingDocument
from zhongshu.domains.documents.models.outgoing import (
    CollectiveName,
    DocumentVersion,
    JointOrgan,
    OutgoingDocument,
    Recipient,
    Signing,
)
from zhongshu.domains.documents.models.quota import DocumentQuota
from zhongshu.domains.documents.models.registers import SavedView

__all__ = [
    "Allotment",
    "CollectiveName",
    "DocumentQuota",
    "DocumentVersion",
    "IncomingDocument",
    "JointOrgan",
    "OutgoingDocument",
    "PrintedCopy",
    "Receipt",
    "Recipient",
    "SavedView",
    "Signing",
]
