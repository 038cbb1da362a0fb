"""The word model: which words there are, and how probable one is after another."""

import itertools
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Reals = NDArray[np.float32]
Keys = NDArray[np.uint64]

LEXICON = Path(__file__).parent / "lexicon"
LONGEST_WORD = 4
SYLLABLE_BITS = 10
_ID_BITS = 20
ROUNDING = 0.01  # of a step
STEP = 1 / 32  # one step of a stored probability, in log10
COST_BITS, MOST_COST = 8, 255  # a cost in these steps
FIRST_CHARACTER, LAST_CHARACTER = 0x4E00, 0x9FFF
NO_SYLLABLE = 0
NO_SOUND = 5


@dataclass(frozen=True)
class Confusables:
    """For every common character those that it is taken for: by sound, by strokes or both."""

    row: Ints  # by code point; -1: the character has no row
    start: Ints  # row r owns start[r]..start[r + 1]
    character: NDArray[np.uint16]
    sound: NDArray[np.uint8]  # 1 same sound and tone, 2 same sound, 3 nearly, 4 different
    shape: NDArray[np.uint8]  # 0–100

    @cached_property
    def _keys(self) -> NDArray[np.uint32]:
        rows = np.repeat(np.arange(len(self.start) - 1, dtype=np.uint32), np.diff(self.start))
        return rows << np.uint32(16) | self.character

    def classes(self, wrong: Ints, right: Ints) -> tuple[Ints, Ints]:
        """Return how alike the sounds (``NO_SOUND`` when they are not) and the strokes (0–100) of pairs of characters are."""
        row = self.row[wrong]
        keys = np.where(row < 0, 0, row << 16 | right).astype(np.uint32)
        at = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        known = (row >= 0) & (self._keys[at] == keys)
        return np.where(known, self.sound[at], NO_SOUND).astype(np.int64), np.where(known, self.shape[at], 0).astype(np.int64)


class Model:
    """Words sorted by their packed characters, the number of a word is its place; bigrams sorted by their packed numbers."""

    def __init__(
        self,
        characters: NDArray[np.uint16],
        *,
        unigram: Reals,
        backoff: Reals,
        local: Reals,
        local_backoff: Reals,
        share: float,
    ) -> None:
        """``characters``: see ``characters_of``; the last three entries of the tables stand for begin, end and unknown."""
        self.characters = characters
        self.size = len(characters)
        self.begin, self.end, self.unknown = self.size, self.size + 1, self.size + 2
        self.lengths = (characters > 0).sum(axis=1)
        wide = characters.astype(np.uint64)
        whole = wide[:, 0] << np.uint64(48) | wide[:, 1] << np.uint64(32) | wide[:, 2] << np.uint64(16) | wide[:, 3]
        self.keys: Keys = whole >> (16 * (LONGEST_WORD - self.lengths)).astype(np.uint64)
        self.name = np.zeros(self.size, bool)  # names of persons: known, but never proposed
        self.unigram = unigram.astype(np.float32)
        self.general_backoff = (10.0**backoff).astype(np.float32)
        self._general = (share * 10.0**backoff).astype(np.float32), (10.0**unigram).astype(np.float32)
        self._local = ((1 - share) * local_backoff).astype(np.float32), (10.0**local).astype(np.float32)
        self.pairs: Ints = np.zeros(0, np.int64)
        self.pair_cost: NDArray[np.uint8] = np.zeros(0, np.uint8)
        self.least_cost: Keys = np.zeros(self.size, np.uint64)
        self.triples: NDArray[np.uint32] = np.zeros(0, np.uint32)
        self.triple_gain: NDArray[np.int8] = np.zeros(0, np.int8)
        self.frequency: Reals = np.full(LAST_CHARACTER + 1, -8, np.float32)
        self.syllable: Ints = np.zeros(0x10000, np.int64)
        self.sounds: Keys = np.zeros(0, np.uint64)
        self.sounding: Ints = np.zeros(0, np.int64)
        self.confusables: Confusables | None = None

    def context(self, readings: list[list[int]]) -> NDArray[np.float64]:
        """Return by how much more probable, in log10, whole triples of words make each reading than its pairs do."""
        total = np.zeros(len(readings))
        if not len(self.triples) or max(map(len, readings), default=0) < 3:
            return total
        words = np.fromiter(itertools.chain.from_iterable(readings), np.int64)
        owner = np.repeat(np.arange(len(readings)), [len(reading) for reading in readings])
        within = owner[:-2] == owner[2:]
        keys = triple(words[:-2][within], words[1:-1][within], words[2:][within])
        at = np.searchsorted(self.triples, keys)
        at[at == len(self.triples)] = 0
        known = self.triples[at] == keys
        np.add.at(total, owner[2:][within][known], self.triple_gain[at[known]] * STEP)
        return total

    def weigh(self) -> None:
        """Note for each word what it costs at least, whatever stands before it, in steps."""
        general_backoff, general = self._general
        local_backoff, local = self._local
        alone = general_backoff.max() * general[: self.size] + local_backoff.max() * local[: self.size]
        cost = np.floor(-np.log10(alone.astype(np.float64)) / STEP - ROUNDING).clip(0, MOST_COST).astype(np.uint8)
        second = self.pairs & ((1 << _ID_BITS) - 1)
        inside = second < self.size
        np.minimum.at(cost, second[inside], self.pair_cost[inside])
        self.least_cost = cost.astype(np.uint64)

    def text(self, word: int) -> str:
        return "".join(map(chr, self.characters[word, : self.lengths[word]].tolist()))

    def lookup(self, keys: Keys) -> Ints:
        """Return the numbers of the words with these packed characters, -1 where there is none."""
        at = np.searchsorted(self.keys, keys)
        at[at == len(self.keys)] = 0
        return np.where(self.keys[at] == keys, at, -1)

    def log_probability(self, before: Ints, word: Ints) -> Reals:
        """Return log10 of the probability of each word after the one before it."""
        general_backoff, general = self._general
        local_backoff, local = self._local
        result = np.log10(general_backoff[before] * general[word] + local_backoff[before] * local[word]).astype(np.float32)
        if len(self.pairs):
            keys = pair(before, word)
            order = np.argsort(keys, kind="stable")  # neighbours in the table are looked up together: several times faster
            ordered = keys[order]
            at = np.searchsorted(self.pairs, ordered)
            at[at == len(self.pairs)] = 0
            known = self.pairs[at] == ordered
            result[order[known]] = self.pair_cost[at[known]] * np.float32(-STEP)
        return result


def packed(word: str) -> int:
    """Return up to four characters as one number; shorter words come before longer ones."""
    number = 0
    for character in word:
        number = number << 16 | ord(character)
    return number


def pair(before: Ints, word: Ints) -> Ints:
    return before << _ID_BITS | word


def triple(first: Ints, second: Ints, third: Ints) -> NDArray[np.uint32]:
    """Return a digest of three words; that two triples meet in one is rare enough to do no harm."""
    mixed = (
        first.astype(np.uint64) << np.uint64(40) | second.astype(np.uint64) << np.uint64(20) | third.astype(np.uint64)
    ) * np.uint64(0x9E3779B97F4A7C15)
    return (mixed >> np.uint64(32)).astype(np.uint32)


@lru_cache(maxsize=1)
def model() -> Model:
    """Return the shipped model; read at the first call."""
    with np.load(LEXICON / "model.npz") as stored:
        read = {name: stored[name] for name in stored.files}
    loaded = Model(
        read["characters"],
        unigram=read["unigram"].astype(np.float32),
        backoff=read["backoff"].astype(np.float32),
        local=read["local"].astype(np.float32),
        local_backoff=read["local_backoff"].astype(np.float32),
        share=float(read["share"]),
    )
    loaded.name = read["name"]
    loaded.triples = np.cumsum(read["triple_steps"], dtype=np.uint64).astype(np.uint32)
    loaded.triple_gain = read["triple_gain"]
    rows = read["pair_rows"].astype(np.int64)
    steps = (
        read["pair_low"].astype(np.int64) | read["pair_middle"].astype(np.int64) << 8 | read["pair_high"].astype(np.int64) << 16
    )
    loaded.pairs = _undone(steps, rows)
    loaded.pair_cost = read["pair_cost"]
    loaded.weigh()
    loaded.frequency[FIRST_CHARACTER : LAST_CHARACTER + 1] = read["frequency"].astype(np.float32)
    loaded.syllable[FIRST_CHARACTER : LAST_CHARACTER + 1] = read["syllable"].astype(np.int64)
    loaded.sounds, loaded.sounding = _sound_index(
        loaded, read["other_sounds"].astype(np.int64), read["other_sounding"].astype(np.int64)
    )
    row = np.full(0x10000, -1, np.int64)
    row[read["confusable_of"].astype(np.int64)] = np.arange(len(read["confusable_of"]))
    start = np.concatenate([[0], np.cumsum(read["confusable_rows"].astype(np.int64))])
    loaded.confusables = Confusables(row, start, read["confusable"], read["confusable_sound"], read["confusable_shape"])
    return loaded


def stored_pairs(pairs: Ints, log_probability: Reals, words: int) -> dict[str, NDArray[np.generic]]:
    """Return the arrays that ``model`` reads the bigrams from: the steps within a row, byte by byte."""
    first, second = pairs >> _ID_BITS, pairs & ((1 << _ID_BITS) - 1)
    rows = np.bincount(first, minlength=words)
    step = np.diff(second, prepend=0)
    begins = np.cumsum(rows) - rows
    full = rows > 0
    step[begins[full]] = second[begins[full]]
    return {
        "pair_rows": rows.astype(np.uint32),
        "pair_low": (step & 0xFF).astype(np.uint8),
        "pair_middle": (step >> 8 & 0xFF).astype(np.uint8),
        "pair_high": (step >> 16).astype(np.uint8),
        "pair_cost": np.clip(np.rint(-log_probability / STEP), 0, 255).astype(np.uint8),
    }


def _undone(steps: Ints, rows: Ints) -> Ints:
    """Turn steps within rows back into packed pairs."""
    total = np.cumsum(steps)
    begins = np.cumsum(rows) - rows
    before = np.where(rows > 0, total[np.minimum(begins, len(total) - 1)] - steps[np.minimum(begins, len(steps) - 1)], 0)
    second = total - np.repeat(before, rows)
    return pair(np.repeat(np.arange(len(rows)), rows), second)


def characters_of(words: list[str]) -> NDArray[np.uint16]:
    """Return the characters of words, sorted by ``packed``, in four columns, 0 after the end of a word."""
    padded = "".join(word.ljust(LONGEST_WORD, "\0") for word in words)
    return np.frombuffer(padded.encode("utf-16-le"), np.uint16).reshape(len(words), LONGEST_WORD)


def _sound_index(loaded: Model, other_sounds: Ints, other_sounding: Ints) -> tuple[Keys, Ints]:
    """Index the words of two characters and more by their syllables and what they cost at least.

    ``other`` are words read unlike their single characters.
    """
    common = (loaded.unigram[: loaded.size] >= -7.5) & ~loaded.name
    sounds, sounding = [other_sounds], [other_sounding]
    for length in range(2, LONGEST_WORD + 1):
        numbers = np.nonzero((loaded.lengths == length) & common)[0]
        key = np.zeros(len(numbers), np.int64)
        whole = np.ones(len(numbers), bool)
        for column in range(length):
            syllable = loaded.syllable[loaded.characters[numbers, column]]
            whole &= syllable != NO_SYLLABLE
            key = key << SYLLABLE_BITS | syllable
        sounds.append(key[whole])
        sounding.append(numbers[whole])
    every_sound, every_word = np.concatenate(sounds), np.concatenate(sounding)
    keys = every_sound.astype(np.uint64) << np.uint64(COST_BITS) | loaded.least_cost[every_word]
    order = np.argsort(keys, kind="stable")
    return keys[order], every_word[order]
