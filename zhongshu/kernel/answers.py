"""Answers to sample cases: each subject registers the kinds that it can answer."""

from collections.abc import Callable
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

Answer = Callable[[dict[str, Any], Path], dict[str, Any]]

_answers: dict[str, Answer | str] = {}


def register(kind: str, answer: Answer | str) -> None:
    """Announce that ``answer(case, folder)`` predicts the cases of ``kind``; it returns the prediction without the id.

    A name such as ``"package.module:function"`` is imported when the first case is asked: who never asks need not wait for it.
    """
    _answers[kind] = answer


def kinds() -> list[str]:
    return sorted(_answers)


def answer(kind: str, case: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return the prediction for one case, with its id; ``folder`` is where the case's files lie."""
    found = _answers[kind]
    if isinstance(found, str):
        found = _answers[kind] = resolve_name(found)
    return {"id": case["id"], **found(case, folder)}
