"""How a rule is written down: its id, its clause, what it finds, examples that fail and that pass."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from zhongshu.domains.documents.checks.findings import Category, Gate, Hit, Severity
from zhongshu.domains.documents.checks.manuscript import PROSE, Kind, Manuscript, Paragraph
from zhongshu.domains.documents.checks.prefilter import pieces, required

ParagraphCheck = Callable[[Paragraph], Iterable[Hit]]
DocumentCheck = Callable[[Manuscript], Iterable[Hit]]


@dataclass(frozen=True)
class Example:
    """A piece of text that a rule must find, or must leave alone; ``right`` is the text after its corrections."""

    text: str
    right: str | None = None
    unit: str = "sentence"
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """One rule. ``of_paragraph`` depends on the paragraph alone, so that its answer can be kept by the paragraph's digest."""

    id: str
    name: str
    clause: str
    explanation: str
    category: Category
    gate: Gate
    severity: Severity
    fails: tuple[Example, ...]
    passes: tuple[Example, ...]
    kinds: frozenset[Kind] = PROSE
    also: tuple[Category, ...] = ()
    of_paragraph: ParagraphCheck | None = None
    of_document: DocumentCheck | None = None

    @property
    def categories(self) -> tuple[Category, ...]:
        return (self.category, *self.also)


RULES: dict[str, Rule] = {}

# What the standards are called in the clauses.
REGULATION = "《党政机关公文处理工作条例》"
FORMAT = "GB/T 9704—2012《党政机关公文格式》"
PUNCTUATION = "GB/T 15834—2011《标点符号用法》"
NUMERALS = "GB/T 15835—2011《出版物上数字用法》"
GRAMMAR = "现代汉语语法规范"
DICTIONARY = "《现代汉语词典》"


def _examples(given: Iterable[Any], unit: str) -> tuple[Example, ...]:
    """Examples are written as text, as (text, right), as (text, right, facts), or as ``Example``."""
    made = []
    for one in given:
        if isinstance(one, Example):
            made.append(one)
        elif isinstance(one, str):
            made.append(Example(one, unit=unit))
        else:
            text, right, *facts = one
            made.append(Example(text, right, unit, facts[0] if facts else {}))
    return tuple(made)


def _register(identifier: str, values: dict[str, Any], **check: Any) -> None:
    if identifier in RULES:
        raise ValueError(f"the rule {identifier} is written down twice")
    unit = values.pop("unit", "sentence")
    values["fails"] = _examples(values["fails"], unit)
    values["passes"] = _examples(values.get("passes", ()), unit)
    also = values.pop("also", ())
    values["also"] = (also,) if isinstance(also, Category) else tuple(also)
    values["kinds"] = frozenset(values.get("kinds", PROSE))
    values.setdefault("severity", Severity.SHOULD)
    RULES[identifier] = Rule(id=identifier, **values, **check)


def paragraph_rule(identifier: str, **values: Any) -> Callable[[ParagraphCheck], ParagraphCheck]:
    """Register a check of one paragraph."""

    def register(check: ParagraphCheck) -> ParagraphCheck:
        _register(identifier, values, of_paragraph=check)
        return check

    return register


def document_rule(identifier: str, **values: Any) -> Callable[[DocumentCheck], DocumentCheck]:
    """Register a check of the whole document."""

    def register(check: DocumentCheck) -> DocumentCheck:
        _register(identifier, values, of_document=check)
        return check

    return register


Replacement = str | Callable[[re.Match[str]], str | None] | None


def pattern_rule(identifier: str, *table: tuple[str, Replacement, str], **values: Any) -> None:
    """Register expressions as a rule: (expression, replacement or None, message).

    Group ``x`` marks the place if there is one, ``y``, ``z``, ``w`` in further alternatives.

    ``needs``: characters of which a paragraph must hold at least one for the table to be tried.
    """
    compiled = []
    for expression, new_text, sentence in table:
        ready = re.compile(expression)
        names = [name for name in ("x", "y", "z", "w") if name in ready.groupindex]
        compiled.append((ready, new_text, sentence, names, required(expression)))
    wanted = frozenset(values.pop("needs", ""))

    def check(paragraph: Paragraph) -> Iterator[Hit]:
        text = paragraph.text
        if wanted and wanted.isdisjoint(text):
            return
        present = pieces(text)
        for expression, replacement, message, names, literals in compiled:
            if literals and literals.isdisjoint(present):
                continue
            for match in expression.finditer(text):
                begin, end = next((match.span(name) for name in names if match.start(name) >= 0), match.span())
                if callable(replacement):
                    new = replacement(match)
                    if new is None:
                        continue
                else:
                    new = match.expand(replacement) if replacement is not None else None
                shown = message.format(found=text[begin:end], new=new) if "{" in message else message
                yield Hit(begin, end, shown, new)

    _register(identifier, values, of_paragraph=check)


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Return where words stand in quotation marks: what others said is not the drafter's wording."""
    return [match.span() for match in re.finditer(r"“[^”]*”|‘[^’]*’|《[^》]*》", text)]


def outside_quotes(text: str, begin: int) -> bool:
    return not any(start < begin < end for start, end in quoted_spans(text)) if "“" in text or "《" in text else True
