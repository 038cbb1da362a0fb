"""督办通知单, 催办通知单, 督查专报 and 督查通报 become drafts of outgoing documents, in the hands of who asked for them."""

from zhongshu.domains.documents import public as documents
from zhongshu.domains.supervision import public as supervision
from zhongshu.kernel.errors import OfficeError
from zhongshu.kernel.events import subscribe
from zhongshu.platform.organizations import public as organizations


@subscribe(supervision.NoticeRequested)
def draft_a_document(event: supervision.NoticeRequested) -> None:
    """Draft the document and write back which one it is, or why there is none. Safe to run twice."""
    if not supervision.notice_waits(event.notice_id):
        return
    drafter = organizations.actor_of(event.person_id, event.post_id)
    try:
        document = documents.draft(
            by=drafter,
            organ_id=event.organ_id,
            document_type=event.document_type,
            title=event.title,
            body=event.body,
            principals=event.recipients,
            secrecy=event.secrecy,
        )
    except OfficeError as refusal:
        supervision.record_document(event.notice_id, document_id=None, problem=refusal.message)
    else:
        supervision.record_document(event.notice_id, document_id=document.pk)
