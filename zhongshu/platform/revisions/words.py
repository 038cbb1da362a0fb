"""From paragraphs to words, and from words to differences that a person can read."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

import rjieba
from fast_diff_match_patch import diff

from .facts import Kind, facts

Op = Literal["equal", "insert", "delete"]
Names = tuple[tuple[str, Kind], ...]
_PRIVATE = 0xF0000
_OPS: dict[str, Op] = {"=": "equal", "+": "insert", "-": "delete"}
# A stay this short between two changes is noise: one reads "改成了什么", not the word that happens to be in both.
SHORTEST_STAY = 2
_CLAUSE = re.compile(r"[^，。；：！？\n]+[，。；：！？\n]?|[，。；：！？\n]")
_UNCUT = frozenset({"organ", "person"})


def words(text: str, names: Names = ()) -> list[str]:
    """Cut a paragraph into words. Figures keep their unit, names of organs and people stay whole."""
    found: list[str] = []
    place = 0
    for fact in facts(text, names):
        if fact.start > place:
            found += rjieba.cut(text[place : fact.start])
        part = text[fact.start : fact.end]
        found += [part] if fact.kind in _UNCUT or fact.kind == "figure" else _parts(part, fact.kind)
        place = fact.end
    return found + (list(rjieba.cut(text[place:])) if place < len(text) else [])


def _parts(text: str, kind: str) -> list[str]:
    """Cut a date into year, month and day, a cited document into its words."""
    if kind != "date":
        return list(rjieba.cut(text))
    parts, begin = [], 0
    for place, char in enumerate(text):
        if char in "年月日号旬度底初末":
            parts.append(text[begin : place + 1])
            begin = place + 1
    return [part for part in [*parts, text[begin:]] if part]


def coded(texts: Sequence[Sequence[str]]) -> tuple[list[str], list[str]]:
    """Write each sequence as one string with one private character a word; returns the strings, and the word of each code."""
    codes: dict[str, str] = {}
    strings = ["".join([codes.setdefault(word, chr(_PRIVATE + len(codes))) for word in text]) for text in texts]
    return strings, list(codes)


def of_code(words_by_code: Sequence[str], code: str) -> str:
    return words_by_code[ord(code) - _PRIVATE]


def clauses(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Part two paragraphs into clauses; returns what stayed (equal texts) and, between, what stands in its place in each."""
    (first, second), back = coded([_CLAUSE.findall(old), _CLAUSE.findall(new)])
    gone = came = ""
    for op, part in _diff(first, second):
        text = "".join([of_code(back, code) for code in part])
        if op == "-":
            gone += text
        elif op == "+":
            came += text
        else:
            if gone or came:
                yield gone, came
            gone = came = ""
            yield text, text
    if gone or came:
        yield gone, came


def differences(old: str, new: str, names: Names = ()) -> list[tuple[Op, str]]:
    """Compare two paragraphs word by word; neighbouring operations differ, a removal stands before what takes its place."""
    (first, second), back = coded([words(old, names), words(new, names)])
    raw = [(_OPS[op], "".join(of_code(back, code) for code in part)) for op, part in _diff(first, second)]
    return _settled(_without_islands(raw))


def _diff(first: str, second: str) -> list[tuple[str, str]]:
    return diff(first, second, counts_only=False, cleanup="No")


def _without_islands(parts: list[tuple[Op, str]]) -> list[tuple[Op, str]]:
    """Let short stays between two changes go with them, so that a rewritten phrase reads as one."""
    found: list[tuple[Op, str]] = []
    for index, (op, text) in enumerate(parts):
        if op == "equal" and 0 < index < len(parts) - 1 and _is_island(parts, index):
            found += [("delete", text), ("insert", text)]
        else:
            found.append((op, text))
    return found


def _is_island(parts: list[tuple[Op, str]], index: int) -> bool:
    """Tell whether a stay is noise: no mark of punctuation, and short beside what changed before and after it."""
    text = parts[index][1]
    if len(text) > SHORTEST_STAY or any(not char.isalnum() for char in text):
        return False
    before = sum(len(part) for op, part in parts[max(0, index - 2) : index] if op != "equal")
    after = sum(len(part) for op, part in parts[index + 1 : index + 3] if op != "equal")
    return min(before, after) >= (2 if len(text) == 1 else 6)


def _settled(parts: list[tuple[Op, str]]) -> list[tuple[Op, str]]:
    """Join neighbours of one kind; between two stays all removed words come first, then all new ones."""
    found: list[tuple[Op, str]] = []
    gone = came = ""

    def close() -> None:
        nonlocal gone, came
        for part in _trimmed(gone, came):
            if part[0] == "equal" and found and found[-1][0] == "equal":
                part = ("equal", found.pop()[1] + part[1])
            found.append(part)
        gone = came = ""

    for op, text in parts:
        if op == "delete":
            gone += text
        elif op == "insert":
            came += text
        else:
            close()
            if found and found[-1][0] == "equal":
                found[-1] = ("equal", found[-1][1] + text)
            else:
                found.append(("equal", text))
    close()
    return found


def _trimmed(gone: str, came: str) -> list[tuple[Op, str]]:
    """Give back what a removal and what takes its place have in common at their ends: 资金 and 专项资金, 应急预案 and 应急方案."""
    head = _shared(gone, came)
    tail = _shared(gone[head:][::-1], came[head:][::-1])
    first = gone[:head]
    last = gone[len(gone) - tail :] if tail else ""
    parts: list[tuple[Op, str]] = [
        ("equal", first), ("delete", gone[head : len(gone) - tail]), ("insert", came[head : len(came) - tail]), ("equal", last),
    ]  # fmt: skip
    return [part for part in parts if part[1]]


def _shared(first: str, second: str) -> int:
    """Return how many characters at the beginning stand in both and may stay: never a piece of a figure, never a lone character."""
    length = 0
    while length < min(len(first), len(second)) and first[length] == second[length]:
        length += 1
    if length == len(first) or length == len(second):
        rest = first[length:] or second[length:]
        return length if len(rest) != 1 and not _is_numeral(first[max(0, length - 1) : length] + rest[:1]) else 0
    shortest = min(len(first), len(second)) - length
    if length < SHORTEST_STAY or shortest < SHORTEST_STAY or any(map(_is_numeral, (first[length], second[length]))):
        return 0
    return 0 if any(map(_is_numeral, first[:length])) else length


def _is_numeral(text: str) -> bool:
    return any(char.isdecimal() or char in "〇零一二三四五六七八九十百千万亿.．%％" for char in text)
