"""One page from pixels to pieces of text: how it lies, what is a seal, what each line says. Needs no Django."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from zhongshu.domains.documents.intake.ocr import pictures, seals, tidying
from zhongshu.domains.documents.intake.ocr.models import Detector, Reader, strip_of
from zhongshu.domains.documents.intake.ocr.pictures import Turn
from zhongshu.domains.documents.intake.ocr.tidying import Piece

FAINTEST = 0.5  # of a line that is kept
RIGHT_WAY_UP = 0.9  # so surely long lines are read that stand upright; those on their head reach 0.7
TRIED = 5  # long lines by which it is told
CLEAR = 0.6  # so surely a page number is read that was overlooked: its dashes are never sure


Said = tuple[np.ndarray, str, float]  # where a line stands, what it says, how surely


@dataclass(frozen=True, slots=True)
class Recognised:
    pieces: tuple[Piece, ...]
    width: int
    height: int
    turn: Turn
    seals: int


@dataclass(frozen=True, slots=True)
class _View:
    """A page as it was turned: its pixels without seals (blue, green, red), where seals and lines stand."""

    picture: Image.Image
    bare: np.ndarray
    seals: list[seals.Place]
    boxes: list[np.ndarray]

    @property
    def colours(self) -> np.ndarray:
        return np.asarray(self.picture)


class Engine:
    """Loads the models once; about half a second and 400 MB."""

    def __init__(self) -> None:
        self._detector, self._reader = Detector(), Reader()

    def read(self, picture: Image.Image) -> Recognised:
        """Recognise one page, however it lies.

        Only quarters are turned before: turning by a degree would blur the letters. The places are turned afterwards.
        """
        view, quarters = self._view(picture), 0
        if len(view.boxes) >= 3 and pictures.lies_on_its_side(view.boxes):
            quarters = 1
            view = self._view(pictures.turned(picture, Turn(quarters)))
        read = self._read(view)
        if self._is_upside_down(view, read):
            quarters = (quarters + 2) % 4
            view = self._view(pictures.turned(picture, Turn(quarters)))
            read = self._read(view)
        skew = pictures.skew_of(view.boxes)
        turn = Turn(quarters, round(skew, 2) if pictures.NOTICEABLE <= abs(skew) <= 20 else 0.0)
        pieces = [
            Piece(
                text, sure, _edges(pictures.turned_points(box, turn.skew, view.picture.size)), _is_red(view.colours, _edges(box))
            )
            for box, text, sure in (*read, *self._overlooked(view))
            if sure >= FAINTEST and text.strip()
        ]
        width, height = view.picture.size
        return Recognised(tuple(tidying.tidy(pieces, height)), width, height, turn, len(view.seals))

    def _view(self, picture: Image.Image) -> "_View":
        bare, found = seals.without_seals(picture)
        pixels = np.ascontiguousarray(np.asarray(bare)[..., ::-1])
        return _View(picture, pixels, found, self._detector.boxes(pixels))

    def _read(self, view: "_View") -> list[Said]:
        return [(box, *self._reader.read(strip_of(view.bare, box))) for box in view.boxes]

    def _overlooked(self, view: "_View") -> list[Said]:
        found = [(box, *self._reader.read(strip_of(view.bare, box))) for box in tidying.overlooked(view.bare, view.boxes)]
        return [said for said in found if said[2] >= CLEAR and tidying.PAGE_NUMBER.fullmatch(said[1])]

    def _is_upside_down(self, view: "_View", read: list[Said]) -> bool:
        """Where lines were read badly, read the longest from the other end: the right way is read with more certainty."""
        if _certainty(read) >= RIGHT_WAY_UP:
            return False
        longest = sorted(read, key=lambda said: -float(np.hypot(*(said[0][1] - said[0][0]))))[:TRIED]
        strips = [(box, strip_of(view.bare, box)) for box, _, _ in longest]
        turned = [(box, *self._reader.read(np.ascontiguousarray(strip[::-1, ::-1]))) for box, strip in strips]
        return _certainty(turned) > _certainty(longest) + 0.05


def _certainty(said: list[Said]) -> float:
    """Return how surely lines were read, each letter with the same weight."""
    letters = sum(len(text) for _, text, _ in said)
    return sum(len(text) * sure for _, text, sure in said) / letters if letters else 0.0


def _edges(box: np.ndarray) -> tuple[float, float, float, float]:
    return float(box[:, 0].min()), float(box[:, 1].min()), float(box[:, 0].max()), float(box[:, 1].max())


def _is_red(colours: np.ndarray, edges: tuple[float, float, float, float]) -> bool:
    """Tell whether what is printed inside is red: most of the pixels that are not paper."""
    x0, y0, x1, y1 = (int(edge) for edge in edges)
    region = colours[max(y0, 0) : y1 + 1, max(x0, 0) : x1 + 1].reshape(-1, 3)
    if not len(region):
        return False
    inked = region[region.min(axis=1) < 140].astype(np.int16)
    if len(inked) < 20:
        return False
    red = (inked[:, 0] - inked[:, 1] > 45) & (inked[:, 0] - inked[:, 2] > 45)
    return float(red.mean()) > 0.6
