"""All ways to read a text as words, the most probable one, and what another word in some place would change."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from zhongshu.domains.documents.checks.typos.model import LONGEST_WORD, Ints, Keys, Model

NOTHING = -1e30
EDGE = -1  # the word of a run of other characters: punctuation, digits, letters, and what may not be touched


class Lattice:
    """The words of a text as edges, ordered by where they begin; runs of other characters are edges too and part sentences."""

    def __init__(self, model: Model, text: str, *, closed: NDArray[np.bool_] | None = None) -> None:
        """``closed`` marks the characters that are to be taken as they stand."""
        self.model = model
        self.text = text
        self.codes = _codes(text)
        self.length = len(text)
        self.open = (self.codes >= 0x4E00) & (self.codes <= 0x9FFF)
        if closed is not None:
            self.open &= ~closed
        self._find_words()
        self._join()
        self._walk()

    def windows(self, size: int) -> tuple[Ints, Keys]:
        """Return where ``size`` open characters stand together, and those characters as one number each."""
        count = self.length - size + 1
        if count <= 0:
            return np.zeros(0, np.int64), np.zeros(0, np.uint64)
        key = np.zeros(count, np.uint64)
        whole = np.ones(count, bool)
        for offset in range(size):
            key = key << np.uint64(16) | self.codes[offset : offset + count]
            whole &= self.open[offset : offset + count]
        at = np.nonzero(whole)[0]
        return at, key[at]

    def _find_words(self) -> None:
        begins, ends, words = [], [], []
        for size in range(1, LONGEST_WORD + 1):
            at, keys = self.windows(size)
            found = self.model.lookup(keys)
            if size == 1:
                found[found < 0] = self.model.unknown
            known = found >= 0
            begins.append(at[known])
            ends.append(at[known] + size)
            words.append(found[known])
        other = np.nonzero(~self.open)[0]
        if len(other):
            breaks = np.diff(other) > 1
            begins.append(other[np.r_[True, breaks]])
            ends.append(other[np.r_[breaks, True]] + 1)
            words.append(np.full(len(begins[-1]), EDGE))
        begin, end, word = (np.concatenate(parts) for parts in (begins, ends, words))
        order = np.lexsort((end, begin))
        self.begin, self.end, self.word = begin[order], end[order], word[order]
        self.starting = np.searchsorted(self.begin, np.arange(self.length + 2))
        self.by_end = np.lexsort((self.begin, self.end))
        self.ending = np.searchsorted(self.end[self.by_end], np.arange(self.length + 2))

    def _join(self) -> None:
        """List for every edge those that end where it begins."""
        self._before_count = self.ending[self.begin + 1] - self.ending[self.begin]
        edge = np.repeat(np.arange(len(self.begin)), self._before_count)
        self._before = self.by_end[self.ending[self.begin[edge]] + _offsets(self._before_count)]
        self._before_gain = self.gain(self.word[self._before], self.word[edge])

    def gain(self, before: Ints, word: Ints) -> NDArray[np.float64]:
        """Return log10 of the probability of words after words, where either may be an edge of a sentence."""
        model = self.model
        result = model.log_probability(np.where(before == EDGE, model.begin, before), np.where(word == EDGE, model.end, word))
        result[(before == EDGE) & (word == EDGE)] = 0
        return result.astype(np.float64)

    def _walk(self) -> None:
        """Find for every edge the best way to it and the best way on from it."""
        size = len(self.begin)
        edges = np.arange(size)
        initial = self.gain(np.full(size, EDGE), self.word).tolist()
        final = self.gain(self.word, np.full(size, EDGE)).tolist()
        begins, ends, counts = self.begin.tolist(), self.end.tolist(), self._before_count.tolist()
        before, gains = self._before.tolist(), self._before_gain.tolist()
        forward, back, at = [NOTHING] * size, [-1] * size, 0
        for edge in edges.tolist():
            best, argument = (initial[edge], -1) if begins[edge] == 0 else (NOTHING, -1)
            for place in range(at, at + counts[edge]):
                value = forward[before[place]] + gains[place]
                if value > best:
                    best, argument = value, before[place]
            forward[edge], back[edge] = best, argument
            at += counts[edge]
        onward = [-1] * size
        backward = [final[edge] if ends[edge] == self.length else NOTHING for edge in range(size)]
        for edge in range(size - 1, -1, -1):
            here = backward[edge]
            for place in range(at - counts[edge], at):
                value = gains[place] + here
                if value > backward[before[place]]:
                    backward[before[place]] = value
                    onward[before[place]] = edge
            at -= counts[edge]
        self._back, self._onward = back, onward
        self._forward, self._backward = np.array(forward), np.array(backward)
        self.total = float((self._forward + self._backward).max()) if size else 0.0

    @cached_property
    def path(self) -> Ints:
        """The edges of the most probable reading, in order."""
        last = np.nonzero(self.end == self.length)[0]
        if not len(last):
            return np.zeros(0, np.int64)
        edge, edges = int(last[np.argmax(self._forward[last])]), []
        while edge >= 0:
            edges.append(edge)
            edge = self._back[edge]
        return np.array(edges[::-1])

    @cached_property
    def doubt(self) -> NDArray[np.float64]:
        """How improbable, in log10, the most probable word over each character and the one after it are together."""
        words = self.word[self.path]
        cost = np.append(-self.gain(np.append(EDGE, words[:-1]), words), 0.0) if len(words) else np.zeros(1)
        return np.repeat(cost[:-1] + cost[1:], self.end[self.path] - self.begin[self.path])

    def improvement(self, begin: Ints, end: Ints, word: Ints) -> NDArray[np.float64]:
        """Return by how much the best reading gains when ``word`` stands from ``begin`` to ``end``."""
        if not len(begin):
            return np.zeros(0)
        count = self.ending[begin + 1] - self.ending[begin]
        edge, place, none = _spread(self.ending[begin], count)
        before = np.where(none, 0, self.by_end[np.minimum(place, len(self.by_end) - 1)])
        value = np.where(none, 0.0, self._forward[before]) + self.gain(np.where(none, EDGE, self.word[before]), word[edge])
        left = np.maximum.reduceat(value, _starts(count))
        count = self.starting[end + 1] - self.starting[end]
        edge, place, none = _spread(self.starting[end], count)
        after = np.where(none, 0, np.minimum(place, len(self.begin) - 1))
        value = self.gain(word[edge], np.where(none, EDGE, self.word[after])) + np.where(none, 0.0, self._backward[after])
        return left + np.maximum.reduceat(value, _starts(count)) - self.total

    def through(self, begin: int, end: int, word: int) -> list[int]:
        """Return the words of the best reading of the clause in which ``word`` stands from ``begin`` to ``end``."""
        one = np.array([word])
        before = self.by_end[self.ending[begin] : self.ending[begin + 1]]
        words, edge = [word], -1
        if len(before):
            edge = int(before[np.argmax(self._forward[before] + self.gain(self.word[before], one.repeat(len(before))))])
        while edge >= 0 and self.word[edge] != EDGE:
            words.append(int(self.word[edge]))
            edge = self._back[edge]
        words.reverse()
        after, edge = np.arange(self.starting[end], self.starting[end + 1]), -1
        if len(after):
            edge = int(after[np.argmax(self._backward[after] + self.gain(one.repeat(len(after)), self.word[after]))])
        while edge >= 0 and self.word[edge] != EDGE:
            words.append(int(self.word[edge]))
            edge = self._onward[edge]
        return words

    def clause(self, place: int) -> list[int]:
        """Return the words of the best reading of the clause around a place."""
        at = int(np.searchsorted(self.begin[self.path], place, side="right")) - 1
        return self.through(int(self.begin[self.path[at]]), int(self.end[self.path[at]]), int(self.word[self.path[at]]))


def _codes(text: str) -> Keys:
    """Return the code points; what lies beyond the basic plane counts as an unknown mark."""
    return np.minimum(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32), 0xFFFD).astype(np.uint64)


def _offsets(counts: Ints) -> Ints:
    """Return 0, 1, … for every count, one after another."""
    return np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)


def _starts(counts: Ints) -> Ints:
    padded = np.maximum(counts, 1)
    return np.cumsum(padded) - padded


def _spread(first: Ints, counts: Ints) -> tuple[Ints, Ints, NDArray[np.bool_]]:
    """Return for every count its owners and their places from ``first`` on; an owner without any gets one that says so."""
    padded = np.maximum(counts, 1)
    owner = np.repeat(np.arange(len(counts)), padded)
    return owner, first[owner] + _offsets(padded), (counts == 0)[owner]
