"""Which characters sound or look alike, and how words are read (part of making the word model of the typo check)."""

import itertools
import json
import re
from collections import defaultdict
from pathlib import Path

import numpy as np
from pypinyin import Style, lazy_pinyin, pinyin

from zhongshu.domains.documents.checks.typos.model import FIRST_CHARACTER, LAST_CHARACTER, SYLLABLE_BITS

LEAST_ALIKE = 0.75
LAST_BASIC = 0x9FA5
SOUND_TONE, SOUND_SAME, SOUND_NEAR, SOUND_OTHER = 1, 2, 3, 4


def near(syllable: str) -> str:
    """Return what is left of a syllable when the sounds that speakers confuse are taken as one."""
    syllable = re.sub(r"^([zcs])h", r"\1", syllable)
    syllable = re.sub(r"ng$", "n", syllable)
    return re.sub(r"^[nr]", "l", re.sub(r"^f", "h", syllable))


def sounds(words: list[str], unigram: np.ndarray) -> dict[str, np.ndarray]:
    """Number the syllables of the characters, and index the words that are read otherwise than their single characters."""
    numbers: dict[str, int] = {}
    of_character = np.zeros(LAST_CHARACTER + 1, np.uint16)
    for code in range(FIRST_CHARACTER, LAST_CHARACTER + 1):
        read = pinyin(chr(code), style=Style.NORMAL)[0][0]
        if read and read != chr(code):
            of_character[code] = numbers.setdefault(near(read), len(numbers) + 1)
    other_sounds, other_sounding = [], []
    for at, word in enumerate(words):
        if len(word) < 2 or unigram[at] < -7.5:
            continue
        syllables = [numbers.get(near(read), 0) for read in lazy_pinyin(word)]
        if len(syllables) == len(word) and all(syllables) and syllables != [int(of_character[ord(c)]) for c in word]:
            key = 0
            for syllable in syllables:
                key = key << SYLLABLE_BITS | syllable
            other_sounds.append(key)
            other_sounding.append(at)
    return {
        "syllable": of_character[FIRST_CHARACTER:],
        "other_sounds": np.array(other_sounds, np.int64),
        "other_sounding": np.array(other_sounding, np.uint32),
    }


def confusables(characters: list[str], strokes: Path) -> dict[str, np.ndarray]:
    """List for every character the common ones that sound or look like it; for a rare one only those very much alike."""
    order: dict[str, str] = json.loads(strokes.read_text(encoding="utf-8"))
    common = [c for c in characters if _in_gb2312(c)]
    rare = [c for c in map(chr, range(FIRST_CHARACTER, LAST_BASIC + 1)) if order.get(c) and c not in set(common)]
    every = common + rare
    sound = _sound_classes(every)
    shape = _shapes([order.get(c, "") for c in every], len(common))
    rows: list[list[tuple[int, int, int]]] = [[] for _ in every]
    for a, b in sound.keys() | shape.keys():
        if b < len(common) and (a < len(common) or sound.get((a, b), SOUND_OTHER) <= SOUND_SAME or shape.get((a, b), 0) >= 0.8):
            rows[a].append((ord(common[b]), sound.get((a, b), SOUND_OTHER), round(100 * shape.get((a, b), 0))))
    flat = np.array([entry for row in rows for entry in sorted(row)])
    return {
        "confusable_of": np.array([ord(c) for c in every], np.uint16),
        "confusable_rows": np.array([len(row) for row in rows], np.uint16),
        "confusable": flat[:, 0].astype(np.uint16),
        "confusable_sound": flat[:, 1].astype(np.uint8),
        "confusable_shape": flat[:, 2].astype(np.uint8),
    }


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeError:
        return False
    return True


def _sound_classes(characters: list[str]) -> dict[tuple[int, int], int]:
    """Class the pairs of characters that share a reading: with its tone, without, or nearly."""
    toned = [set(pinyin(c, style=Style.TONE3, heteronym=True)[0]) for c in characters]
    plain = [{read.rstrip("1234") for read in readings} for readings in toned]
    fuzzy = [{near(read) for read in readings} for readings in plain]
    classes: dict[tuple[int, int], int] = {}
    for readings, kind in ((fuzzy, SOUND_NEAR), (plain, SOUND_SAME), (toned, SOUND_TONE)):
        sharing = defaultdict(list)
        for at, some in enumerate(readings):
            for read in some:
                sharing[read].append(at)
        for members in sharing.values():
            classes.update(dict.fromkeys(itertools.permutations(members, 2), kind))
    return classes


def _shapes(strokes: list[str], common: int) -> dict[tuple[int, int], float]:
    """Rate the pairs of characters that are written alike, by the order of their strokes: 0.6–1; the second is common."""
    alike = _common_subsequences(strokes, common, least=LEAST_ALIKE)
    for turned in (False, True):
        turns = [s[::-1] if turned else s for s in strokes]
        beginning = defaultdict(list)
        for at, s in enumerate(turns[:common]):
            for size in range(2, len(s) + 1):
                beginning[s[:size]].append(at)
        for at, s in enumerate(turns):
            seen = {at}
            for size in range(len(s), 1, -1):
                for other in beginning[s[:size]]:
                    if other in seen:
                        continue
                    seen.add(other)
                    longer, shorter = max(len(s), len(turns[other])), min(len(s), len(turns[other]))
                    if (size >= 3 and size / longer >= 0.6) or (size == shorter and size / longer >= 0.34):
                        alike[at, other] = max(alike.get((at, other), 0), 0.6 + 0.3 * size / longer)
    return alike


def _common_subsequences(strokes: list[str], common: int, *, least: float) -> dict[tuple[int, int], float]:
    """Rate the pairs whose longest common subsequence of strokes is at least that share of both."""
    width = max(map(len, strokes[:common]))
    grid = np.zeros((common, width), np.int8)
    for at, s in enumerate(strokes[:common]):
        grid[at, : len(s)] = [int(x) for x in s]
    length = np.array([len(s) for s in strokes[:common]])
    found: dict[tuple[int, int], float] = {}
    for at, s in enumerate(strokes):
        if not s:
            continue
        bound = 2 * np.minimum(length, len(s)) / (length + len(s))
        others = np.nonzero((bound >= least) & (np.arange(common) != at))[0]
        widest = int(length[others].max(initial=0))
        row = np.zeros((len(others), widest + 1), np.int8)
        for stroke in s:
            equal = grid[others, :widest] == int(stroke)
            new = np.zeros_like(row)
            for column in range(widest):
                new[:, column + 1] = np.where(
                    equal[:, column], row[:, column] + 1, np.maximum(row[:, column + 1], new[:, column])
                )
            row = new
        rate = 2 * row[:, widest] / (length[others] + len(s))
        found.update({(at, int(other)): float(value) for other, value in zip(others, rate, strict=True) if value >= least})
    return found
