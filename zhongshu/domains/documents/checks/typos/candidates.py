"""Other words that could stand in the text: one character exchanged for one like it, or a whole word of the same sound."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zhongshu.domains.documents.checks.typos.lattice import Lattice
from zhongshu.domains.documents.checks.typos.model import LONGEST_WORD, SYLLABLE_BITS, Confusables, Ints, Model

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
MOST_WORDS = 2_000  # of one pattern; more share it only by accident of a very common character


@dataclass(frozen=True)
class Candidate:
    """``word`` (its number in the model) in place of what stands from ``begin`` to ``end``."""

    begin: int
    end: int
    word: int
    gain: float  # log10: how much more probable the whole text would be
    same_sound: bool  # found by the sound of the whole word
    changes: tuple[tuple[int, str], ...]  # place and right character


class Patterns:
    """Words by all their characters but one: which words fit a gap."""

    def __init__(self, model: Model) -> None:
        lengths = model.lengths
        self.tables: dict[tuple[int, int], tuple[NDArray[np.uint64], Ints]] = {}
        for size in range(2, LONGEST_WORD + 1):
            numbers = np.nonzero((lengths == size) & ~model.name)[0]
            for gap in range(size):
                keys = model.keys[numbers] & ~_mask(size, gap)
                order = np.argsort(keys, kind="stable")
                self.tables[size, gap] = keys[order], numbers[order]
        singles = np.nonzero((lengths == 1) & (model.unigram[: model.size] >= COMMON_SINGLE))[0]
        self.singles = singles
        assert model.confusables is not None
        self.alike = _Alike(model.confusables)


class _Alike:
    """A table of bits: is this character taken for that?"""

    def __init__(self, confusables: Confusables) -> None:
        self.row = confusables.row
        self.column = np.full(0x10000, -1, np.int64)
        taken_for = np.unique(confusables.character)
        self.column[taken_for] = np.arange(len(taken_for))
        rows = len(confusables.start) - 1
        self.bits = np.zeros((rows, (len(taken_for) + 7) // 8), np.uint8)
        owner = np.repeat(np.arange(rows), np.diff(confusables.start))
        column = self.column[confusables.character]
        np.bitwise_or.at(self.bits, (owner, column >> 3), (1 << (column & 7)).astype(np.uint8))
        for class_ in MEANT:  # one of these in place of another is a matter of fact, not of spelling
            for wrong in class_:
                for right in class_:
                    row, column = self.row[ord(wrong)], self.column[ord(right)]
                    self.bits[row, column >> 3] &= ~np.uint8(1 << (column & 7))

    def test(self, wrong: Ints, right: Ints) -> NDArray[np.bool_]:
        row, column = self.row[wrong], self.column[right]
        known = (row >= 0) & (column >= 0)
        return known & (self.bits[np.where(known, row, 0), np.where(known, column >> 3, 0)] >> (column & 7) & 1).astype(bool)


def find(lattice: Lattice, patterns: Patterns) -> list[Candidate]:
    """Return what would make the text more probable, the greatest gain first; of equal changes the best reading only."""
    model = lattice.model
    parts = [*_one_exchanged(lattice, patterns), *_same_sound(lattice), _single(lattice, patterns)]
    begin, end, word = (np.concatenate([part[at] for part in parts]) for at in range(3))
    same_sound = np.concatenate([np.full(len(part[0]), part[3]) for part in parts])
    gain = lattice.improvement(begin, end, word)
    best: dict[tuple[tuple[int, str], ...], Candidate] = {}
    for at in np.nonzero(gain > LEAST_GAIN)[0].tolist():
        first, number = int(begin[at]), int(word[at])
        old = lattice.text[first : int(end[at])]
        changes = tuple((first + k, new) for k, new in enumerate(model.text(number)) if new != old[k])
        known = best.get(changes)
        if known is None or gain[at] > known.gain:
            best[changes] = Candidate(first, int(end[at]), number, float(gain[at]), bool(same_sound[at]), changes)
    return sorted(best.values(), key=lambda one: (-one.gain, one.begin, one.word))


_Part = tuple[Ints, Ints, Ints, bool]


def _one_exchanged(lattice: Lattice, patterns: Patterns) -> list[_Part]:
    """Find words of two characters and more that differ in one character, taken for one like it."""
    parts = []
    for size in range(2, LONGEST_WORD + 1):
        all_places, keys = lattice.windows(size)
        for gap in range(size):
            known, words = patterns.tables[size, gap]
            doubtful = lattice.doubt[all_places + gap] >= LEAST_DOUBT
            places, wanted = all_places[doubtful], keys[doubtful] & ~_mask(size, gap)
            first = np.searchsorted(known, wanted)
            count = np.searchsorted(known, wanted, side="right") - first
            count[count > MOST_WORDS] = 0
            owner = np.repeat(np.arange(len(places)), count)
            word = words[np.repeat(first - (np.cumsum(count) - count), count) + np.arange(len(owner))]
            wrong = lattice.codes[places[owner] + gap].astype(np.int64)
            right = lattice.model.characters[word, gap].astype(np.int64)
            kept = (wrong != right) & patterns.alike.test(wrong, right)
            at = places[owner[kept]]
            parts.append((at, at + size, word[kept], False))
    return parts


def _same_sound(lattice: Lattice) -> list[_Part]:
    """Find words of the same or nearly the same sound that differ in two characters or more."""
    model, parts = lattice.model, []
    syllables = model.syllable[lattice.codes.astype(np.int64)]
    for size in range(2, LONGEST_WORD + 1):
        places, _ = lattice.windows(size)
        sound = np.zeros(len(places), np.int64)
        whole = np.ones(len(places), bool)
        for offset in range(size):
            sound = sound << SYLLABLE_BITS | syllables[places + offset]
            whole &= (syllables[places + offset] > 0) & (lattice.doubt[places + offset] >= LEAST_DOUBT)
        places, sound = places[whole], sound[whole]
        first = np.searchsorted(model.sounds, sound)
        count = np.searchsorted(model.sounds, sound, side="right") - first
        owner = np.repeat(np.arange(len(places)), count)
        word = model.sounding[np.repeat(first - (np.cumsum(count) - count), count) + np.arange(len(owner))]
        at = places[owner]
        different = sum((model.characters[word, k] != lattice.codes[at + k]).astype(int) for k in range(size))
        kept = different >= 2
        parts.append((at[kept], at[kept] + size, word[kept], True))
    return parts


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


def _mask(size: int, gap: int) -> np.uint64:
    return np.uint64(0xFFFF << 16 * (size - 1 - gap))
