"""Which paragraph of the old text is which of the new one: equal ones first, then moved ones, then those that were reworded."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise, product

from fast_diff_match_patch import diff

from .words import coded

# Reworded paragraphs less alike than this are shown as one removed and one added.
ALIKE = 0.35
# A single paragraph in the place of a single other is its successor at less.
ALIKE_ALONE = 0.2
# A paragraph elsewhere that is this much alike has been moved there.
MOVED = 0.85
# Shorter paragraphs (a heading's "一是") say too little to be recognised elsewhere.
SHORTEST_MOVE = 6
# So many pairs are all compared; beyond that, each paragraph with this many that share its rare words.
FEW = 400
MOST_CANDIDATES = 6


@dataclass(slots=True)
class Alignment:
    """``pairs`` in order, old index and new index; ``moves`` out of order. What is in neither was removed or added."""

    pairs: list[tuple[int, int]] = field(default_factory=list)
    moves: list[tuple[int, int]] = field(default_factory=list)


def align(old: Sequence[str], new: Sequence[str]) -> Alignment:
    """Pair the paragraphs of two texts; blank ones are passed over."""
    before = [index for index, text in enumerate(old) if text.strip()]
    after = [index for index, text in enumerate(new) if text.strip()]
    equal = _equal([old[i] for i in before], [new[j] for j in after])
    pairs = [(before[i], after[j]) for i, j in equal]
    known_old, known_new = {i for i, _ in pairs}, {j for _, j in pairs}
    left = [i for i in before if i not in known_old]
    right = [j for j in after if j not in known_new]
    found = Alignment(pairs)
    if not left or not right:
        return found
    _identical_moves(found, old, new, left, right)
    likeness = _likeness(old, new, left, right)
    _similar_moves(found, likeness, old, new, left, right, gaps=_gaps(pairs))
    _reworded(found, likeness, set(left), set(right))
    found.pairs.sort()
    used_old, used_new = {i for i, _ in found.pairs}, {j for _, j in found.pairs}
    rest = {place: ratio for place, ratio in likeness.items() if place[0] not in used_old and place[1] not in used_new}
    _take_moves(found, rest, old, new, set(left) - used_old, set(right) - used_new)
    return found


def _equal(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Return the longest chain of equal paragraphs."""
    (first, second), _ = coded([old, new])
    pairs: list[tuple[int, int]] = []
    i = j = 0
    for op, length in diff(first, second, counts_only=True, cleanup="No"):
        if op == "=":
            pairs += zip(range(i, i + length), range(j, j + length), strict=True)
            i, j = i + length, j + length
        elif op == "-":
            i += length
        else:
            j += length
    return pairs


def _identical_moves(found: Alignment, old: Sequence[str], new: Sequence[str], left: list[int], right: list[int]) -> None:
    places: dict[str, list[int]] = defaultdict(list)
    for i in left:
        places[old[i].strip()].append(i)
    for j in list(right):
        text = new[j].strip()
        if places.get(text) and len(text) >= SHORTEST_MOVE:
            i = places[text].pop(0)
            found.moves.append((i, j))
            left.remove(i)
            right.remove(j)


def _grams(text: str) -> set[str]:
    return set(map("".join, pairwise(text))) or {text}


def _likeness(old: Sequence[str], new: Sequence[str], left: Sequence[int], right: Sequence[int]) -> dict[tuple[int, int], float]:
    """Return how alike the paragraphs are (0–1, shared pairs of characters), for those that may belong together."""
    first, second = {i: _grams(old[i]) for i in left}, {j: _grams(new[j]) for j in right}
    found: dict[tuple[int, int], float] = {}
    for i, j in _candidates(first, second):
        ratio = 2 * len(first[i] & second[j]) / (len(first[i]) + len(second[j]))
        if ratio >= ALIKE_ALONE:
            found[i, j] = ratio
    return found


def _candidates(first: dict[int, set[str]], second: dict[int, set[str]]) -> Iterator[tuple[int, int]]:
    """Return the pairs worth a look: all of a few; of many, those that share most of what is rare."""
    if len(first) * len(second) <= FEW:
        yield from product(first, second)
        return
    frequency = Counter(chain.from_iterable(second.values()))
    common = max(4, len(second) // 6)
    postings: dict[str, list[int]] = defaultdict(list)
    for j, grams in second.items():
        for gram in grams:
            if frequency[gram] <= common:
                postings[gram].append(j)
    for i, grams in first.items():
        shared = Counter(chain.from_iterable(postings[gram] for gram in grams if gram in postings))
        for j, _ in shared.most_common(MOST_CANDIDATES):
            yield i, j


def _gaps(pairs: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
    return [i for i, _ in pairs], [j for _, j in pairs]


def _similar_moves(
    found: Alignment,
    likeness: dict[tuple[int, int], float],
    old: Sequence[str],
    new: Sequence[str],
    left: list[int],
    right: list[int],
    *,
    gaps: tuple[list[int], list[int]],
) -> None:
    """Take out the paragraphs that stand, nearly the same, between other neighbours: before neighbours are paired by likeness."""
    elsewhere = {(i, j): ratio for (i, j), ratio in likeness.items() if bisect_left(gaps[0], i) != bisect_left(gaps[1], j)}
    at_home: dict[int, float] = defaultdict(float)
    for (i, j), ratio in likeness.items():
        if (i, j) not in elsewhere:
            at_home[i] = max(at_home[i], ratio)
    better = {place: ratio for place, ratio in elsewhere.items() if ratio > at_home[place[0]]}
    waiting_left, waiting_right = set(left), set(right)
    _take_moves(found, better, old, new, waiting_left, waiting_right)
    left[:] = [i for i in left if i in waiting_left]
    right[:] = [j for j in right if j in waiting_right]


def _take_moves(
    found: Alignment,
    likeness: dict[tuple[int, int], float],
    old: Sequence[str],
    new: Sequence[str],
    left: set[int],
    right: set[int],
) -> None:
    for (i, j), ratio in sorted(likeness.items(), key=lambda one: (-one[1], one[0])):
        if ratio < MOVED:
            break
        if i in left and j in right and min(len(old[i].strip()), len(new[j].strip())) >= SHORTEST_MOVE:
            found.moves.append((i, j))
            left.discard(i)
            right.discard(j)


def _reworded(found: Alignment, likeness: dict[tuple[int, int], float], left: set[int], right: set[int]) -> None:
    """Pair reworded paragraphs between their equal neighbours: the chain in order whose likeness adds up to most."""
    olds, news = _gaps(found.pairs)
    by_gap: dict[int, list[tuple[int, int, float]]] = defaultdict(list)
    for (i, j), ratio in likeness.items():
        gap = bisect_left(olds, i)
        if i in left and j in right and gap == bisect_left(news, j):
            by_gap[gap].append((i, -j, ratio))
    for gap, candidates in by_gap.items():
        alone = sum(bisect_left(olds, i) == gap for i in left) == sum(bisect_left(news, j) == gap for j in right) == 1
        found.pairs += _heaviest_chain(sorted(one for one in candidates if one[2] >= ALIKE or alone))


def _heaviest_chain(candidates: list[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """Return the heaviest chain rising in both; candidates are (old, -new, weight), sorted."""
    places = sorted({-j for _, j, _ in candidates})
    best: list[tuple[float, int]] = [(0.0, -1)] * (len(places) + 1)  # a Fenwick tree of the best chain that ends below a place
    back: list[int] = []
    for number, (_, negative, weight) in enumerate(candidates):
        slot = bisect_left(places, -negative)
        top = (0.0, -1)
        at = slot
        while at > 0:
            top = max(top, best[at])
            at -= at & -at
        back.append(top[1])
        total = (top[0] + weight, number)
        at = slot + 1
        while at < len(best):
            best[at] = max(best[at], total)
            at += at & -at
    end, at = (0.0, -1), len(places)
    while at > 0:
        end = max(end, best[at])
        at -= at & -at
    chain, number = [], end[1]
    while number >= 0:
        chain.append((candidates[number][0], -candidates[number][1]))
        number = back[number]
    return chain[::-1]
