"""What runs in the background."""

from zhongshu.domains.documents.commands import receipts
from zhongshu.domains.documents.commands.dispatching import TELL_RECIPIENTS
from zhongshu.platform.jobs.public import job


@job(TELL_RECIPIENTS, label="通知收文单位")
def tell_recipients(document_id: int) -> None:
    """Tell the registry clerks of the recipients; safe to run twice."""
    receipts.tell_recipients(document_id)
