"""SQLite: FTS5 gives the matches newest first straight out of the index."""

from collections.abc import Iterator

from zhongshu.platform.search.engines.question import Either, Every, Phrase, Question, Tree, Without


def statements(question: Question, *, limit: int, oldest_first: bool) -> Iterator[tuple[str, list]]:
    """Yield the one statement that answers the question."""
    tree, ends = question.asked()
    range_sql, range_values = question.key_range("rowid")
    ends_sql = " AND instr(' ' || tokens, %s) > 0" * len(ends)
    order = "ASC" if oldest_first else "DESC"
    sql = f"SELECT rowid FROM search_fts WHERE search_fts MATCH %s{range_sql}{ends_sql} ORDER BY rowid {order} LIMIT %s"
    yield sql, [match(question.marks, tree), *range_values, *ends, limit]


def match(marks: tuple[tuple[str, ...], ...], tree: Tree | None) -> str:
    """Return the FTS5 expression for what is wanted within the marks."""
    groups = [f"acl : ({' OR '.join(mark.lstrip('@') for mark in group)})" for group in marks]
    everything = f"({' AND '.join(groups)})"
    return f"{everything} AND {_expression(tree, everything)}" if tree else everything


def _expression(tree: Tree, everything: str) -> str:
    match tree:
        case Phrase(tokens, prefix):
            return f'tokens : "{" ".join(tokens)}"{" *" if prefix else ""}'
        case Either(parts):
            return f"({' OR '.join(_expression(part, everything) for part in parts)})"
        case Every(parts):
            # FTS5 knows "a NOT b" but no "NOT b" alone: what is unwanted is taken away from what is wanted.
            wanted = [_expression(part, everything) for part in parts if not isinstance(part, Without)] or [everything]
            expression = f"({' AND '.join(wanted)})"
            for part in parts:
                if isinstance(part, Without):
                    expression = f"({expression} NOT {_expression(part.part, everything)})"
            return expression
        case Without(part):
            return f"({everything} NOT {_expression(part, everything)})"
    raise TypeError(tree)
