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
        first, last = np.nonzero(self.begin == 0)[0], np.nonzero(self.end == self.length)[0]
        counts, before, gains = self._before_count.tolist(), self._before.tolist(), self._before_gain.tolist()
        forward, back, at = [NOTHING] * size, [-1] * size, 0
        for edge, value in zip(first.tolist(), self.gain(np.full(len(first), EDGE), self.word[first]).tolist(), strict=True):
            forward[edge] = value
        for edge, count in enumerate(counts):
            for place in range(at, at + count):
                value = forward[before[place]] + gains[place]
                if value > forward[edge]:
                    forward[edge], back[edge] = value, before[place]
            at += count
        backward, onward = [NOTHING] * size, [-1] * size
        for edge, value in zip(last.tolist(), self.gain(self.word[last], np.full(len(last), EDGE)).tolist(), strict=True):
            backward[edge] = value
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

    @cached_property
    def _reached(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """What the best ways to and on from every place between two characters are worth."""
        to, onward = np.full(self.length + 1, NOTHING), np.full(self.length + 1, NOTHING)
        np.maximum.at(to, self.end, self._forward)
        np.maximum.at(onward, self.begin, self._backward)
        to[0] = onward[-1] = 0
        return to, onward

    def room(self, begin: Ints, end: Ints) -> NDArray[np.float64]:
        """Return what the best reading would gain at most if what stands from ``begin`` to ``end`` cost nothing."""
        to, onward = self._reached
        return to[begin] + onward[end] - self.total

    def improvement(self, begin: Ints, end: Ints, word: Ints) -> NDArray[np.float64]:
        """Return by how much the best reading gains when ``word`` stands from ``begin`` to ``end``."""
        if not len(begin):
            return np.zeros(0)
        left, right = self._to(begin, word), self._on_from(end, word)
        return left.best + right.best - self.total

    def through(self, begin: Ints, end: Ints, word: Ints) -> list[list[int]]:
        """Return for each ``word`` the words of the best reading of the clause in which it stands from ``begin`` to ``end``."""
        if not len(begin):
            return []
        words, readings = self.word.tolist(), []
        left, right = self._to(begin, word).arguments(), self._on_from(end, word).arguments()
        for own, before, after in zip(word.tolist(), left, right, strict=True):
            reading, edge = [], before
            while edge >= 0 and words[edge] != EDGE:
                reading.append(words[edge])
                edge = self._back[edge]
            reading.reverse()
            reading.append(own)
            edge = after
            while edge >= 0 and words[edge] != EDGE:
                reading.append(words[edge])
                edge = self._onward[edge]
            readings.append(reading)
        return readings

    def clauses(self, places: Ints) -> list[list[int]]:
        """Return for each place the words of the best reading of the clause around it."""
        words = self.word[self.path]
        bounds = np.r_[-1, np.nonzero(words == EDGE)[0], len(words)]
        at = np.searchsorted(self.begin[self.path], places, side="right") - 1
        right = np.searchsorted(bounds, at)
        flat = words.tolist()
        return [flat[a + 1 : b] for a, b in zip(bounds[right - 1].tolist(), bounds[right].tolist(), strict=True)]

    def _to(self, begin: Ints, word: Ints) -> "_Ways":
        """Weigh the ways to each word that begins there."""
        count = self.ending[begin + 1] - self.ending[begin]
        owner, place, none = _spread(self.ending[begin], count)
        edge = np.where(none, -1, self.by_end[np.minimum(place, len(self.by_end) - 1)])
        value = np.where(none, 0.0, self._forward[edge]) + self.gain(np.where(none, EDGE, self.word[edge]), word[owner])
        return _Ways(owner, edge, value, _starts(count))

    def _on_from(self, end: Ints, word: Ints) -> "_Ways":
        """Weigh the ways on from each word that ends there."""
        count = self.starting[end + 1] - self.starting[end]
        owner, place, none = _spread(self.starting[end], count)
        edge = np.where(none, -1, np.minimum(place, len(self.begin) - 1))
        value = self.gain(word[owner], np.where(none, EDGE, self.word[edge])) + np.where(none, 0.0, self._backward[edge])
        return _Ways(owner, edge, value, _starts(count))


class _Ways:
    """The ways to or from several words: of each way its owner, its edge (-1: none) and what it is worth."""

    def __init__(self, owner: Ints, edge: Ints, value: NDArray[np.float64], starts: Ints) -> None:
        self.owner, self.edge, self.value = owner, edge, value
        self.best = np.maximum.reduceat(value, starts)

    def arguments(self) -> list[int]:
        """Return the edge of the best way of each owner, the first of equals."""
        best = np.nonzero(self.value == self.best[self.owner])[0][::-1]
        chosen = np.full(len(self.best), -1)
        chosen[self.owner[best]] = self.edge[best]
        return chosen.tolist()


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
