"""When two names mean the same figure, and which are alike: pure rules."""

import re
from difflib import SequenceMatcher

from zhongshu.domains.figures.mentions import fold

_ALIKE = 0.6


def key_of(name: str) -> str:
    """Return a name as it is compared: half-width, without spaces and signs, in small letters."""
    return re.sub(r"[\s\-—–_·.,，、。:：;；“”\"'《》<>]+", "", fold(name)).lower()


def pairs_of(key: str) -> list[str]:
    """Return the pairs of neighbouring characters by which names that may be alike are looked up."""
    return list(dict.fromkeys(key[index : index + 2] for index in range(len(key) - 1))) or [key]


def likeness(one: str, other: str) -> float:
    """Return how alike two keys are, from 0 to 1; one that contains the other is alike."""
    if not one or not other:
        return 0.0
    if one in other or other in one:
        return max(_ALIKE, min(len(one), len(other)) / max(len(one), len(other)))
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def alike(one: str, other: str) -> bool:
    return likeness(one, other) >= _ALIKE
