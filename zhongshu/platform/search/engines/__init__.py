"""The same question in the two databases' own words, and the keys that answer it."""

from django.db import connection

from zhongshu.platform.search.engines import fts5, tsvector
from zhongshu.platform.search.engines.question import Question

__all__ = ["Question", "matching_keys"]


def matching_keys(question: Question, *, limit: int, oldest_first: bool = False) -> list[int]:
    """Return the keys of at most ``limit`` entries that match, newest first, or from the old end if asked."""
    engine = tsvector if connection.vendor == "postgresql" else fts5
    sql_and_values = engine.statements(question, limit=limit, oldest_first=oldest_first)
    keys: list[int] = []
    with connection.cursor() as cursor:
        for sql, values in sql_and_values:
            cursor.execute(sql, values)
            keys = [row[0] for row in cursor.fetchall()]
            if len(keys) == limit:
                break
    return keys
