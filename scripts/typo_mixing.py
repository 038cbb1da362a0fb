"""Mix the general model with what was counted in the language of documents (part of making the word model of the typo check)."""

from collections import Counter

import numpy as np
from typo_kenlm import General

from zhongshu.domains.documents.checks.typos import model as words_model
from zhongshu.domains.documents.checks.typos.model import FIRST_CHARACTER, LAST_CHARACTER, Model, pair

SHARE = 0.3  # of the general model
DISCOUNT = 0.7
TERM_WEIGHT = 6
LEAST_TRIPLES = 2  # times that three words were seen together in the language of documents

Counts = Counter[tuple[int, ...]]


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
