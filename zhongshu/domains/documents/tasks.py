"""What runs in the background."""

from zhongshu.domains.documents.commands import intake, receipts
from zhongshu.domains.documents.commands.dispatching import TELL_RECIPIENTS
from zhongshu.platform.jobs.public import job


@job(TELL_RECIPIENTS, label="通知收文单位")
def tell_recipients(document_id: int) -> None:
    """Tell the registry clerks of the recipients; safe to run twice."""
    receipts.tell_recipients(document_id)


@job(intake.READ, label="识读来文文件", max_attempts=4)
def read_intake(file_id: int) -> None:
    """Read a file dropped for registration; safe to run twice."""
    intake.read(file_id)
