"""打开文稿: a signature means that the text was read; whether it was before the signer's eyes stands on the record."""

from zhongshu.domains.documents.models import OutgoingDocument, TextOpening
from zhongshu.domains.documents.queries.outgoing import substance_digest
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.platform.audit import public as audit


def open_text(document: OutgoingDocument, *, by: Actor) -> bool:
    """Note that one who is to act on the document has its present text open; returns whether it was the first time.

    The pages that show the text call this for whoever holds an item; each state of the text is noted once, so that reading a
    document again writes nothing. Nobody is counted or ranked by it.
    """
    if by.person_id is None:
        return False
    digest = substance_digest(document)
    if TextOpening.objects.filter(document=document, person_id=by.person_id, digest=digest).exists():
        return False
    _, created = TextOpening.objects.get_or_create(
        document=document, person_id=by.person_id, digest=digest, defaults={"opened_at": clock.now()}
    )
    if created:
        audit.record("documents.text_opened", document, by=by, digest=digest)
    return created
