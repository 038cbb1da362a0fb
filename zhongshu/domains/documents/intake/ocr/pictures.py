"""Pages as pictures: of a PDF or of an image file; turned upright; without the seal. Needs no Django."""

import io
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageOps

if TYPE_CHECKING:  # numpy and OpenCV are loaded where a picture is worked on: no other process waits for them
    import numpy as np

WIDTH = 1500  # pixels of a page's shorter side when it is drawn and not scanned: about 180 dpi of A4
LARGEST = 2000
SMALLEST = 900
PIXELS = 120_000_000
NOTICEABLE = 0.25  # degrees of skew that are worth turning

Image.MAX_IMAGE_PIXELS = PIXELS


class UnreadablePicture(Exception):
    """The file is damaged, or its picture too large."""


@dataclass(frozen=True, slots=True)
class Turn:
    """How a page was turned to stand upright: quarters counter-clockwise, then ``skew`` degrees counter-clockwise."""

    quarters: int = 0
    skew: float = 0.0


def page_count(extension: str, data: bytes) -> int:
    if extension == "pdf":
        document = pypdfium2.PdfDocument(data)
        try:
            return len(document)
        finally:
            document.close()
    try:
        with Image.open(io.BytesIO(data)) as picture:
            return getattr(picture, "n_frames", 1) if extension in {"tif", "tiff"} else 1
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadablePicture from error


def page_picture(extension: str, data: bytes, number: int) -> Image.Image:
    """Return a page as it lies in the file, RGB, scaled to what recognition likes.

    Raises:
        UnreadablePicture: damaged, or too large to be unpacked.
    """
    try:
        if extension == "pdf":
            return _of_pdf(data, number)
        with Image.open(io.BytesIO(data)) as opened:
            if extension in {"tif", "tiff"}:
                opened.seek(number)
            turned = ImageOps.exif_transpose(opened)
            return _scaled(_opaque(turned))
    except (OSError, ValueError, SyntaxError, EOFError, pypdfium2.PdfiumError, Image.DecompressionBombError) as error:
        raise UnreadablePicture from error


def _of_pdf(data: bytes, number: int) -> Image.Image:
    document = pypdfium2.PdfDocument(data)
    try:
        page = document[number]
        width, height = page.get_size()
        wanted = min(max(_scanned_width(page), SMALLEST), LARGEST)
        scale = min(wanted / max(min(width, height), 1.0), LARGEST / max(width, height, 1.0))
        return page.render(scale=scale).to_pil().convert("RGB")
    finally:
        document.close()


def _scanned_width(page: pypdfium2.PdfPage) -> int:
    """Return the shorter side of the picture that fills a page: drawn at its own size it is not blurred."""
    across, area = min(page.get_size()), page.get_width() * page.get_height()
    for drawn in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=2):
        left, bottom, right, top = drawn.get_bounds()
        if (right - left) * (top - bottom) > 0.8 * area:
            sides = min(drawn.get_px_size()), min(right - left, top - bottom)
            return round(sides[0] * across / max(sides[1], 1.0))
    return WIDTH


def _opaque(picture: Image.Image) -> Image.Image:
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(ground, layer).convert("RGB")
    if picture.mode.startswith("I;16"):
        return picture.point(lambda value: value / 256).convert("RGB")
    return picture.convert("RGB")


def _scaled(picture: Image.Image) -> Image.Image:
    short, long = min(picture.size), max(picture.size)
    scale = min(1.0, LARGEST / long)
    if short < SMALLEST:
        scale = min(SMALLEST / short, LARGEST / long)
    if abs(scale - 1) < 0.02:
        return picture
    size = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    return picture.resize(size, Image.Resampling.LANCZOS)


def turned(picture: Image.Image, turn: Turn) -> Image.Image:
    """Return the picture upright; what comes in at the corners is white."""
    if turn.quarters % 4:
        picture = picture.rotate(90 * (turn.quarters % 4), expand=True)
    if turn.skew:
        picture = picture.rotate(turn.skew, resample=Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    return picture


def turned_points(points: "np.ndarray", degrees: float, size: tuple[int, int]) -> "np.ndarray":
    """Return where points of a picture lie once it is turned counter-clockwise about its middle, as ``turned`` does."""
    import numpy as np

    angle = math.radians(degrees)
    middle = np.array([size[0] / 2, size[1] / 2])
    away = np.asarray(points, dtype=np.float64) - middle
    across = away[:, 0] * math.cos(angle) + away[:, 1] * math.sin(angle)
    down = away[:, 1] * math.cos(angle) - away[:, 0] * math.sin(angle)
    return np.stack([across, down], axis=1) + middle


def skew_of(boxes: "list[np.ndarray]") -> float:
    """Return by how many degrees the lines sink to the right (negative: rise), from the boxes of long lines."""
    import numpy as np

    angles, weights = [], []
    for box in boxes:
        top = box[1] - box[0]
        length = float(np.hypot(*top))
        height = float(np.hypot(*(box[3] - box[0])))
        if length > 4 * height:
            angles.append(math.degrees(math.atan2(float(top[1]), float(top[0]))))
            weights.append(length)
    if not angles:
        return 0.0
    order = np.argsort(angles)
    passed = np.cumsum(np.array(weights)[order])
    return float(np.array(angles)[order][int(np.searchsorted(passed, passed[-1] / 2))])


def lies_on_its_side(boxes: "list[np.ndarray]") -> bool:
    """Tell whether most of the text runs up or down: boxes higher than wide."""
    upright = lying = 0.0
    for box in boxes:
        wide, high = math.hypot(*(box[1] - box[0])), math.hypot(*(box[3] - box[0]))
        if max(wide, high) < 2.5 * min(wide, high):
            continue
        if wide > high:
            upright += wide
        else:
            lying += high
    return lying > 1.5 * upright
