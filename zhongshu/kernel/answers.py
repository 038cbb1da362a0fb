"""Answers to sample cases: each subject registers the kinds that it can answer."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Answer = Callable[[dict[str, Any], Path], dict[str, Any]]

_answers: dict[str, Answer] = {}


def register(kind: str, answer: Answer) -> None:
    """Announce that ``answer(case, folder)`` predicts the cases of ``kind``; it returns the prediction without the id."""
    _answers[kind] = answer


def kinds() -> list[str]:
    return sorted(_answers)


def answer(kind: str, case: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return the prediction for one case, with its id; ``folder`` is where the case's files lie."""
    return {"id": case["id"], **_answers[kind](case, folder)}
