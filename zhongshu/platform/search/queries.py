"""Finding: what a person may see, and nothing else, newest first."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import CharField, QuerySet, Value
from django.utils import timezone
from django.utils.safestring import SafeString

from zhongshu.kernel import kinds
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.pages import Page
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.search import audience, highlighting, language
from zhongshu.platform.search.engines import Question, matching_keys
from zhongshu.platform.search.indexing import indexers
from zhongshu.platform.search.keys import first_key
from zhongshu.platform.search.models import SearchEntry
from zhongshu.platform.search.tokens import runs

LONGEST_QUERY = 200
# The marks are exact for every module that indexes with care; should many hits fall to the second check, the page stays shorter.
_ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Hit:
    """One found object, ready to be shown: title and snippet are HTML with the words marked."""

    ref: ObjectRef
    kind_label: str
    title: SafeString
    snippet: SafeString
    organ_name: str
    secrecy: int
    at: dt.datetime
    url: str


def find(
    text: str,
    actor: Actor,
    *,
    kind: str = "",
    organ_id: int | None = None,
    with_subordinates: bool = False,
    year: int | None = None,
    start_date: dt.date | None = None,
    end_date: dt.date | None = None,
    after: str | None = None,
    before: str | None = None,
    size: int = 20,
) -> Page:
    """Return one page of ``Hit``s that the actor may see, newest first.

    Args:
        text: words and phrases, see ``language``; empty means everything that the other conditions admit.
        organ_id: only objects of this organ; of the organs below it too if ``with_subordinates``.
        start_date: first day of the span, end_date: its last day; year: a calendar year.

    Raises:
        RuleBroken: the text is longer than 200 characters.
    """
    if len(text) > LONGEST_QUERY:
        raise RuleBroken(f"检索词最多 {LONGEST_QUERY} 个字，请缩短后再试", code="query_too_long", field="q")
    node = language.searchable(language.parse(text), lambda part: bool(runs(part)))
    if (node is None and text.strip()) or not (actor.is_system or actor.person_id is not None):
        return Page()
    marks = _marks(actor, kind, organ_id, with_subordinates)
    first, beyond = _span(year, start_date, end_date)
    entries, is_more = _visible_entries(node, marks, first, beyond, _key(after), _key(before), actor, size)
    wanted = language.wanted(node)
    backwards = _key(before) is not None
    return Page(
        rows=[_hit(entry, wanted) for entry in entries],
        next=str(entries[-1].pk) if entries and (is_more or backwards) else None,
        previous=str(entries[0].pk) if entries and (is_more if backwards else _key(after) is not None) else None,
    )


def visible_among(refs: Iterable[tuple[str, int]], actor: Actor) -> set[tuple[str, int]]:
    """Return those of the objects (kind, id) that their owners' policies let the actor see, in one query for all kinds."""
    wanted: dict[str, list[int]] = {}
    for name, object_id in refs:
        wanted.setdefault(name, []).append(object_id)
    queries = [query for name, ids in wanted.items() if (query := _visible_of(name, ids, actor)) is not None]
    if not queries:
        return set()
    first, *rest = queries
    return set(first.union(*rest, all=True)) if rest else set(first)


def kinds_present(actor: Actor) -> list[tuple[str, str]]:
    """Return the kinds that can be searched, as (kind, label), for the filter."""
    return sorted(((name, kinds.label(name)) for name in indexers()), key=lambda pair: pair[1])


def _visible_entries(node, marks, first, beyond, after, before, actor, size) -> tuple[list[SearchEntry], bool]:
    backwards = before is not None
    found: list[SearchEntry] = []
    for _ in range(_ROUNDS):
        low = before + 1 if backwards else None
        question = Question(node, marks, _highest(first, low), _lowest(beyond, after))
        keys = matching_keys(question, limit=size + 1, oldest_first=backwards)
        found += _checked(keys, actor)
        if len(keys) <= size or len(found) > size:
            break
        after, before = (None, keys[-1]) if backwards else (keys[-1], None)
    is_more = len(found) > size
    found = found[:size]
    return (found[::-1] if backwards else found), is_more


def _checked(keys: list[int], actor: Actor) -> list[SearchEntry]:
    rows = SearchEntry.objects.defer("tokens", "acl").select_related("organ").in_bulk(keys)
    entries = [rows[key] for key in keys if key in rows]
    visible = visible_among(((entry.kind, entry.object_id) for entry in entries), actor)
    return [entry for entry in entries if (entry.kind, entry.object_id) in visible]


def _visible_of(name: str, ids: list[int], actor: Actor) -> QuerySet | None:
    owner = kinds.find(name)
    if owner is None:
        return None
    rows = owner.policy.visible(actor).filter(pk__in=ids).order_by()
    return rows.annotate(search_kind=Value(name, output_field=CharField())).values_list("search_kind", "pk")


def _marks(actor: Actor, kind: str, organ_id: int | None, with_subordinates: bool) -> tuple[tuple[str, ...], ...]:
    groups = [audience.readable_levels(actor, settings.SECRECY_CEILING)]
    if not actor.is_system:
        groups.append(audience.admitted(actor))
    if kind:
        groups.append([audience.kind(kind)])
    if organ_id is not None:
        groups.append([audience.within(organ_id) if with_subordinates else audience.organ(organ_id)])
    return tuple(map(tuple, groups))


def _span(year: int | None, start: dt.date | None, end: dt.date | None) -> tuple[int | None, int | None]:
    if year is not None:
        start = max(filter(None, [start, dt.date(year, 1, 1)]))
        end = min(filter(None, [end, dt.date(year, 12, 31)]))
    first = first_key(_midnight(start)) if start else None
    beyond = first_key(_midnight(end + dt.timedelta(days=1))) if end else None
    return first, beyond


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _highest(*values: int | None) -> int | None:
    return max((value for value in values if value is not None), default=None)


def _lowest(*values: int | None) -> int | None:
    return min((value for value in values if value is not None), default=None)


def _key(token: str | None) -> int | None:
    try:
        return int(token) if token and len(token) < 20 else None
    except ValueError:
        return None


def _hit(entry: SearchEntry, wanted: list[str]) -> Hit:
    ref = ObjectRef(entry.kind, entry.object_id, entry.title, entry.number)
    return Hit(
        ref=ref,
        kind_label=kinds.label(entry.kind),
        title=highlighting.mark(entry.title, wanted),
        snippet=highlighting.snippet(entry.body, wanted),
        organ_name=str(entry.organ) if entry.organ else "",
        secrecy=entry.secrecy,
        at=entry.at,
        url=kinds.url(ref),
    )
