"""Which characters a text must hold for an expression to match at all: most expressions need not be tried on most paragraphs."""

from importlib import import_module
from typing import Any

# The parser that ``re`` itself uses; it has no public name.
_parser = import_module("re._parser")

# More characters than this tell too little.
MOST = 24


def required(expression: str) -> frozenset[str]:
    """Return characters of which at least one stands in every match; empty if none can be named.

    Of several such sets the one with the fewest characters is returned.
    """
    return _of_sequence(_parser.parse(expression)) or frozenset()


def _of_sequence(items: Any) -> frozenset[str] | None:
    found = [one for one in (_of_item(operation, argument) for operation, argument in items) if one]
    return min(found, key=_weight) if found else None


def _weight(chars: frozenset[str]) -> tuple[int, int]:
    """Prefer few characters, and Chinese characters to marks."""
    return (len(chars), sum(char in "，。、的“”（）" for char in chars))


def _of_item(operation: Any, argument: Any) -> frozenset[str] | None:
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
        parts = [_of_sequence(branch) for branch in argument[1]]
        if any(part is None for part in parts):
            return None
        union = frozenset().union(*[part for part in parts if part])
        return union if len(union) <= MOST * 2 else None
    if name == "ASSERT" and argument[0] == 1:
        return _of_sequence(argument[1])
    return None
