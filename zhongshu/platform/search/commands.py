"""Every write of the index."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db import IntegrityError, transaction

from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.search import keys
from zhongshu.platform.search.indexing import Indexable, entry_of, indexers
from zhongshu.platform.search.models import SearchEntry

BATCH = 500


def index(
    ref: ObjectRef,
    *,
    title: str,
    body: str,
    organ_id: int | None,
    at: dt.datetime,
    secrecy: int = 0,
    number: str = "",
    unit_ids: Iterable[int] = (),
    person_ids: Iterable[int] = (),
    duties: Iterable[tuple[int, str]] = (),
    everyone: bool = False,
) -> None:
    """Make an object findable, or bring its entry up to date, in the caller's transaction; ``Indexable`` says for whom."""
    store(
        [
            Indexable(
                ref=ref,
                title=title,
                body=body,
                organ_id=organ_id,
                at=at,
                secrecy=secrecy,
                number=number,
                unit_ids=unit_ids,
                person_ids=person_ids,
                duties=duties,
                everyone=everyone,
            )
        ]
    )


def index_many(items: Iterable[Indexable]) -> None:
    """Make many objects findable in the caller's transaction, a batch at a time."""
    waiting = iter(items)
    while batch := list(islice(waiting, BATCH)):
        store(batch)


def remove(ref: ObjectRef) -> None:
    """Take an object out of the index, when it is voided."""
    SearchEntry.objects.filter(kind=ref.kind, object_id=ref.id).delete()


def store(items: Sequence[Indexable]) -> None:
    """Put objects into the index in one transaction, each replacing its earlier entry."""
    try:
        _store(items)
    except IntegrityError:  # somebody else took the same second's key at the same moment: the next look finds it taken
        _store(items)


@transaction.atomic
def _store(items: Sequence[Indexable]) -> None:
    for kind in {item.ref.kind for item in items}:
        ids = [item.ref.id for item in items if item.ref.kind == kind]
        SearchEntry.objects.filter(kind=kind, object_id__in=ids).delete()
    chosen = _free_keys([keys.key_for(item.at, item.ref.kind, item.ref.id) for item in items])
    paths = _paths({item.organ_id for item in items if item.organ_id is not None})
    rows = [entry_of(item, key, paths) for item, key in zip(items, chosen, strict=True)]
    SearchEntry.objects.bulk_create(rows)


def _free_keys(wished: Sequence[int]) -> list[int]:
    """Return for each wished key the next one that nobody has: one query, more where many objects share a second."""
    taken: set[int] = set()
    while True:
        used, chosen = set(taken), []
        for wish in wished:
            key = keys.next_free(wish, used)
            used.add(key)
            chosen.append(key)
        present = set(SearchEntry.objects.filter(pk__in=chosen).values_list("pk", flat=True))
        if not present:
            return chosen
        for start in {key - key % keys.PER_SECOND for key in present}:
            around = SearchEntry.objects.filter(pk__gte=start, pk__lt=start + 2 * keys.PER_SECOND)
            taken.update(around.values_list("pk", flat=True))


def reindex(kinds: Iterable[str] = ()) -> Iterator[tuple[str, int]]:
    """Build the index of some kinds anew, all if none is named; yields each kind with the number of its objects when it is done.

    Searching goes on meanwhile. Entries of objects that the module no longer names are removed at the end of its kind.
    """
    chosen = list(kinds)
    for kind, indexer in sorted(indexers().items()):
        if chosen and kind not in chosen:
            continue
        seen: set[int] = set()
        items = iter(indexer())
        while batch := list(islice(items, BATCH)):
            store(batch)
            seen.update(item.ref.id for item in batch)
        _remove_others(kind, seen)
        yield kind, len(seen)


def _remove_others(kind: str, seen: set[int]) -> None:
    stale = [row for row in SearchEntry.objects.filter(kind=kind).values_list("pk", "object_id").iterator() if row[1] not in seen]
    for start in range(0, len(stale), BATCH):
        SearchEntry.objects.filter(pk__in=[key for key, _ in stale[start : start + BATCH]]).delete()


def _paths(organ_ids: set[int]) -> dict[int, str]:
    return {pk: unit.path for pk, unit in organizations.units(organ_ids).items()} if organ_ids else {}
