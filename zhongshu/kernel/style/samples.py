"""Read the sample content; ``{"minutes_ago": n}`` in the file stands for a moment."""

import json
import re
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from zhongshu.kernel import clock

FOLDER = Path(__file__).parent


@cache
def _content() -> dict[str, Any]:
    return json.loads((FOLDER / "samples.json").read_text())


def part(name: str) -> dict[str, Any]:
    """Return one part of the samples with its moments counted back from now."""
    return _with_moments(_content()[name])


def people() -> list[dict[str, Any]]:
    """Return the fictional people that the sample picker finds."""
    return _content()["people"]


def model() -> str:
    """Return a small process definition."""
    return (FOLDER / "sample.bpmn").read_text()


def icon_names() -> list[str]:
    """Return the names of all symbols of the sprite."""
    sprite = (FOLDER.parent / "static/icons.svg").read_text()
    return re.findall(r'<symbol id="([^"]+)"', sprite)


def _with_moments(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_moments(one) for one in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"minutes_ago"}:
        return clock.now() - timedelta(minutes=value["minutes_ago"])
    return {key: _with_moments(one) for key, one in value.items()}
