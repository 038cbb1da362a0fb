"""花脸稿: who changed which words between two versions, paragraph by paragraph.

Paragraphs are aligned first, so that an inserted paragraph does not make the rest look changed; inside a pair the words (not the
characters) are compared. Figures and dates that changed are marked: they are what a reviewer must not miss.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

import rjieba
from fast_diff_match_patch import diff

Op = Literal["equal", "insert", "delete"]
_UNIT = "[%％年月日号元万亿个人项件天时]"
_FIGURE = re.compile(rf"[0-9０-９]+(?:[.,]\d+)?{_UNIT}*|[〇零一二三四五六七八九十百千]+{_UNIT}+")
_PRIVATE = 0xF0000
_OPS: dict[str, Op] = {"=": "equal", "+": "insert", "-": "delete"}
# Paragraphs less alike than this are shown as one removed and one added.
_ALIKE = 0.35


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words that stayed, came or went; ``figure`` marks a changed number, date or amount."""

    op: Op
    text: str
    figure: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of the comparison. ``op`` is ``equal``, ``change``, ``insert`` or ``delete``."""

    op: str
    spans: tuple[Span, ...] = field(default_factory=tuple)


def compare(old: str, new: str) -> list[Line]:
    """Compare two texts and return their paragraphs in order; joining all but the deleted spans gives ``new`` back."""
    before, after = old.split("\n"), new.split("\n")
    lines: list[Line] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            lines += [Line("equal", (Span("equal", text),)) for text in after[j1:j2]]
        else:
            lines += _aligned(before[i1:i2], after[j1:j2])
    return lines


def counts(lines: Sequence[Line]) -> dict[str, int]:
    """Count inserted and deleted characters, changed paragraphs and changed figures, for the line above a comparison."""
    spans = [span for line in lines for span in line.spans]
    return {
        "inserted": sum(len(span.text) for span in spans if span.op == "insert"),
        "deleted": sum(len(span.text) for span in spans if span.op == "delete"),
        "paragraphs": sum(line.op != "equal" for line in lines),
        "figures": sum(span.figure for span in spans),
    }


def _aligned(before: Sequence[str], after: Sequence[str]) -> list[Line]:
    """Pair up the paragraphs of a changed stretch by likeness, in order (longest chain of pairs that are alike)."""
    if not before or not after:
        return [_whole("delete", text) for text in before] + [_whole("insert", text) for text in after]
    if len(before) * len(after) > 10_000:  # a text turned upside down: pairing it word by word would tell nobody anything
        return [_whole("delete", text) for text in before] + [_whole("insert", text) for text in after]
    score = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    likeness = [[_likeness(old, new) for new in after] for old in before]
    for i in range(len(before) - 1, -1, -1):
        for j in range(len(after) - 1, -1, -1):
            paired = likeness[i][j] + score[i + 1][j + 1] if likeness[i][j] >= _ALIKE else 0.0
            score[i][j] = max(paired, score[i + 1][j], score[i][j + 1])
    lines, i, j = [], 0, 0
    while i < len(before) and j < len(after):
        if likeness[i][j] >= _ALIKE and score[i][j] == likeness[i][j] + score[i + 1][j + 1]:
            lines.append(_changed(before[i], after[j]))
            i, j = i + 1, j + 1
        elif score[i + 1][j] >= score[i][j + 1]:
            lines.append(_whole("delete", before[i]))
            i += 1
        else:
            lines.append(_whole("insert", after[j]))
            j += 1
    return lines + [_whole("delete", text) for text in before[i:]] + [_whole("insert", text) for text in after[j:]]


def _likeness(old: str, new: str) -> float:
    if not old.strip() or not new.strip():
        return 1.0 if old == new else 0.0
    first, second = _pairs(old), _pairs(new)
    return 2 * len(first & second) / (len(first) + len(second))


@lru_cache(maxsize=2048)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset({text})


def _whole(op: Op, text: str) -> Line:
    return Line(op, (Span(op, text, bool(_FIGURE.search(text))),)) if text else Line(op, ())


def _changed(old: str, new: str) -> Line:
    """Compare two paragraphs word by word: each word becomes one private character, so that the comparison never cuts a word."""
    words: dict[str, str] = {}

    def coded(text: str) -> str:
        return "".join(words.setdefault(word, chr(_PRIVATE + len(words))) for word in _words(text))

    first, second = coded(old), coded(new)
    back = {code: word for word, code in words.items()}
    spans = []
    for op, length_or_text in diff(first, second, counts_only=False, cleanup="Semantic"):
        text = "".join(back[code] for code in length_or_text)
        name = _OPS[op]
        spans.append(Span(name, text, name != "equal" and bool(_FIGURE.search(text))))
    return Line("change", tuple(spans))


def _words(text: str) -> list[str]:
    """Cut a paragraph into words; figures with their unit stay whole."""
    words: list[str] = []
    place = 0
    for match in _FIGURE.finditer(text):
        words += rjieba.cut(text[place : match.start()]) if match.start() > place else []
        words.append(match.group())
        place = match.end()
    return words + (list(rjieba.cut(text[place:])) if place < len(text) else [])
