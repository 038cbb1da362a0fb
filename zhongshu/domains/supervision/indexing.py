"""What search finds of supervision, and who may find it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from zhongshu.domains.supervision.choices import LIVE_PARTS, PartState
from zhongshu.domains.supervision.models import ItemSource, Part, SupervisionItem
from zhongshu.domains.supervision.policies import OVERSEERS
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.search import public as search


def index_item(item: SupervisionItem) -> None:
    """Bring the item's entry up to date."""
    search.index(**_fields(item))


def entry(item: SupervisionItem) -> search.Indexable:
    return search.Indexable(**_fields(item))


def entry_of(item: SupervisionItem, sources: Sequence[ItemSource], parts: Iterable[Part]) -> search.Indexable:
    """Return the entry of an item whose sources and parts are at hand."""
    return search.Indexable(**_described(item, sources, parts))


def _fields(item: SupervisionItem) -> dict[str, Any]:
    return _described(item, item.sources.all(), item.parts.all())


def _described(item: SupervisionItem, sources: Iterable[ItemSource], all_parts: Iterable[Part]) -> dict[str, Any]:
    sources = list(sources)
    parts = [part for part in all_parts if part.state in LIVE_PARTS and part.state != PartState.PLANNED]
    texts = [item.requirement, item.outcome, item.latest_feedback, *(source.origin for source in sources)]
    people = {item.responsible_id, *(part.responsible_id for part in parts), *(source.leader_id for source in sources)}
    if item.leader_in_charge_id:
        people.add(item.leader_in_charge_id)
    return {
        "ref": item.ref,
        "title": item.title,
        "body": "\n".join(text for text in texts if text),
        "organ_id": item.organ_id,
        "at": item.created_at,
        "secrecy": item.secrecy,
        "number": item.number,
        "unit_ids": [part.unit_id for part in parts],
        "person_ids": [person_id for person_id in people if person_id],
        "duties": [(item.organ_id, duty) for duty in (Duty.SUPERVISOR, *OVERSEERS)],
    }


def all_items() -> Iterator[search.Indexable]:
    found = SupervisionItem.objects.prefetch_related("sources", "parts").order_by("pk")
    for item in found.iterator(chunk_size=500):
        yield entry(item)
