"""PostgreSQL: a generated tsvector under a GIN index.

The index finds all matches before they can be ordered, dear for a common word; walking the keys backwards finds the newest quickly,
dear for a rare one, and the planner often chooses wrongly between them. So we choose, by how often the tokens stand in the entries:
for what is common the newest part of the table first, by the key, and only if that does not fill the page everything; for what is
rare at once through the index (``id + 0`` hides the key from the planner).
"""

from collections.abc import Iterator
from math import sqrt

from django.db import connection

from zhongshu.platform.search.engines.frequencies import Frequencies, frequencies
from zhongshu.platform.search.engines.question import Either, Every, Phrase, Question, Tree, Without


def statements(question: Question, *, limit: int, oldest_first: bool) -> Iterator[tuple[str, list]]:
    """Yield the statements that answer the question; the second is needed only if the first does not fill the page."""
    tree, ends = question.asked()
    match_sql, values = _match(question, tree)
    range_sql, range_values = question.key_range("id")
    ends_sql = " AND strpos(' ' || tokens, %s) > 0" * len(ends)
    condition, values = f"tsv @@ {match_sql}{range_sql}{ends_sql}", [*values, *range_values, *ends]
    if not oldest_first and (start := _start_of_recent(question, tree, limit)) is not None:
        sql = f"SELECT id FROM search_searchentry WHERE id >= %s AND {condition} ORDER BY id DESC LIMIT %s"
        yield sql, [start, *values, limit]
    order = "ASC" if oldest_first else "DESC"
    yield f"SELECT id FROM search_searchentry WHERE {condition} ORDER BY id + 0 {order} LIMIT %s", [*values, limit]


def expected_share(question: Question, tree: Tree | None, known: Frequencies) -> float:
    """Return which share of the entries may match, at most: a phrase is as frequent as its rarest token."""
    share = 1.0
    for group in question.marks:
        share *= min(1.0, sum(known.share(mark) for mark in group))
    return share * (_share(tree, known) if tree else 1.0)


def _share(tree: Tree, known: Frequencies) -> float:
    match tree:
        case Phrase(tokens, prefix):
            whole = tokens[:-1] if prefix else tokens
            return min((known.share(token) for token in whole), default=1.0)
        case Every(parts):
            share = 1.0
            for part in parts:
                share *= _share(part, known)
            return share
        case Either(parts):
            return min(1.0, sum(_share(part, known) for part in parts))
    return 1.0


def _start_of_recent(question: Question, tree: Tree | None, limit: int) -> int | None:
    # Looking at w recent entries fills the page for what stands in at least limit / w of the n entries; what is rarer costs the index
    # less than n * limit / w. The two are even at w = sqrt(n * limit).
    known = frequencies()
    if known.rows <= 0 or expected_share(question, tree, known) * known.rows < sqrt(known.rows * limit):
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT least(max(id), %s), min(id) FROM search_searchentry", [question.beyond])
        newest, oldest = cursor.fetchone()
    if newest is None:
        return None
    # Keys are made of time, so a share of the entries is taken as the same share of the time.
    return newest - int((newest - oldest) * min(1.0, sqrt(limit / known.rows)))


def _match(question: Question, tree: Tree | None) -> tuple[str, list]:
    marks = " & ".join("(" + " | ".join(f"'{mark}'" for mark in group) + ")" for group in question.marks)
    if tree is None:
        return "%s::tsquery", [marks]
    return "(%s::tsquery && to_tsquery('simple', %s))", [marks, _expression(tree)]


def _expression(tree: Tree) -> str:
    match tree:
        case Phrase(tokens, prefix):
            quoted = [f"'{token}'" for token in tokens]
            return f"({' <-> '.join(quoted)}{':*' if prefix else ''})"
        case Either(parts):
            return f"({' | '.join(map(_expression, parts))})"
        case Every(parts):
            return f"({' & '.join(map(_expression, parts))})"
        case Without(part):
            return f"!{_expression(part)}"
    raise TypeError(tree)
