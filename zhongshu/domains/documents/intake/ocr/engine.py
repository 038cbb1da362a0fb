"""The recogniser: RapidOCR with the models that its package carries. Needs no Django."""

import os
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image

from zhongshu.domains.documents.intake.ocr import pictures
from zhongshu.domains.documents.intake.ocr.pictures import Turn

FAINTEST = 0.5  # of a line that is kept


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of text as recognised: x0, y0, x1, y1 in pixels of the upright page."""

    text: str
    sure: float
    box: tuple[float, float, float, float]
    is_red: bool


@dataclass(frozen=True, slots=True)
class Recognised:
    pieces: tuple[Piece, ...]
    width: int
    height: int
    turn: Turn
    seals: int


class Engine:
    """Loads the models once; about one second and 700 MB."""

    def __init__(self) -> None:
        from rapidocr import RapidOCR

        threads = max(1, min(4, (os.cpu_count() or 2)))
        self._reader: Any = RapidOCR(
            params={
                "Global.log_level": "error",
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                "Global.max_side_len": 2000,
            }
        )

    def read(self, picture: Image.Image) -> Recognised:
        """Recognise one page, however it lies.

        Only quarters are turned before: turning by a degree would blur the letters. The places are turned afterwards.
        """
        quarters = self._quarters(picture)
        level = pictures.turned(picture, Turn(quarters))
        bare, seals = pictures.without_seals(level)
        result = self._reader(np.asarray(bare)[..., ::-1])
        if result.boxes is None or result.txts is None:
            return Recognised((), level.width, level.height, Turn(quarters), len(seals))
        skew = pictures.skew_of(list(result.boxes))
        turn = Turn(quarters, round(skew, 2) if pictures.NOTICEABLE <= abs(skew) <= 20 else 0.0)
        colours = np.asarray(level).astype(np.int16)
        pieces = []
        for box, text, sure in zip(result.boxes, result.txts, result.scores, strict=True):
            if sure >= FAINTEST and text.strip():
                is_red = _is_red(colours, _edges(box))
                placed = pictures.turned_points(box, turn.skew, level.size)
                pieces.append(Piece(text, float(sure), _edges(placed), is_red))
        return Recognised(tuple(pieces), level.width, level.height, turn, len(seals))

    def _quarters(self, picture: Image.Image) -> int:
        """Find out how the page lies, from the shapes of its lines and the direction of their characters."""
        boxes = self._boxes(picture)
        quarters = 0
        if len(boxes) >= 3 and pictures.lies_on_its_side(boxes):
            quarters = 1
            picture = picture.rotate(90, expand=True)
            boxes = self._boxes(picture)
        return (quarters + 2) % 4 if self._is_upside_down(picture, boxes) else quarters

    def _boxes(self, picture: Image.Image) -> list[np.ndarray]:
        found = self._reader(np.asarray(picture)[..., ::-1], use_det=True, use_cls=False, use_rec=False)
        self._reader.update_params(use_cls=True, use_rec=True)
        return [] if found.boxes is None else list(found.boxes)

    def _is_upside_down(self, picture: Image.Image, boxes: list[np.ndarray]) -> bool:
        """Read the longest lines both ways: the right way is read with more certainty."""
        from rapidocr.utils.process_img import get_rotate_crop_image

        lines = sorted((box for box in boxes), key=lambda box: -float(np.hypot(*(box[1] - box[0]))))[:5]
        if not lines:
            return False
        pixels = np.ascontiguousarray(np.asarray(picture)[..., ::-1])
        crops = [get_rotate_crop_image(pixels, box.astype(np.float32)) for box in lines]
        crops = [crop for crop in crops if crop.shape[1] > crop.shape[0]]
        if not crops:
            return False
        forwards = self._reader.recognize_txt(crops)
        backwards = self._reader.recognize_txt([np.ascontiguousarray(crop[::-1, ::-1]) for crop in crops])
        return _certainty(backwards) > _certainty(forwards) + 0.05


def _edges(box: np.ndarray) -> tuple[float, float, float, float]:
    return float(box[:, 0].min()), float(box[:, 1].min()), float(box[:, 0].max()), float(box[:, 1].max())


def _certainty(result: Any) -> float:
    pairs = [(text, score) for text, score in zip(result.txts or (), result.scores or (), strict=True)]
    letters = sum(len(text) for text, _ in pairs)
    return sum(len(text) * float(score) for text, score in pairs) / letters if letters else 0.0


def _is_red(colours: np.ndarray, edges: tuple[float, float, float, float]) -> bool:
    """Tell whether what is printed inside is red: most of the pixels that are not paper."""
    x0, y0, x1, y1 = (int(edge) for edge in edges)
    region = colours[max(y0, 0) : y1 + 1, max(x0, 0) : x1 + 1].reshape(-1, 3)
    if not len(region):
        return False
    inked = region[region.min(axis=1) < 140]
    if len(inked) < 20:
        return False
    red = (inked[:, 0] - inked[:, 1] > 45) & (inked[:, 0] - inked[:, 2] > 45)
    return float(red.mean()) > 0.6
