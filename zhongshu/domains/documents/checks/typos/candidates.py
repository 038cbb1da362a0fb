"""Other words that could stand in the text: one character exchanged for one like it, or a whole word of the same sound."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhongshu.domains.documents.checks.typos.lattice import Lattice
from zhongshu.domains.documents.checks.typos.model import (
    COST_BITS,
    LONGEST_WORD,
    MOST_COST,
    STEP,
    SYLLABLE_BITS,
    Confusables,
    Ints,
    Keys,
    Model,
)

LEAST_GAIN = 0.5
LEAST_DOUBT = 4.5  # log10: two words more probable than this leave nothing to gain
COMMON_SINGLE = -4.0  # characters that are as common as this as words of their own
MEANT = (
    "省市县区乡镇村州",
    "一二三四五六七八九十百千万亿两",
    "东西南北",
    "年月日时",
    "上下",
    "前后左右",
    "正副",
    "内外",
    "增减",
    "买卖",
    "甲乙丙丁",
)
_MIXER = np.uint64(0x9E3779B97F4A7C15)
MOST_WORDS = 2_000  # of one pattern; more share it only by accident of a very common character


Gains = NDArray[np.float64]


@dataclass(frozen=True)
class Candidate:
    """``word`` (its number in the model) in place of what stands from ``begin`` to ``end``."""

    begin: int
    end: int
    word: int
    changes: tuple[tuple[int, str], ...]  # place and right character


class Candidates:
    """Many candidates, column by column; the changes of one stand together, in order."""

    def __init__(self, lattice: Lattice, begin: Ints, end: Ints, word: Ints, gain: Gains, same_sound: NDArray[np.bool_]) -> None:
        """``gain``, log10: how much more probable the whole text would be. ``same_sound``: found by the sound of the whole word."""
        self.lattice = lattice
        self.begin, self.end, self.word, self.gain, self.same_sound = begin, end, word, gain, same_sound
        offsets = np.arange(LONGEST_WORD)
        places = np.minimum(begin[:, None] + offsets, lattice.length - 1)
        new = lattice.model.characters[word].astype(np.int64)
        changed = (offsets < (end - begin)[:, None]) & (lattice.codes[places].astype(np.int64) != new)
        self.owner, column = np.nonzero(changed)
        self.place, self.right = begin[self.owner] + column, new[self.owner, column]
        self.changes = changed.sum(axis=1)

    def __len__(self) -> int:
        return len(self.begin)

    def at(self, chosen: Ints) -> "Candidates":
        begin, end, word = self.begin[chosen], self.end[chosen], self.word[chosen]
        return Candidates(self.lattice, begin, end, word, self.gain[chosen], self.same_sound[chosen])

    def after(self, others: "Candidates") -> "Candidates":
        """Return these with others before them."""
        return Candidates(
            self.lattice,
            np.concatenate([others.begin, self.begin]),
            np.concatenate([others.end, self.end]),
            np.concatenate([others.word, self.word]),
            np.concatenate([others.gain, self.gain]),
            np.concatenate([others.same_sound, self.same_sound]),
        )

    def best_of_equal(self) -> "Candidates":
        """Return them the greatest gain first; of those that change the text alike only the first."""
        order = np.lexsort((self.word, self.begin, -self.gain))
        mixed = (self.place << 16 | self.right).astype(np.uint64) * _MIXER
        digest = np.zeros(len(self), np.uint64)
        np.add.at(digest, self.owner, mixed ^ mixed >> np.uint64(29))
        _, first = np.unique(digest[order], return_index=True)
        return self.at(order[np.sort(first)])

    def leads(self) -> Gains:
        """Return by how much the gain of each exceeds that of the best other one that changes one of its characters otherwise."""
        if not len(self):
            return self.gain
        order = np.lexsort((self.owner, self.place))
        place, owner = self.place[order], self.owner[order]
        begins = np.r_[True, place[1:] != place[:-1]]
        group = np.cumsum(begins) - 1
        first = np.nonzero(begins)[0]
        second = np.minimum(first + 1, len(place) - 1)
        has_second = group[second] == np.arange(len(first))
        best = self.gain[owner[first]]
        next_best = np.where(has_second & (second != first), self.gain[owner[second]], LEAST_GAIN)
        rival = np.where(owner == owner[first][group], next_best[group], best[group])
        rivals = np.full(len(self), LEAST_GAIN)
        np.maximum.at(rivals, owner, rival)
        return self.gain - rivals

    def listed(self) -> list[Candidate]:
        changes = list(zip(self.place.tolist(), map(chr, self.right.tolist()), strict=True))
        ends = np.cumsum(self.changes).tolist()
        return [
            Candidate(begin, end, word, tuple(changes[until - count : until]))
            for begin, end, word, count, until in zip(
                self.begin.tolist(), self.end.tolist(), self.word.tolist(), self.changes.tolist(), ends, strict=True
            )
        ]


class Patterns:
    """Words by all their characters but one: which words fit a gap, the most promising first."""

    def __init__(self, model: Model) -> None:
        lengths = model.lengths
        self.tables: dict[tuple[int, int], tuple[NDArray[np.uint64], Ints]] = {}
        for size in range(2, LONGEST_WORD + 1):
            numbers = np.nonzero((lengths == size) & ~model.name)[0]
            for gap in range(size):
                keys = _without(model.keys[numbers], size, gap)
                order = np.argsort(keys | model.least_cost[numbers], kind="stable")
                keys, fitting = keys[order], numbers[order]
                begins = np.nonzero(np.r_[True, keys[1:] != keys[:-1], True])[0]
                count = np.diff(begins)
                kept = np.repeat(count <= MOST_WORDS, count)
                self.tables[size, gap] = (keys | model.least_cost[fitting])[kept], fitting[kept]
        self.singles = np.nonzero((lengths == 1) & (model.unigram[: model.size] >= COMMON_SINGLE))[0]
        assert model.confusables is not None
        self.alike = _Alike(model.confusables)


class _Alike:
    """A table of bits: is this character taken for that?"""

    def __init__(self, confusables: Confusables) -> None:
        self.row = confusables.row
        taken_for = np.zeros(0x10000, bool)
        taken_for[confusables.character] = True
        self.column = np.where(taken_for, np.cumsum(taken_for) - 1, -1)
        rows, width = len(confusables.start) - 1, (int(taken_for.sum()) + 7) // 8
        column = self.column[confusables.character]
        octet = np.repeat(np.arange(rows), np.diff(confusables.start)) * width + (column >> 3)  # in order: so are the rows
        begins = np.nonzero(np.diff(octet, prepend=-1))[0]
        self.bits = np.zeros((rows, width), np.uint8)
        self.bits.flat[octet[begins]] = np.bitwise_or.reduceat((1 << (column & 7)).astype(np.uint8), begins)
        for class_ in MEANT:  # one of these in place of another is a matter of fact, not of spelling
            for wrong in class_:
                for right in class_:
                    row, column = self.row[ord(wrong)], self.column[ord(right)]
                    self.bits[row, column >> 3] &= ~np.uint8(1 << (column & 7))

    def test(self, wrong: Ints, right: Ints) -> NDArray[np.bool_]:
        row, column = self.row[wrong], self.column[right]
        known = (row >= 0) & (column >= 0)
        return known & (self.bits[np.where(known, row, 0), np.where(known, column >> 3, 0)] >> (column & 7) & 1).astype(bool)


def find(lattice: Lattice, patterns: Patterns) -> Candidates:
    """Return what would make the text more probable, the greatest gain first; of equal changes the best reading only."""
    parts = [*_one_exchanged(lattice, patterns), *_same_sound(lattice), _single(lattice, patterns)]
    begin, end, word = (np.concatenate([part[at] for part in parts]) for at in range(3))
    same_sound = np.repeat([part[3] for part in parts], [len(part[0]) for part in parts])
    gain = lattice.improvement(begin, end, word)
    better = gain > LEAST_GAIN
    return Candidates(lattice, begin[better], end[better], word[better], gain[better], same_sound[better]).best_of_equal()


_Part = tuple[Ints, Ints, Ints, bool]


def _one_exchanged(lattice: Lattice, patterns: Patterns) -> list[_Part]:
    """Find words of two characters and more that differ in one character, taken for one like it."""
    parts = []
    for size in range(2, LONGEST_WORD + 1):
        all_places, keys = lattice.windows(size)
        for gap in range(size):
            known, words = patterns.tables[size, gap]
            doubtful = lattice.doubt[all_places + gap] >= LEAST_DOUBT
            places = all_places[doubtful]
            owner, at = _promising(lattice, known, _without(keys[doubtful], size, gap), places, size)
            places, word = places[owner], words[at]
            wrong = lattice.codes[places + gap].astype(np.int64)
            right = lattice.model.characters[word, gap].astype(np.int64)
            kept = (wrong != right) & patterns.alike.test(wrong, right)
            parts.append((places[kept], places[kept] + size, word[kept], False))
    return parts


def _same_sound(lattice: Lattice) -> list[_Part]:
    """Find words of the same or nearly the same sound that differ in two characters or more."""
    model, parts = lattice.model, []
    syllables = model.syllable[lattice.codes.astype(np.int64)]
    for size in range(2, LONGEST_WORD + 1):
        places, _ = lattice.windows(size)
        sound = np.zeros(len(places), np.uint64)
        whole = np.ones(len(places), bool)
        for offset in range(size):
            sound = sound << np.uint64(SYLLABLE_BITS) | syllables[places + offset].astype(np.uint64)
            whole &= (syllables[places + offset] > 0) & (lattice.doubt[places + offset] >= LEAST_DOUBT)
        places = places[whole]
        owner, at = _promising(lattice, model.sounds, sound[whole] << np.uint64(COST_BITS), places, size)
        begin, word = places[owner], model.sounding[at]
        different = sum((model.characters[word, k] != lattice.codes[begin + k]).astype(int) for k in range(size))
        kept = different >= 2
        parts.append((begin[kept], begin[kept] + size, word[kept], True))
    return parts


def _promising(lattice: Lattice, known: Keys, wanted: Keys, places: Ints, size: int) -> tuple[Ints, Ints]:
    """Look keys up that end with the least cost of a word: return which place each belongs to, and where it stands in the table.

    Words that cost more than the text could gain at the place are left out.
    """
    room = np.floor((lattice.room(places, places + size) - LEAST_GAIN) / STEP)
    hopeful = room >= 0
    most = np.clip(room, 0, MOST_COST).astype(np.uint64)
    first = np.searchsorted(known, wanted)
    some = np.nonzero(hopeful & (known[np.minimum(first, len(known) - 1)] <= wanted | most) & (first < len(known)))[0]
    first = first[some]
    count = np.searchsorted(known, (wanted | most)[some], side="right") - first
    owner = np.repeat(some, count)
    return owner, np.repeat(first - (np.cumsum(count) - count), count) + np.arange(len(owner))


def _single(lattice: Lattice, patterns: Patterns) -> _Part:
    """Find common words of one character where the best reading has such a word too."""
    edges = lattice.path
    edges = edges[(lattice.end[edges] - lattice.begin[edges] == 1) & (lattice.word[edges] >= 0)]
    places = lattice.begin[edges]
    places = places[lattice.doubt[places] >= LEAST_DOUBT]
    codes = lattice.codes[places].astype(np.int64)
    right = lattice.model.characters[patterns.singles, 0].astype(np.int64)
    fits = patterns.alike.test(codes[:, None], right[None, :])
    place, word = np.nonzero(fits)
    return places[place], places[place] + 1, patterns.singles[word], False


def _without(keys: Keys, size: int, gap: int) -> Keys:
    """Take one character out of packed ones and leave its bits free at the end."""
    after = np.uint64(16 * (size - 1 - gap))
    low = keys & ((np.uint64(1) << after) - np.uint64(1))
    return keys >> (after + np.uint64(16)) << (after + np.uint64(16)) | low << np.uint64(16)
