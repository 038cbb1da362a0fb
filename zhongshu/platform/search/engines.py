"""The same question in the two databases' own words, and the keys that answer it.

SQLite: FTS5, newest first straight out of the index. PostgreSQL: a GIN index finds all matches before it can order them, and the
planner prefers to walk the primary key backwards, which takes seconds for a rare word. So two steps: the newest part of the table
first, by the key; only if that does not fill the page, everything, through the GIN index (``id + 0`` hides the key).
"""

from dataclasses import dataclass
from math import sqrt

from django.db import connection

from zhongshu.platform.search.language import And, Node, Not, Or, Term
from zhongshu.platform.search.tokens import phrase


@dataclass(frozen=True, slots=True)
class Question:
    """``text`` is what the person typed; each group of marks must be met by one of its marks; keys lie in [first, beyond)."""

    text: Node | None
    marks: tuple[tuple[str, ...], ...]
    first: int | None = None
    beyond: int | None = None


def matching_keys(question: Question, *, limit: int, oldest_first: bool = False) -> list[int]:
    """Return the keys of at most ``limit`` entries that match, newest first, or from the old end if asked."""
    if connection.vendor == "postgresql":
        return _on_postgresql(question, limit, oldest_first)
    return _on_sqlite(question, limit, oldest_first)


def fts5(question: Question) -> str:
    """Return the question as an FTS5 expression."""
    groups = [f"acl : ({' OR '.join(mark.lstrip('@') for mark in group)})" for group in question.marks]
    marks = f"({' AND '.join(groups)})"
    return f"{marks} AND {_fts5(question.text, marks)}" if question.text else marks


def tsquery(question: Question) -> tuple[str, list[str]]:
    """Return the question as an SQL expression of type tsquery, with its parameters."""
    marks = " & ".join("(" + " | ".join(f"'{mark}'" for mark in group) + ")" for group in question.marks)
    if question.text is None:
        return "%s::tsquery", [marks]
    return "(%s::tsquery && to_tsquery('simple', %s))", [marks, _tsquery(question.text)]


def _fts5(node: Node, everything: str) -> str:
    match node:
        case Term(text):
            tokens, prefix = phrase(text)
            return f'tokens : "{" ".join(tokens)}"{" *" if prefix else ""}'
        case Or(parts):
            return f"({' OR '.join(_fts5(part, everything) for part in parts)})"
        case And(parts):
            # FTS5 knows "a NOT b" but no "NOT b" alone: what is unwanted is taken away from what is wanted.
            wanted = [_fts5(part, everything) for part in parts if not isinstance(part, Not)] or [everything]
            expression = f"({' AND '.join(wanted)})"
            for part in parts:
                if isinstance(part, Not):
                    expression = f"({expression} NOT {_fts5(part.part, everything)})"
            return expression
        case Not(part):
            return f"({everything} NOT {_fts5(part, everything)})"
    raise TypeError(node)


def _tsquery(node: Node) -> str:
    match node:
        case Term(text):
            tokens, prefix = phrase(text)
            quoted = [f"'{token}'" for token in tokens]
            return f"({' <-> '.join(quoted)}{':*' if prefix else ''})"
        case Or(parts):
            return f"({' | '.join(map(_tsquery, parts))})"
        case And(parts):
            return f"({' & '.join(map(_tsquery, parts))})"
        case Not(part):
            return f"!{_tsquery(part)}"
    raise TypeError(node)


def _on_sqlite(question: Question, limit: int, oldest_first: bool) -> list[int]:
    range_sql, range_values = _range("rowid", question)
    order = "ASC" if oldest_first else "DESC"
    sql = f"SELECT rowid FROM search_fts WHERE search_fts MATCH %s{range_sql} ORDER BY rowid {order} LIMIT %s"
    return _keys(sql, [fts5(question), *range_values, limit])


def _on_postgresql(question: Question, limit: int, oldest_first: bool) -> list[int]:
    match_sql, match_values = tsquery(question)
    range_sql, range_values = _range("id", question)
    if not oldest_first and (start := _start_of_recent(question, limit)) is not None:
        sql = f"SELECT id FROM search_searchentry WHERE id >= %s AND tsv @@ {match_sql}{range_sql} ORDER BY id DESC LIMIT %s"
        keys = _keys(sql, [start, *match_values, *range_values, limit])
        if len(keys) == limit:
            return keys
    order = "ASC" if oldest_first else "DESC"
    sql = f"SELECT id FROM search_searchentry WHERE tsv @@ {match_sql}{range_sql} ORDER BY id + 0 {order} LIMIT %s"
    return _keys(sql, [*match_values, *range_values, limit])


def _start_of_recent(question: Question, limit: int) -> int | None:
    # Looking at w recent entries fills the page for words in at least limit / w of the n entries; a rarer word costs the GIN way
    # less than n * limit / w. The two are even at w = sqrt(n * limit). The planner's own count is n; keys are made of time.
    sql = (
        "SELECT least(max(e.id), %s), min(e.id), (SELECT reltuples FROM pg_class WHERE oid = 'search_searchentry'::regclass)"
        " FROM search_searchentry e"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [question.beyond])
        newest, oldest, rows = cursor.fetchone()
    if newest is None or rows <= 0:
        return None
    return newest - int((newest - oldest) * min(1.0, sqrt(limit / rows)))


def _range(column: str, question: Question) -> tuple[str, list[int]]:
    sql, values = "", []
    if question.first is not None:
        sql, values = f" AND {column} >= %s", [question.first]
    if question.beyond is not None:
        sql, values = f"{sql} AND {column} < %s", [*values, question.beyond]
    return sql, values


def _keys(sql: str, values: list) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [row[0] for row in cursor.fetchall()]
