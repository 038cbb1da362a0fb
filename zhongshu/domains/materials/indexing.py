"""What full-text search knows: every paragraph for itself, so that a hit is the passage to quote."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from zhongshu.domains.materials.choices import Audience
from zhongshu.domains.materials.models import Material, Passage
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.search import public as search

_SUFFIX = {"repealed": "（已废止）", "superseded": "（已被替代）"}


def index_material(material: Material, passages: list[Passage]) -> None:
    """Bring the entries of a material's passages up to date, in the caller's transaction."""
    for passage in passages:
        if passage.removed_at is None:
            search.index(**_entry(material, passage))
        else:
            search.remove(passage.ref)


def entries() -> Iterator[search.Indexable]:
    """Go through every passage, for building the index anew."""
    found = Passage.objects.filter(removed_at=None).select_related("material").order_by("pk")
    for passage in found.iterator(chunk_size=500):
        yield search.Indexable(**_entry(passage.material, passage))


def _entry(material: Material, passage: Passage) -> dict[str, Any]:
    # Said broadly; the policy decides on every hit. What follows a document is offered to its organ, the policy asks for the document.
    own = material.audience != Audience.EVERYONE
    title = f"{material.title}{_SUFFIX.get(material.validity, '')}"
    moment = dt.datetime.combine(material.source_date, dt.time.min)
    return {
        "ref": ObjectRef("materials.passage", passage.pk, title, material.number),
        "title": title,
        "body": passage.text,
        "number": material.number,
        "organ_id": material.organ_id,
        "unit_ids": [material.organ_id] if own else [],
        "everyone": not own,
        "secrecy": material.secrecy,
        "at": timezone.make_aware(moment),
    }
