"""稿次: the text is kept whenever somebody passes it on."""

from django.db.models import Max

from zhongshu.domains.documents.models import DocumentVersion, OutgoingDocument
from zhongshu.domains.documents.queries.outgoing import substance_digest
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor


def keep(document: OutgoingDocument, *, step_label: str, by: Actor) -> DocumentVersion | None:
    """Keep the text as it stands after this step; None if nothing was changed since the last version."""
    digest = substance_digest(document)
    last = document.versions.order_by("-sequence").only("sequence", "digest").first()
    if last is not None and last.digest == digest:
        return None
    highest = document.versions.aggregate(highest=Max("sequence"))["highest"] or 0
    return DocumentVersion.objects.create(
        document=document,
        sequence=highest + 1,
        title=document.title,
        body=document.body,
        elements={
            "document_type": document.document_type,
            "secrecy": document.secrecy,
            "urgency": document.urgency,
            "recipients": [[role, name] for role, name in document.recipients.values_list("role", "name")],
            "remark": document.remark,
        },
        digest=digest,
        step_label=step_label[:40],
        person_id=by.person_id,
        person_name=by.name,
        created_at=clock.now(),
    )
