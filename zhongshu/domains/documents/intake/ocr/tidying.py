"""What is known of a page puts right what was recognised: rules are no letters, page numbers stand between dashes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

FOOT = 0.86  # of the page's height: below it stand page numbers
RULE = re.compile(r"[一\-—－―–_=~·.'‘’“”\"|丨 ]+")
PAGE_NUMBER = re.compile(r"[一二\-—－―–_·.~ ]*(?P<n>\d{1,3})[一二\-—－―–_·.~ ]*")
_WIDE = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！"}
_NARROW = re.compile(r"(?<=[\u3400-\u9fff》”）〕])[,:;?!]|[,:;?!](?=[\u3400-\u9fff《“（])")
_HANZI = re.compile(r"[\u3400-\u9fff]")
INK = 0.62  # of the paper's brightness: what is darker is printed


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of text as recognised: x0, y0, x1, y1 in pixels of the upright page."""

    text: str
    sure: float
    box: tuple[float, float, float, float]
    is_red: bool


def tidy(pieces: Sequence[Piece], height: int) -> list[Piece]:
    """Leave out rules that were read as letters; write page numbers as they are printed."""
    found = []
    for piece in pieces:
        x0, y0, x1, y1 = piece.box
        if RULE.fullmatch(piece.text) and x1 - x0 > 2 * (y1 - y0):
            continue
        if number := _page_number(piece, height):
            piece = replace(piece, text=f"— {number} —")
        found.append(replace(piece, text=with_wide_marks(piece.text)))
    return found


def with_wide_marks(text: str) -> str:
    """Return a line with the marks of Chinese print: recognition often gives those beside Hanzi as the narrow ones of Latin."""
    if not _HANZI.search(text):
        return text
    return _NARROW.sub(lambda match: _WIDE[match[0]], text).replace("(", "（").replace(")", "）")


def _page_number(piece: Piece, height: int) -> str:
    """Return the number that stands alone at the foot of a page; the dashes beside it are often read as 一."""
    match = PAGE_NUMBER.fullmatch(piece.text)
    stands_low = (piece.box[1] + piece.box[3]) / 2 > FOOT * height
    return match["n"] if match and stands_low and len(match[0]) > len(match["n"]) else ""


def overlooked(page: np.ndarray, boxes: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Return where at the foot of the page something small is printed in which no line was seen: a page number, as a rule."""
    level = page.min(axis=2)
    top = int(FOOT * level.shape[0])
    heights = sorted(float(np.hypot(*(box[3] - box[0]))) for box in boxes)
    if not heights:
        return []
    usual = heights[len(heights) // 2]
    ink = (level[top:] < INK * float(np.median(level))).astype(np.uint8)
    for box in boxes:
        cv2.fillPoly(ink, [(box - [0, top]).astype(np.int32)], 0)
    ink = _without_specks(ink, usual)
    joined = cv2.dilate(ink, np.ones((3, max(3, round(usual))), np.uint8))
    count, _, places, _ = cv2.connectedComponentsWithStats(joined)
    found = []
    for x, y, wide, high, _ in (tuple(int(edge) for edge in place) for place in places[1:count]):
        if 0.3 * usual <= high <= 1.6 * usual and 0.5 * usual <= wide <= 8 * usual:
            middle, half = top + y + high / 2, 0.6 * usual
            corners = [[x, middle - half], [x + wide, middle - half], [x + wide, middle + half], [x, middle + half]]
            found.append(np.array(corners, np.float32))
    return found[:6]


def _without_specks(ink: np.ndarray, usual: float) -> np.ndarray:
    count, marks, places, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    kept = np.zeros(count, np.uint8)
    kept[1:] = (places[1:, cv2.CC_STAT_AREA] > 0.02 * usual**2) & (places[1:, cv2.CC_STAT_WIDTH] < 4 * usual)
    cleared: np.ndarray = kept[marks]
    return cleared
