"""Typos in official documents (错别字): found by a word model of the language of documents, without any download.

``corrections(text)`` reads the text as words in the most probable way and asks of every doubtful place whether a character of
the same sound or a similar look would make it much more probable. The model is read at the first call
(about a second; the process then takes about 200 MB). A whole document in one call is several times faster than its paragraphs one by one.
"""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Correction:
    """``wrong`` stands at ``text[begin:end]``; ``right`` belongs there. ``confidence`` is a probability (0–1)."""

    begin: int
    end: int
    wrong: str
    right: str
    why: str
    confidence: float


def corrections(text: str, *, words: Collection[str] = ()) -> list[Correction]:
    """Return what is probably mistyped, in the order of the text; spans never overlap.

    Args:
        text: any text; only Chinese characters are judged.
        words: the office's own list. A name is never touched where it stands; ``错→对`` is corrected wherever ``错`` stands.
    """
    from zhongshu.domains.documents.checks.typos.checking import check

    return check(text, words)


def correct_word(word: str) -> str:
    """Return the word that was meant when ``word``, standing alone, is no word; otherwise the word itself."""
    from zhongshu.domains.documents.checks.typos.checking import meant

    return meant(word)


def corrected(text: str, found: Collection[Correction]) -> str:
    """Return the text with the corrections put in."""
    for one in sorted(found, key=lambda one: -one.begin):
        text = text[: one.begin] + one.right + text[one.end :]
    return text
