"""How alike two texts are: a fingerprint that nearly agrees for nearly the same text, and the share of common phrases."""

import hashlib
import re

from zhongshu.domains.documents.intake.lines import plain

LONGEST = 20_000  # characters that are compared
SHORTEST = 40  # of a text that has a fingerprint
PHRASE = 4
NEAR = 6  # bits of 64 by which near-same texts differ at most
_WORDS = re.compile(r"[^\w]+")


def letters(text: str) -> str:
    """Return what counts of a text: its characters without spaces, marks and the difference of scripts."""
    return _WORDS.sub("", plain(text[:LONGEST]))


def _phrases(text: str) -> set[str]:
    return {text[place : place + PHRASE] for place in range(len(text) - PHRASE + 1)}


def fingerprint(text: str) -> int | None:
    """Return 64 bits that agree but for a few where texts are nearly the same; None for a text too short to say."""
    counted = letters(text)
    if len(counted) < SHORTEST:
        return None
    import numpy as np  # only where files are read: every other process starts without it

    digests = b"".join(hashlib.blake2b(phrase.encode(), digest_size=8).digest() for phrase in sorted(_phrases(counted)))
    bits = np.unpackbits(np.frombuffer(digests, np.uint8).reshape(-1, 8), axis=1)
    votes = bits.sum(axis=0) * 2 > len(bits)
    return int.from_bytes(np.packbits(votes).tobytes(), "big")


def bands(print_: int) -> tuple[int, int, int, int]:
    """Return the four quarters: two fingerprints that differ in few bits agree in one of them, as a rule."""
    return (print_ >> 48) & 0xFFFF, (print_ >> 32) & 0xFFFF, (print_ >> 16) & 0xFFFF, print_ & 0xFFFF


def distance(first: int, second: int) -> int:
    return (first ^ second).bit_count()


def resemblance(first: str, second: str) -> float:
    """Return the share of phrases that two texts have in common, 0–1."""
    mine, theirs = _phrases(letters(first)), _phrases(letters(second))
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0
