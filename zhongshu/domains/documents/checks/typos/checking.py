"""From the text to its corrections: the office's own list first, then the sure errors, then what the model finds."""

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from zhongshu.domains.documents.checks.typos import Correction, candidates, judging
from zhongshu.domains.documents.checks.typos.candidates import Candidate, Candidates, Patterns
from zhongshu.domains.documents.checks.typos.lattice import Lattice
from zhongshu.domains.documents.checks.typos.model import LEXICON, LONGEST_WORD, Model, model, packed

# Chosen on the tuning half so that clearly fewer than two right sentences in a hundred are touched.
LEAST_PROBABILITY = 0.5
IN_A_FAULTY_SENTENCE = 0.25  # whoever mistyped once in a sentence may have done so twice
PASSES = 3
KNOWN_ERROR = 0.99
KNOWN_ERROR_GAIN = 1.0  # two characters may meet by chance: “以经济” holds “以经”

_ARROW = re.compile(r"\s*(?:→|=>|->)\s*")
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]*")
_SOUND_WORDS = {1: "同音", 2: "同音", 3: "音近", 4: "形近"}


@lru_cache(maxsize=1)
def _patterns() -> Patterns:
    return Patterns(model())


@lru_cache(maxsize=1)
def known_errors() -> dict[str, str]:
    """Return the words that are wrong wherever they stand, with the right ones."""
    lines = (LEXICON / "common_errors.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines if line and not line.startswith("#"))


@lru_cache(maxsize=1)
def _known_pattern() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, known_errors()), key=len, reverse=True)))


@lru_cache(maxsize=1)
def known_pairs() -> frozenset[tuple[str, str]]:
    return frozenset(known_errors().items())


class _Sheet:
    """The text being corrected: what may still be touched, and what was changed."""

    def __init__(self, text: str) -> None:
        self.original = text
        self.closed: NDArray[np.bool_] = np.zeros(len(text), bool)
        self.characters = list(text)
        self.found: list[Correction] = []

    @property
    def text(self) -> str:
        return "".join(self.characters)

    def protect(self, name: str) -> None:
        for begin in _occurrences(self.original, name):
            self.closed[begin : begin + len(name)] = True

    def replace(self, wrong: str, right: str, why: str, confidence: float) -> None:
        """Correct ``wrong`` wherever it stands open, and close it."""
        for begin in _occurrences(self.original, wrong):
            end = begin + len(wrong)
            if not self.closed[begin:end].any():
                self.found.append(Correction(begin, end, wrong, right, why, confidence))
                self.closed[begin:end] = True


def check(text: str, words: Collection[str]) -> list[Correction]:
    """Return the corrections of a text; see ``corrections``."""
    sheet = _Sheet(text)
    for entry in words:
        if not _ARROW.search(entry):
            sheet.protect(entry.strip())
    for entry in words:
        parts = _ARROW.split(entry.strip())
        if len(parts) == 2 and all(parts) and parts[0] != parts[1]:
            sheet.replace(parts[0], parts[1], "本单位词表", 1.0)
    for wrong in sorted({match.group() for match in _known_pattern().finditer(text)}):
        if len(wrong) > 2:
            sheet.replace(wrong, known_errors()[wrong], _known_why(wrong, known_errors()[wrong]), KNOWN_ERROR)
    _ask_the_model(sheet)
    return sorted(sheet.found, key=lambda one: one.begin)


def meant(word: str) -> str:
    """Return the word that was meant; see ``correct_word``."""
    if word in known_errors():
        return known_errors()[word]
    words, size = model(), len(word)
    if not 2 <= size <= LONGEST_WORD or words.lookup(np.array([packed(word)], np.uint64))[0] >= 0:
        return word
    lattice = Lattice(words, word)
    found = candidates.find(lattice, _patterns())
    judged = judging.judge(lattice, found.at(np.nonzero((found.begin == 0) & (found.end == size))[0]), known_pairs())
    return words.text(judged[0].candidate.word) if judged else word


def _ask_the_model(sheet: _Sheet) -> None:
    """Correct what the model finds improbable; where it found something, the sentence is read again."""
    parts: Iterable[tuple[int, int]] = [(0, len(sheet.original))]
    accepted: list[tuple[int, int, float, str]] = []
    faulty: set[int] = set()
    starts = [match.start() for match in _SENTENCE.finditer(sheet.original) if match.group()]
    sentence = np.searchsorted(starts, np.arange(len(sheet.original)), side="right") - 1
    for _ in range(PASSES):
        changed: set[int] = set()
        for begin, end in parts:
            changed |= _read(sheet, begin, end, sentence, faulty, accepted)
        if not changed:
            break
        faulty |= changed
        bounds = [*starts, len(sheet.original)]
        parts = [(bounds[at], bounds[at + 1]) for at in sorted(changed)]
    sheet.found += _merged(sheet, accepted)


def _read(
    sheet: _Sheet,
    begin: int,
    end: int,
    sentence: NDArray[np.int64],
    faulty: set[int],
    accepted: list[tuple[int, int, float, str]],
) -> set[int]:
    """Read one part, put the accepted changes in and return the sentences that were changed."""
    words = model()
    lattice = Lattice(words, "".join(sheet.characters[begin:end]), closed=sheet.closed[begin:end])
    judged = judging.judge(lattice, candidates.find(lattice, _patterns()).after(_known(lattice)), known_pairs())
    taken = np.zeros(end - begin, bool)
    changed: set[int] = set()
    for one in judged:
        candidate = one.candidate
        at = int(sentence[begin + candidate.begin])
        known = (lattice.text[candidate.begin : candidate.end], words.text(candidate.word)) in known_pairs()
        least = IN_A_FAULTY_SENTENCE if at in faulty or at in changed else LEAST_PROBABILITY
        if (one.probability < least and not known) or taken[candidate.begin : candidate.end].any():
            continue
        taken[candidate.begin : candidate.end] = True
        changed.add(at)
        for place, right in candidate.changes:
            sheet.characters[begin + place] = right
        why = _why(words, lattice, candidate, known)
        confidence = KNOWN_ERROR if known else round(one.probability, 3)
        accepted.append((begin + candidate.begin, begin + candidate.end, confidence, why))
    return changed


def _known(lattice: Lattice) -> Candidates:
    """Return the known errors of two characters that the text would be better without."""
    found = [(match.start(), known_errors()[match.group()]) for match in _known_pattern().finditer(lattice.text)]
    found = [(begin, right) for begin, right in found if len(right) == 2 and lattice.open[begin : begin + 2].all()]
    begin = np.array([begin for begin, _ in found], np.int64)
    word = lattice.model.lookup(np.array([packed(right) for _, right in found], np.uint64))
    begin, word = begin[word >= 0], word[word >= 0]
    gain = lattice.improvement(begin, begin + 2, word)
    better = gain >= KNOWN_ERROR_GAIN
    begin, word = begin[better], word[better]
    return Candidates(lattice, begin, begin + 2, word, gain[better], np.zeros(len(begin), bool))


def _merged(sheet: _Sheet, accepted: list[tuple[int, int, float, str]]) -> list[Correction]:
    """Turn accepted places into corrections; those that touch the same characters become one."""
    spans: list[list[int]] = []
    for begin, end, _, _ in sorted(accepted):
        if spans and begin < spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], end)
        else:
            spans.append([begin, end])
    found = []
    for begin, end in spans:
        wrong, right = sheet.original[begin:end], "".join(sheet.characters[begin:end])
        if wrong != right:
            own = [one for one in accepted if begin <= one[0] < end]
            why = "；".join(dict.fromkeys(one[3] for one in own))
            found.append(Correction(begin, end, wrong, right, why, min(one[2] for one in own)))
    return found


def _why(words: Model, lattice: Lattice, candidate: Candidate, known: bool) -> str:
    wrong, right = lattice.text[candidate.begin : candidate.end], words.text(candidate.word)
    if known:
        return _known_why(wrong, right)
    assert words.confusables is not None
    old = np.array([ord(lattice.text[place]) for place, _ in candidate.changes])
    new = np.array([ord(character) for _, character in candidate.changes])
    kinds = [_SOUND_WORDS.get(sound, "音近") for sound in words.confusables.classes(old, new)[0].tolist()]
    return f"“{wrong}”疑为“{right}”（{'、'.join(dict.fromkeys(kinds))}）"


def _known_why(wrong: str, right: str) -> str:
    return f"“{wrong}”是常见的错误写法，规范写法是“{right}”"


def _occurrences(text: str, part: str) -> list[int]:
    """Return where ``part`` stands, from left to right, not overlapping itself."""
    found, at = [], text.find(part) if part else -1
    while at >= 0:
        found.append(at)
        at = text.find(part, at + len(part))
    return found
