"""Which characters a text must hold for an expression to match at all: most expressions need not be tried on most paragraphs."""

from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module
from itertools import pairwise
from typing import Any

# The parser that ``re`` itself uses; it has no public name.
_parser = import_module("re._parser")

# More characters, or pairs of them, than this tell too little.
MOST = 24
MOST_PAIRS = 60
_MARKS = frozenset("，。、的“”（）0123456789")

Pieces = frozenset[str]


@lru_cache(maxsize=16)
def pieces(text: str) -> Pieces:
    """Return the characters of a text and every two that stand together."""
    return frozenset(text).union(map("".join, pairwise(text)))


def required(expression: str) -> Pieces:
    """Return characters, or pairs that stand together, of which at least one is in every match; empty if none can be named.

    Of several such sets the one that tells most is returned.
    """
    parsed = _parser.parse(expression)
    if parsed.state.flags & 2:  # upper and lower case count as one
        return frozenset()
    return _of_sequence(parsed) or frozenset()


def _of_sequence(items: Any) -> Pieces | None:
    listed = list(items)
    found = [one for one in (_of_item(operation, argument) for operation, argument in listed) if one]
    exact = [_exact(operation, argument) for operation, argument in listed]
    for left, right in pairwise(exact):
        if left and right and len(left) * len(right) <= MOST_PAIRS:
            found.append(frozenset(a[-1] + b[0] for a in left for b in right))
    return min(found, key=_weight) if found else None


def _exact(operation: Any, argument: Any) -> Pieces | None:
    """Return everything that an item can match, if it is one of a few characters or words."""
    name = str(operation)
    if name == "LITERAL":
        return frozenset(chr(argument))
    if name == "IN":
        return _of_item(operation, argument)
    if name == "SUBPATTERN":
        return _words(argument[3])
    if name == "BRANCH":
        parts = [_words(branch) for branch in argument[1]]
        return _union(parts, MOST_PAIRS)
    return None


def _words(items: Any) -> Pieces | None:
    """Return the words that a sequence matches, as far as their first and last characters go."""
    exact = [_exact(operation, argument) for operation, argument in items]
    if not exact or any(one is None for one in exact):
        return None
    first, last = exact[0], exact[-1]
    if len(exact) == 1 or not first or not last:
        return first
    ends = frozenset(a[0] + b[-1] for a in first for b in last)
    return ends if len(ends) <= MOST_PAIRS else None


def _union(parts: Iterable[Pieces | None], most: int) -> Pieces | None:
    union: set[str] = set()
    for part in parts:
        if not part:
            return None
        union |= part
    return frozenset(union) if len(union) <= most else None


def _weight(found: Pieces) -> tuple[int, int, int]:
    """Prefer pairs to single characters, few to many, and Chinese characters to marks and digits."""
    singles = sum(len(one) == 1 for one in found)
    return (singles, len(found), sum(bool(_MARKS.intersection(one)) for one in found))


def _of_item(operation: Any, argument: Any) -> Pieces | None:
    name = str(operation)
    if name == "LITERAL":
        return frozenset(chr(argument))
    if name == "IN":
        chars = {chr(value) for kind, value in argument if str(kind) == "LITERAL"}
        plain = all(str(kind) == "LITERAL" for kind, _ in argument)
        return frozenset(chars) if plain and len(chars) <= MOST else None
    if name == "SUBPATTERN":
        return _of_sequence(argument[3])
    if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        return _of_sequence(argument[2]) if argument[0] >= 1 else None
    if name == "BRANCH":
        return _union([_of_sequence(branch) for branch in argument[1]], MOST * 3)
    if name == "ASSERT" and argument[0] == 1:
        return _of_sequence(argument[1])
    return None
