"""Keyset paging: page 5,000 costs what page 1 costs, and nothing is counted without a bound."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_date, parse_datetime


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list. ``next`` and ``previous`` are tokens for ``after`` and ``before``, or None at an end."""

    rows: list = field(default_factory=list)
    next: str | None = None
    previous: str | None = None

    def __iter__(self):
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def keyset(
    queryset: QuerySet,
    *,
    order: Sequence[str] = ("-created_at", "-id"),
    after: str | None = None,
    before: str | None = None,
    size: int = 20,
) -> Page:
    """Cut one page out of an ordered list.

    ``order`` names columns that never hold NULL; the last must be unique. ``after`` and ``before`` are tokens from an earlier
    page; an unreadable token
    gives the first page. Rows may be model instances or dictionaries from ``values()``.
    """
    return keyset_union([queryset], order=order, after=after, before=before, size=size)


def keyset_union(
    branches: Sequence[QuerySet],
    *,
    order: Sequence[str],
    after: str | None = None,
    before: str | None = None,
    size: int = 20,
) -> Page:
    """Cut one page out of several disjoint lists shown as one, in one query (UNION ALL).

    Each branch keeps its own index, where an OR over them would use none. With more than one branch they are ``values()`` of
    the same
    columns, ``order`` among them.
    """
    token = _decode(before or after, len(order))
    backwards = bool(before) and token is not None
    ordering = [_reverse(name) for name in order] if backwards else list(order)
    bounded = [branch if token is None else branch.filter(_beyond(ordering, token)) for branch in branches]
    first, *others = (branch.order_by() for branch in bounded) if len(bounded) > 1 else bounded
    rows_query = first.union(*others, all=True) if others else first
    rows = list(rows_query.order_by(*ordering)[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    has_previous = more if backwards else token is not None
    has_next = True if backwards else more
    return Page(
        rows=rows,
        next=_encode(rows[-1], order) if rows and has_next else None,
        previous=_encode(rows[0], order) if rows and has_previous else None,
    )


def count_at_most(queryset: QuerySet, limit: int = 1000) -> tuple[int, bool]:
    """Count rows, but no further than ``limit``; the flag says that there are more."""
    found = queryset.order_by().values("pk")[: limit + 1].count()
    return min(found, limit), found > limit


def _beyond(ordering: Sequence[str], token: Sequence[Any]) -> Q:
    # This shape (a bound on the first column, then the tie) is the one that both databases answer from the index.
    first, first_value = ordering[0], token[0]
    if len(ordering) == 1:
        return _past(first, first_value)
    return _past(first, first_value, inclusive=True) & (_past(first, first_value) | _beyond(ordering[1:], token[1:]))


def _past(name: str, value: Any, *, inclusive: bool = False) -> Q:
    operator = ("lt" if name.startswith("-") else "gt") + ("e" if inclusive else "")
    return Q(**{f"{name.lstrip('-')}__{operator}": value})


def _reverse(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _value(row: Any, name: str) -> Any:
    key = name.lstrip("-")
    if isinstance(row, dict):
        return row[key]
    for part in key.split("__"):
        row = getattr(row, part)
    return row


def _encode(row: Any, order: Sequence[str]) -> str:
    values = [_exact(_value(row, name)) for name in order]
    return base64.urlsafe_b64encode(json.dumps(values, cls=DjangoJSONEncoder).encode()).decode().rstrip("=")


def _exact(value: Any) -> Any:
    # The JSON encoder would cut moments to milliseconds, and a page boundary must be exact.
    return value.isoformat() if hasattr(value, "isoformat") else value


def _decode(token: str | None, width: int) -> list[Any] | None:
    if not token:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        if not isinstance(values, list) or len(values) != width:
            return None
        return [_parsed(value) for value in values]
    except (ValueError, binascii.Error, UnicodeDecodeError):
        return None


def _parsed(value: Any) -> Any:
    if isinstance(value, str) and len(value) >= 10 and value[4:5] == "-":
        return (parse_datetime(value) if "T" in value else parse_date(value)) or value
    if isinstance(value, dict | list):
        raise ValueError("a token holds plain values only")
    return value
