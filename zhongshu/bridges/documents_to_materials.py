"""Issued documents become materials (已发公文入素材库): found by paragraph by whoever may see the document."""

import datetime as dt

from zhongshu.domains.documents import public as documents
from zhongshu.domains.materials import public as materials
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.events import subscribe
from zhongshu.kernel.refs import ObjectRef

materials.follow("documents.outgoing")


@subscribe(documents.DocumentDispatched)
def take_in(event: documents.DocumentDispatched) -> None:
    """Take in the text as it was issued. Safe to run twice."""
    document = documents.OutgoingDocument.objects.get(pk=event.document_id)
    try:
        materials.take_in_document(
            document.ref,
            body=document.body,
            organ_id=document.organ_id,
            source_date=document.signed_date or clock.today(),
            secrecy_level=document.secrecy,
            tags=[document.topic],
            by=Actor.system("素材库"),
        )
    except RuleBroken as refusal:
        if refusal.code not in ("nothing_to_quote", "too_many_passages"):
            raise


@subscribe(documents.DocumentRepealed)
def end_validity(event: documents.DocumentRepealed) -> None:
    """Mark a repealed document's material, so that drafts that quote it are flagged. Safe to run twice."""
    materials.end_validity_of(
        ObjectRef("documents.outgoing", event.document_id),
        date=dt.date.fromisoformat(event.from_date),
        reason=event.reason,
        by=Actor.system("素材库"),
    )
