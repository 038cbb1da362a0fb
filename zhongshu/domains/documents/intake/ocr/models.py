"""The two models that the package of RapidOCR carries: where lines stand, and what a line says. Needs no Django."""

import importlib.util
import os
from pathlib import Path
from typing import Any

import cv2
import numpy as np

DETECTION, RECOGNITION = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"
SEEN_AT = 1152  # pixels of the longer side when lines are looked for: enough for the smallest type on A4, a third of the work
LIKELY = 0.3  # that a pixel belongs to a line
BELIEVED = 0.5  # mean of the pixels of a line
GROWTH = 1.6  # the model marks the middle of a line: how far it is widened
SMALLEST = 5  # pixels of a line's height where it is looked for
MOST_LINES = 1000
HEIGHT = 48  # pixels of a line when it is read
NARROWEST = 16


def folder() -> Path:
    """Return where the package keeps its models; the package itself is not loaded."""
    found = importlib.util.find_spec("rapidocr")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "models"


class _Model:
    """One model, run by all cores that the machine has, four at most."""

    name = ""

    def __init__(self) -> None:
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        options.log_severity_level = 4
        options.intra_op_num_threads = max(1, min(4, os.cpu_count() or 2))
        self._session: Any = InferenceSession(str(folder() / self.name), options, providers=["CPUExecutionProvider"])

    def _run(self, pixels: np.ndarray) -> np.ndarray:
        """Run the model on one picture, blue-green-red, and return what it says about it."""
        values = (pixels.astype(np.float32) / 127.5 - 1.0).transpose(2, 0, 1)[None]
        found: np.ndarray = self._session.run(None, {"x": np.ascontiguousarray(values)})[0][0]
        return found


class Detector(_Model):
    """Finds the lines of a page."""

    name = DETECTION

    def boxes(self, page: np.ndarray) -> list[np.ndarray]:
        """Return the corners of each line, four points clockwise from the upper left one, from the top of the page downwards."""
        height, width = page.shape[:2]
        scale = SEEN_AT / max(height, width)
        size = max(32, round(width * scale / 32) * 32), max(32, round(height * scale / 32) * 32)
        smaller = cv2.resize(page, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
        likely = self._run(smaller)[0]
        mask = cv2.dilate((likely > LIKELY).astype(np.uint8), np.ones((2, 2), np.uint8))
        outlines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        stretch = np.array([width / size[0], height / size[1]], np.float32)
        edge = np.array([width - 1, height - 1], np.float32)
        found = []
        for outline in outlines[:MOST_LINES]:
            middle, (wide, high), angle = cv2.minAreaRect(outline)
            if min(wide, high) < SMALLEST - 2:
                continue
            core = cv2.boxPoints((middle, (wide, high), angle))
            if _mean_inside(likely, core) < BELIEVED:
                continue
            grown = wide * high * GROWTH / (wide + high)  # on both sides together: area times growth by half the girth
            if min(wide, high) + grown < SMALLEST:
                continue
            corners = cv2.boxPoints((middle, (wide + grown, high + grown), angle)) * stretch
            found.append(np.clip(_clockwise(corners), 0, edge))
        return sorted(found, key=lambda box: (float(box[0, 1]), float(box[0, 0])))


class Reader(_Model):
    """Reads one line at a time: on a processor this takes less than many at once, and no line is padded to another's width."""

    name = RECOGNITION

    def __init__(self) -> None:
        super().__init__()
        self._letters = np.array(["", *self._session.get_modelmeta().custom_metadata_map["character"].splitlines(), " "])

    def read(self, strip: np.ndarray) -> tuple[str, float]:
        """Return what a strip of ``HEIGHT`` says and how sure that is, 0–1."""
        chances = self._run(strip)
        best = chances.argmax(axis=1)
        kept = (best != 0) & np.concatenate([[True], best[1:] != best[:-1]])
        if not kept.any():
            return "", 0.0
        return "".join(self._letters[best[kept]]), float(chances.max(axis=1)[kept].mean())


def strip_of(page: np.ndarray, box: np.ndarray) -> np.ndarray:
    """Cut a line out of a page, level and ``HEIGHT`` pixels high; what stands on end is laid down."""
    corners = box.astype(np.float32)
    wide = (float(np.hypot(*(corners[1] - corners[0]))) + float(np.hypot(*(corners[2] - corners[3])))) / 2
    high = (float(np.hypot(*(corners[3] - corners[0]))) + float(np.hypot(*(corners[2] - corners[1])))) / 2
    if high >= 1.5 * wide:
        corners, wide, high = corners[[1, 2, 3, 0]], high, wide
    # A large head of paper is made small by averages; all else is cut and scaled at once, so that it is blurred but once.
    natural = high > 1.25 * HEIGHT
    height = round(high) if natural else HEIGHT
    width = max(NARROWEST, round(wide * height / max(high, 1.0)))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    way = cv2.getPerspectiveTransform(corners, target)
    strip = cv2.warpPerspective(page, way, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    if natural:
        strip = cv2.resize(strip, (max(NARROWEST, round(width * HEIGHT / height)), HEIGHT), interpolation=cv2.INTER_AREA)
    return strip


def _clockwise(corners: np.ndarray) -> np.ndarray:
    """Return four corners from the upper left one clockwise."""
    by_side = corners[np.argsort(corners[:, 0], kind="stable")]
    left, right = by_side[:2], by_side[2:]
    left, right = left[np.argsort(left[:, 1], kind="stable")], right[np.argsort(right[:, 1], kind="stable")]
    return np.array([left[0], right[0], right[1], left[1]], np.float32)


def _mean_inside(values: np.ndarray, corners: np.ndarray) -> float:
    height, width = values.shape
    x0, y0 = np.clip(np.floor(corners.min(axis=0)).astype(int), 0, [width - 1, height - 1])
    x1, y1 = np.clip(np.ceil(corners.max(axis=0)).astype(int), 0, [width - 1, height - 1])
    mask = np.zeros((y1 - y0 + 1, x1 - x0 + 1), np.uint8)
    cv2.fillPoly(mask, [(corners - [x0, y0]).astype(np.int32)], 1)
    return float(cv2.mean(values[y0 : y1 + 1, x0 : x1 + 1], mask)[0])
