"""Handwriting as it arrives from the browser: strokes and a picture, both checked before anything is kept."""

import base64
import binascii
import io
import json
from dataclasses import dataclass
from typing import Any

from PIL import Image, UnidentifiedImageError

from zhongshu.kernel.errors import RuleBroken

MOST_STROKES = 2000
MOST_POINTS = 60_000
LARGEST_PICTURE = 1_500_000  # bytes
LARGEST_SIDE = 4096  # pixels
_PREFIX = "data:image/png;base64,"


@dataclass(frozen=True, slots=True)
class Ink:
    """Checked handwriting.

    ``strokes`` is a list of strokes, each a list of points ``[x, y]``, ``[x, y, pressure]`` or with milliseconds besides; x and y
    are shares of the pad's width. ``picture`` is a PNG that this program encoded itself.
    """

    strokes: list[list[list[float]]]
    picture: bytes
    width: int
    height: int
    transcript: str = ""


def read_ink(strokes: str, picture: str, *, transcript: str = "") -> Ink | None:
    """Check what the writing pad sent; None if nothing was written.

    Raises:
        RuleBroken: the strokes or the picture are damaged or too large.
    """
    if not strokes.strip() and not picture.strip():
        return None
    lines = read_strokes(strokes)
    if not lines:
        return None
    data, width, height = _read_picture(picture)
    return Ink(lines, data, width, height, transcript)


def read_strokes(text: str) -> list[list[list[float]]]:
    """Return the strokes written in JSON, either a list of strokes or ``{"strokes": [...]}``; empty for an empty text."""
    if not text.strip():
        return []
    if len(text) > 4_000_000:
        raise _too_much()
    try:
        value = json.loads(text)
    except ValueError as error:
        raise _damaged() from error
    if isinstance(value, dict):
        value = value.get("strokes")
    if not isinstance(value, list):
        raise _damaged()
    strokes = [[_point(point) for point in _points(stroke)] for stroke in value]
    strokes = [stroke for stroke in strokes if stroke]
    if len(strokes) > MOST_STROKES or sum(map(len, strokes)) > MOST_POINTS:
        raise _too_much()
    return strokes


def _points(stroke: Any) -> list[Any]:
    points = stroke.get("points") if isinstance(stroke, dict) else stroke
    if not isinstance(points, list):
        raise _damaged()
    return points


def _point(point: Any) -> list[float]:
    values = [point.get("x"), point.get("y"), point.get("pressure", 0.5)] if isinstance(point, dict) else point
    if not isinstance(values, list) or not 2 <= len(values) <= 4:
        raise _damaged()
    if not all(isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e13 for value in values):
        raise _damaged()
    return [round(value, 4) for value in values]


def _read_picture(text: str) -> tuple[bytes, int, int]:
    if not text.startswith(_PREFIX):
        raise _damaged()
    if len(text) > LARGEST_PICTURE * 4 // 3 + len(_PREFIX):
        raise _too_much()
    try:
        raw = base64.b64decode(text[len(_PREFIX) :], validate=True)
    except (binascii.Error, ValueError) as error:
        raise _damaged() from error
    try:
        # Only the PNG decoder may look at it, and the size is known before a pixel is decoded.
        with Image.open(io.BytesIO(raw), formats=["PNG"]) as image:
            if image.width > LARGEST_SIDE or image.height > LARGEST_SIDE:
                raise _too_much()
            image.load()
            clean = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _damaged() from error
    buffer = io.BytesIO()
    # A new encoding keeps pixels only: no text chunks, no trailing bytes.
    clean.save(buffer, "PNG", optimize=True)
    return buffer.getvalue(), clean.width, clean.height


def _damaged() -> RuleBroken:
    return RuleBroken("手写内容没有传完整，请重新书写后提交", code="handwriting_damaged", field="handwriting_strokes")


def _too_much() -> RuleBroken:
    return RuleBroken("手写内容过大，请清空后用较少笔画重新书写", code="handwriting_too_large", field="handwriting_strokes")
