"""Break a title into lines that mean something and make a 梯形 or 菱形 (GB/T 9704-2012, 7.3.1).

Words come from the segmenter; proper names that the office knows stay whole. Among all ways to share the words out over the
fewest lines, and one line more, dynamic programming finds the cheapest: a cut after 的, before 的 or inside 《》 costs most, then
lines of equal length, an hourglass, a lonely line.
"""

import itertools
import re
from collections.abc import Sequence
from functools import lru_cache

import rjieba

from zhongshu.kernel.document_types import LEGAL_TYPES

from .lines import NO_END, NO_START, TOKEN

KEEP_TO_NEXT = frozenset(("关于", "和", "与", "及", "或", "的", "对", "在", "为", "印发", "转发", "批转", "第", "《"))
KEEP_TO_PREVIOUS = frozenset(("的", "和", "与", "及", "等", "中", "内", "年", "月", "日", "号", "届", "次", "期"))
DOCUMENT_TYPES = frozenset((*LEGAL_TYPES, "方案", "办法", "规定", "细则"))
FORBIDDEN = 1000.0


def words_of(title: str, proper_names: Sequence[str] = ()) -> list[str]:
    """Cut a title into words, proper names whole and marks kept with their neighbours."""
    cuts = {0, len(title)}
    at = 0
    for word in rjieba.cut(title):
        at += len(word)
        cuts.add(at)
    for name in proper_names:
        for match in re.finditer(re.escape(name), title) if name else ():
            cuts -= set(range(match.start() + 1, match.end()))
            cuts |= {match.start(), match.end()}
    for match in TOKEN.finditer(title):
        cuts -= set(range(match.start() + 1, match.end()))
    for index, char in enumerate(title):
        if char in NO_START:
            cuts.discard(index)
        if char in NO_END:
            cuts.discard(index + 1)
    cuts |= {0, len(title)}
    places = sorted(cuts)
    return [title[start:end] for start, end in itertools.pairwise(places)]


def title_width(text: str) -> float:
    """Return the width of a title line in characters."""
    return sum(1.0 if ord(char) > 0x2E7F or char in "“”‘’—…·" else 0.55 for char in text)


@lru_cache(maxsize=256)
def title_lines(title: str, proper_names: tuple[str, ...] = (), longest: float = 20.0) -> tuple[str, ...]:
    """Return the lines of a title; line feeds in it are taken as they are."""
    if "\n" in title:
        return tuple(
            line for part in title.split("\n") if part.strip() for line in title_lines(part.strip(), proper_names, longest)
        )
    if title_width(title) <= longest:
        return (title,)
    words = _short_words(words_of(title, proper_names), longest)
    fewest = int(-(-title_width(title) // longest))
    candidates = [found for count in (fewest, fewest + 1) if (found := _share_out(words, count, longest))]
    if not candidates:
        candidates = [found for count in range(fewest + 2, fewest + 8) if (found := _share_out(words, count, longest))]
    # Of two equally good ways the one with fewer lines stands first and is kept.
    return min(candidates, key=lambda found: found[0])[1]


def _short_words(words: list[str], longest: float) -> list[str]:
    """Cut words that no line can hold; only a name of more than a line gets that far."""
    short: list[str] = []
    for word in words:
        while title_width(word) > longest:
            size = next(index for index in range(len(word), 0, -1) if title_width(word[:index]) <= longest)
            size = size if size == len(word) else max(1, min(size, len(word) // 2 + 1))
            short.append(word[:size])
            word = word[size:]
        if word:
            short.append(word)
    return short


def _share_out(words: list[str], count: int, longest: float) -> tuple[float, tuple[str, ...]] | None:
    """Share the words out over ``count`` lines as cheaply as possible; None when they do not fit."""
    widths = [0.0]
    for word in words:
        widths.append(widths[-1] + title_width(word))
    total, number = widths[-1], len(words)
    mean = total / count
    cut_costs = [FORBIDDEN] + [_cut_cost(words, index) for index in range(1, number)] + [0.0]
    # best[k][j]: cheapest way for k lines to hold the first j words, by the width of the k-th line and whether lines
    # already shrink.
    best: dict[tuple[int, float, bool], tuple[float, tuple[int, ...]]] = {(0, 0.0, False): (0.0, (0,))}
    for line in range(count):
        following: dict[tuple[int, float, bool], tuple[float, tuple[int, ...]]] = {}
        for (start, before, shrinking), (cost, cuts) in best.items():
            for end in range(start + 1, number - (count - line - 1) + 1):
                width = widths[end] - widths[start]
                if width > longest:
                    break
                if line == count - 1 and end != number:
                    continue
                step, shrinks = _shape_cost(width, before, shrinking, line)
                price = (
                    cost
                    + step
                    + abs(width - mean) * 0.35
                    + (cut_costs[end] if end < number else _last_line_cost(words, start, width))
                )
                state = (end, width, shrinks)
                if state not in following or price < following[state][0]:
                    following[state] = (price, (*cuts, end))
        best = following
    if not best:
        return None
    price, cuts = min(best.values())
    lines = tuple("".join(words[start:end]).strip() for start, end in itertools.pairwise(cuts))
    return price + 2.0 * count, lines


def _shape_cost(width: float, before: float, shrinking: bool, line: int) -> tuple[float, bool]:
    """Return the price of a line's width beside the line above, and whether the lines now shrink."""
    if line == 0:
        return (6.0 if width < 4 else 0.0), False
    if abs(width - before) < 1.0:
        return 6.0, shrinking
    if width > before and shrinking:
        return 14.0, shrinking
    return (1.5 if abs(width - before) < 2.0 else 0.0) + (6.0 if width < 4 else 0.0), width < before


def _cut_cost(words: list[str], index: int) -> float:
    """Return the price of ending a line before ``words[index]``."""
    before, after = words[index - 1], words[index]
    upto = "".join(words[:index])
    cost = 0.0
    if upto.count("《") > upto.count("》"):
        cost += 12.0
    if upto.count("（") + upto.count("“") > upto.count("）") + upto.count("”"):
        cost += 8.0
    if before in KEEP_TO_NEXT and before != "的":
        cost += 12.0
    if before == "的":
        cost += 12.0
    if after in KEEP_TO_PREVIOUS:
        cost += 14.0
    if after == "关于":
        cost -= 3.0
    if after[0].isdigit() and before[-1].isdigit():
        cost += 12.0
    if before[-1].isdigit():
        cost += 10.0
    if after in DOCUMENT_TYPES:
        cost += 10.0
    return cost


def _last_line_cost(words: list[str], start: int, width: float) -> float:
    last = "".join(words[start:])
    if last.lstrip("的") in DOCUMENT_TYPES:
        return 12.0
    return 5.0 if width < 5 else 0.0
