"""Seals taken off a page, so that what they were pressed upon can be read. Needs no Django."""

import cv2
import numpy as np
from PIL import Image

Place = tuple[int, int, int, int]

SEAL = (0.12, 0.45)  # a red seal's diameter in parts of the page's width, with room for skewed edges
ROUND = (0.055, 0.13)  # a grey one's radius: round seals of organs measure 40 to 50 mm
LEAST_RED = 400  # pixels
SEARCHED = 480  # pixels of the page's width when rings are looked for
SECTORS = 40
CLOSED = 0.7  # of a ring's sectors that must be there
REACH = 14  # pixels from a thick stroke to the end of a thin one
CROSS = np.ones((3, 3), np.uint8)
APART = 24  # levels of grey by which a seal is lighter than the text at least


def without_seals(picture: Image.Image) -> tuple[Image.Image, list[Place]]:
    """Take seals off; returns the places of the seals as well."""
    bare, found = without_red_seals(picture)
    return (bare, found) if found else without_grey_seals(picture)


def without_red_seals(picture: Image.Image) -> tuple[Image.Image, list[Place]]:
    """Take red seals off: inside each one only the red channel is kept, in which red ink is white and black ink black.

    A red masthead is wider than a seal, a red rule thinner: both stay as they are.
    """
    pixels = np.asarray(picture).astype(np.int16)
    red = (pixels[..., 0] > 110) & (pixels[..., 0] - pixels[..., 1] > 45) & (pixels[..., 0] - pixels[..., 2] > 45)
    if red.sum() < LEAST_RED:
        return picture, []
    height, width = red.shape
    joined = cv2.dilate(red.astype(np.uint8), np.ones((max(3, width // 90),) * 2, np.uint8))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(joined)
    seals = []
    result = np.array(picture)
    for index in range(1, count):
        x, y, wide, high, _ = (int(value) for value in boxes[index])
        if not (
            SEAL[0] * width <= wide <= 2.2 * SEAL[1] * width and SEAL[0] * width <= high <= SEAL[1] * width and wide / high < 4.5
        ):
            continue
        if wide / high > 1.5 and y < 0.35 * height:
            continue  # a masthead of two lines
        seals.append((x, y, x + wide, y + high))
        region = pixels[y : y + high, x : x + wide]
        # Where red and black lie over each other the red channel is dark: stretch it so that faint red becomes white.
        channel = np.clip((region[..., 0] - 60) * 255.0 / 120.0, 0, 255).astype(np.uint8)
        result[y : y + high, x : x + wide] = channel[..., None]
    return Image.fromarray(result), seals


def without_grey_seals(picture: Image.Image) -> tuple[Image.Image, list[Place]]:
    """Take off the seals of a scan without colours: red ink became an even grey that is lighter than the black of the text."""
    level = cv2.GaussianBlur(np.asarray(picture.convert("L")), (3, 3), 0)
    paper, ink = float(np.median(level)), level[level < 110]
    if len(ink) < LEAST_RED or paper < 120:
        return picture, []
    black = float(np.percentile(ink, 5))
    low, high = cv2.erode(level, np.ones((3, 3), np.uint8)), cv2.dilate(level, np.ones((3, 3), np.uint8))
    even = (low > black + APART) & (high < 0.8 * paper) & (high.astype(np.int16) - low < 45)
    seals = []
    result = np.array(picture)
    for x, y, radius in _rings(even):
        place = _around(x, y, 1.06 * radius, level.shape)
        x0, y0, x1, y1 = place
        region, solid = level[y0:y1, x0:x1], even[y0:y1, x0:x1].astype(np.uint8)
        rows, columns = np.ogrid[y0:y1, x0:x1]
        inside = (rows - y) ** 2 + (columns - x) ** 2 <= (1.06 * radius) ** 2
        of_text = _reached((region < black + APART).astype(np.uint8), (region < 0.75 * paper) & (cv2.dilate(solid, CROSS) == 0))
        grey = float(np.median(region[inside & (solid > 0)]))
        lightened = np.clip((result[y0:y1, x0:x1].astype(np.float32) - black) * 255.0 / (0.85 * (grey - black)), 0, 255)
        changed = inside & (of_text == 0)
        result[y0:y1, x0:x1][changed] = lightened[changed].astype(np.uint8)
        seals.append(place)
    return Image.fromarray(result), seals


def _around(x: float, y: float, radius: float, shape: tuple[int, ...]) -> Place:
    height, width = shape[:2]
    return max(0, int(x - radius)), max(0, int(y - radius)), min(width, int(x + radius) + 1), min(height, int(y + radius) + 1)


def _reached(black: np.ndarray, ink: np.ndarray) -> np.ndarray:
    """Return what hangs together with black: the thin strokes of a letter are as light as a seal, but they begin at thick ones."""
    allowed = ink.astype(np.uint8) | black
    found = black
    for _ in range(REACH):
        found = cv2.dilate(found, CROSS) & allowed
    return cv2.dilate(found, CROSS)


def _rings(even: np.ndarray) -> list[tuple[float, float, float]]:
    """Return the circles, x, y and radius, whose line is closed but for what was printed over it."""
    height, width = even.shape
    scale = min(1.0, SEARCHED / min(width, height))
    smaller = cv2.resize(even.astype(np.uint8) * 255, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    short = min(width, height) * scale
    if np.count_nonzero(smaller > 60) < 2 * ROUND[0] * short:
        return []
    circles = cv2.HoughCircles(
        smaller, cv2.HOUGH_GRADIENT, dp=1.5, minDist=1.2 * ROUND[0] * short, param1=120, param2=24,
        minRadius=round(ROUND[0] * short), maxRadius=round(ROUND[1] * short),
    )  # fmt: skip
    found: list[tuple[float, float, float]] = []
    for x, y, radius in [] if circles is None else circles[0][:20]:
        if _closed(smaller, x, y, radius) >= CLOSED and all(np.hypot(x - a, y - b) > 0.6 * r for a, b, r in found):
            found.append((float(x), float(y), float(radius)))
    return [(x / scale, y / scale, radius / scale) for x, y, radius in found]


def _closed(drawn: np.ndarray, x: float, y: float, radius: float) -> float:
    """Return in how many of a ring's sectors something is drawn at about its radius."""
    there = 0
    for sector in range(SECTORS):
        angle = 2 * np.pi * sector / SECTORS
        for near in (-3, -2, -1, 0, 1, 2, 3):
            column, row = round(x + (radius + near) * np.cos(angle)), round(y + (radius + near) * np.sin(angle))
            if 0 <= row < drawn.shape[0] and 0 <= column < drawn.shape[1] and drawn[row, column] > 60:
                there += 1
                break
    return there / SECTORS
