"""Answers to sample cases about mistyped sentences and words."""

from pathlib import Path
from typing import Any

from zhongshu.domains.documents.checks.typos import correct_word, corrected, corrections

Case = dict[str, Any]


def sentence(case: Case, folder: Path) -> Case:
    """Return the sentence with its typos corrected."""
    return {"correct": corrected(case["text"], corrections(case["text"]))}


def word(case: Case, folder: Path) -> Case:
    """Return the word that was meant."""
    return {"correct": correct_word(case["text"])}
