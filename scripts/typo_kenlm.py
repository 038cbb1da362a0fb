"""Read the general language model: a KenLM trie (part of making the word model of the typo check)."""

import struct
from pathlib import Path
from typing import NamedTuple

import numpy as np


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
