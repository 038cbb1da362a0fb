"""What a module says about one object so that it can be found, and how the row for it is made."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.search import audience
from zhongshu.platform.search.models import SearchEntry
from zhongshu.platform.search.tokens import tokenise

# A tsvector knows positions up to 16,383; title and number need their share. The search page says so.
BODY_LIMIT = 15_000
# Keeps a phrase from running over the border of title, number and body.
_BORDER = "xborderx"


@dataclass(frozen=True, slots=True)
class Indexable:
    """One object to be found.

    ``unit_ids``: units (an organ, or a section) whose members may find it; ``person_ids``: people who may; ``duties``: pairs
    ``(organ_id, duty code)`` whose holders may; ``everyone``: whoever is signed in. The level always counts as well.
    """

    ref: ObjectRef
    title: str
    body: str
    organ_id: int | None
    at: dt.datetime
    secrecy: int = 0
    number: str = ""
    unit_ids: Iterable[int] = ()
    person_ids: Iterable[int] = ()
    duties: Iterable[tuple[int, str]] = ()
    everyone: bool = False


Indexer = Callable[[], Iterable[Indexable]]
_indexers: dict[str, Indexer] = {}


def register_indexer(kind: str, indexer: Indexer) -> None:
    """Announce how every object of a kind is gone through when the index is built anew (``manage.py reindex``)."""
    _indexers[kind] = indexer


def indexers() -> dict[str, Indexer]:
    return dict(_indexers)


def entry_of(item: Indexable, key: int, paths: Mapping[int, str]) -> SearchEntry:
    """Return the row for an object; ``paths`` holds the path ("/1/14/") of its organ."""
    body = item.body[:BODY_LIMIT]
    tokens = [*tokenise(item.title), _BORDER, *tokenise(item.number), _BORDER, *tokenise(body)]
    return SearchEntry(
        id=key,
        kind=item.ref.kind,
        object_id=item.ref.id,
        title=item.title[:300],
        number=item.number[:80],
        body=body,
        organ_id=item.organ_id,
        secrecy=item.secrecy,
        at=item.at,
        tokens=" ".join(tokens),
        acl=" ".join(_marks(item, paths)),
    )


def _marks(item: Indexable, paths: Mapping[int, str]) -> list[str]:
    marks = [audience.level(item.secrecy), audience.kind(item.ref.kind)]
    if item.organ_id is not None:
        marks.append(audience.organ(item.organ_id))
        marks += [audience.within(int(part)) for part in paths.get(item.organ_id, "").split("/") if part]
    if item.everyone:
        marks.append(audience.EVERYONE)
    marks += [audience.unit(each) for each in sorted(set(item.unit_ids))]
    marks += [audience.person(each) for each in sorted(set(item.person_ids))]
    marks += [audience.duty(organ_id, code) for organ_id, code in sorted(set(item.duties))]
    return marks
