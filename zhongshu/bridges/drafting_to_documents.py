"""文稿起草 → 公文: a merged text goes on as an outgoing draft of its writer."""

from zhongshu.domains.documents import public as documents
from zhongshu.domains.drafting import public as drafting
from zhongshu.domains.drafting.public import TaskHandedOver
from zhongshu.kernel.events import subscribe
from zhongshu.platform.organizations import public as organizations


@subscribe(TaskHandedOver)
def begin_a_document(event: TaskHandedOver) -> None:
    """Begin the document in the name of the organ that asked for the text. Safe to run twice."""
    if drafting.has_document(event.task_id):
        return
    text = drafting.manuscript(event.task_id)
    writer = organizations.actor_of(event.writer_id)
    document = documents.draft(
        organ_id=event.organ_id,
        document_type=text.document_type,
        title=text.title,
        body=text.text,
        secrecy=text.secrecy,
        contact=writer.name,
        by=writer,
    )
    documents.keep_contributions(document, text.contributions, by=writer)
    drafting.note_document(event.task_id, document.ref)
