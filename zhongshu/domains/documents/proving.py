"""Proof that issued documents are what was signed: their substance against the digest in the log."""

from collections.abc import Iterator

from zhongshu.domains.documents.models import OutgoingDocument
from zhongshu.domains.documents.models.outgoing import ISSUED
from zhongshu.domains.documents.queries.outgoing import substance_digest
from zhongshu.platform.audit import public as audit


def changed_documents() -> Iterator[str]:
    """Yield a sentence for every issued document whose substance differs from what its signatory agreed to."""
    signed: dict[int, str] = {}
    for entries in audit.evidence.logged("documents.approved_for_issue"):
        signed.update({pk: facts["digest"] for _, pk, facts in entries})  # a later signature takes the place of the earlier
    issued = OutgoingDocument.objects.filter(state__in=sorted(ISSUED)).order_by("pk")
    for document in issued.iterator(chunk_size=500):
        if signed.get(document.pk) != substance_digest(document):
            yield f"{document.number}《{document.title}》的内容与签发时不一致（发文编号{document.pk}）"
