"""Answers to sample cases about process models."""

from pathlib import Path
from typing import Any

from zhongshu.platform.workflow.bpmn.reading import ModelRefused, count


def bpmn(case: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return what a model file contains, or a refusal that names the element."""
    try:
        return dict(count((folder / case["file"]).read_bytes()))
    except ModelRefused as refused:
        first = refused.refusals[0]
        return {"refused": str(refused), "element": first.element}
