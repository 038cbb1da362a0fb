"""What runs in the background."""

from zhongshu.domains.documents.commands import intake, intake_reading, receipts
from zhongshu.domains.documents.commands.dispatching import TELL_RECIPIENTS
from zhongshu.platform.jobs.public import job, schedule


@job(TELL_RECIPIENTS, label="通知收文单位")
def tell_recipients(document_id: int) -> None:
    """Tell the registry clerks of the recipients; safe to run twice."""
    receipts.tell_recipients(document_id)


@job(intake_reading.READ, label="识读来文文件", max_attempts=4)
def read_intake(file_id: int) -> None:
    """Read a file dropped for registration; safe to run twice."""
    intake_reading.read(file_id)


@schedule("documents.clear_intake", cron="50 3 * * *", label="清除放弃登记的来文文件")
def clear_intake() -> None:
    """Remove the content of files that were put aside long ago, and bytes that nothing refers to; safe to run twice."""
    intake.clear_put_aside()
    intake.clear_unclaimed()
