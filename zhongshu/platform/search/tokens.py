"""Text cut into what the index holds: overlapping pairs of Chinese characters, whole words of letters and digits.

Every character is folded by itself (NFKC, traditional to simplified, lower case), never by its neighbours: so whatever substring
a person types folds to the same characters as it does inside the text, and nothing that stands in the text can be missed.
"""

import re
import unicodedata
from functools import cache
from itertools import pairwise

import opencc

_HAN = "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(f"([{_HAN}]+)|[^\\W_{_HAN}]+")
_FIRST_BEYOND_BMP = 0x10000


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


class _Folding(dict):
    """A translation table that learns each character when it first meets it."""

    def __missing__(self, code: int) -> str:
        char = unicodedata.normalize("NFKC", chr(code))
        simplified = "".join(_converter().convert(part) if part >= "\u3400" else part for part in char)
        self[code] = folded = simplified.casefold()
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Return the text as the index compares it."""
    return text.translate(_FOLDING)


def fold_with_positions(text: str) -> tuple[str, list[int]]:
    """Return the folded text and, for each of its characters, the position in ``text`` that it came from."""
    folded = fold(text)
    if len(folded) == len(text) and all(len(_FOLDING[ord(char)]) == 1 for char in set(text)):
        return folded, list(range(len(text)))
    parts, positions = [], []
    for position, char in enumerate(text):
        part = _FOLDING[ord(char)]
        parts.append(part)
        positions.extend([position] * len(part))
    return "".join(parts), positions


def tokenise(text: str) -> list[str]:
    """Return the tokens of a text in order: 信访局2024 gives 信访, 访局, 局, 2024."""
    tokens: list[str] = []
    for match in _RUNS.finditer(fold(text)):
        run = match.group()
        if match.group(1):
            tokens += map(_plain, map("".join, pairwise(run)))
            tokens.append(_plain(run[-1]))
        else:
            tokens.append(run)
    return tokens


def runs(text: str) -> list[str]:
    """Return the folded runs of characters that count, without the punctuation between them."""
    return [match.group() for match in _RUNS.finditer(fold(text))]


def phrase(text: str) -> tuple[list[str], bool]:
    """Return the tokens that must stand side by side wherever ``text`` stands, and whether the last is only the beginning of one.

    The lone last character of a Chinese run at the end is left out: in the text it may be followed by another. A single
    character, or letters and digits at the end, match as the beginning of a token.
    """
    found = list(_RUNS.finditer(fold(text)))
    if not found:
        return [], False
    tokens = tokenise(text)
    ends_in_pair = bool(found[-1].group(1)) and len(found[-1].group()) > 1
    return (tokens[:-1], False) if ends_in_pair else (tokens, True)


def _plain(token: str) -> str:
    # The engines know no characters newer than themselves and would drop the rare ones that stand in people's names.
    if token.isascii() or ord(max(token)) < _FIRST_BEYOND_BMP:
        return token
    return "".join(f"x{ord(char):x}" if ord(char) >= _FIRST_BEYOND_BMP else char for char in token)
