"""What a person may type: words side by side must all occur, "或" or "|" between two means either, "-" or "非" before one not.

信访 通知            both
"信访工作" 2024      the phrase and the number
(信访 | 来信) -转办   either of two, without a third
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_WORDS = re.compile(r'\s+|["“”](?P<quoted>[^"“”]*)["“”]?|(?P<sign>[()（）|｜])|(?P<word>[^\s"“”()（）|｜]+)')
_OR = {"OR", "或", "或者"}
_AND = {"AND", "且", "并且"}
_NOT = {"NOT", "非", "不含"}
_MINUS = "-－!！"


@dataclass(frozen=True, slots=True)
class Term:
    text: str


@dataclass(frozen=True, slots=True)
class Not:
    part: "Node"


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["Node", ...]


Node = Term | Not | And | Or


def parse(text: str) -> Node | None:
    """Return what the person asks for; None if there is nothing to look for. Whatever is typed is understood somehow."""
    return _Reader(_lexemes(text)).read()


def searchable(node: Node | None, has_tokens: Callable[[str], bool]) -> Node | None:
    """Leave out the parts that hold nothing but punctuation; None if nothing remains."""
    match node:
        case Term(text):
            return node if has_tokens(text) else None
        case Not(part):
            inner = searchable(part, has_tokens)
            return Not(inner) if inner is not None else None
        case And(parts):
            return _join(And, [searchable(part, has_tokens) for part in parts])
        case Or(parts):
            return _join(Or, [searchable(part, has_tokens) for part in parts])
    return None


def wanted(node: Node | None) -> list[str]:
    """Return the texts that a hit contains, for highlighting; what stands behind "not" is left out."""
    match node:
        case Term(text):
            return [text]
        case And(parts) | Or(parts):
            return [text for part in parts for text in wanted(part)]
    return []


def _lexemes(text: str) -> list[tuple[str, str]]:
    found = []
    for match in _WORDS.finditer(text):
        if (quoted := match.group("quoted")) is not None:
            found.append(("term", quoted))
        elif sign := match.group("sign"):
            found.append(({"(": "open", "（": "open", ")": "close", "）": "close"}.get(sign, "or"), sign))
        elif word := match.group("word"):
            found += _word(word)
    return found


def _word(word: str) -> list[tuple[str, str]]:
    if word in _OR:
        return [("or", word)]
    if word in _AND:
        return []
    if word in _NOT:
        return [("not", word)]
    bare = word.lstrip(_MINUS)
    negated = [("not", word)] if bare != word else []
    return [*negated, ("term", bare)] if bare else negated


class _Reader:
    def __init__(self, lexemes: list[tuple[str, str]]) -> None:
        self.lexemes = lexemes
        self.position = 0

    def read(self) -> Node | None:
        parts = []
        while self._peek():
            if (part := self._either()) is not None:
                parts.append(part)
            elif self._peek() == "close":  # a bracket that nothing opened
                self.position += 1
        return _join(And, parts)

    def _either(self) -> Node | None:
        parts = [self._all()]
        while self._peek() == "or":
            self.position += 1
            parts.append(self._all())
        return _join(Or, parts)

    def _all(self) -> Node | None:
        parts = []
        while self._peek() in {"term", "not", "open"}:
            parts.append(self._one())
        return _join(And, parts)

    def _one(self) -> Node | None:
        sort, text = self.lexemes[self.position]
        self.position += 1
        if sort == "not":
            part = self._one() if self._peek() in {"term", "not", "open"} else None
            return part.part if isinstance(part, Not) else part and Not(part)
        if sort == "open":
            inner = self._either()
            if self._peek() == "close":
                self.position += 1
            return inner
        return Term(text) if text.strip() else None

    def _peek(self) -> str:
        return self.lexemes[self.position][0] if self.position < len(self.lexemes) else ""


def _join(sort: type[And] | type[Or], parts: Sequence[Node | None]) -> Node | None:
    present = [part for part in parts if part is not None]
    if len(present) > 1:
        return sort(tuple(present))
    return present[0] if present else None
