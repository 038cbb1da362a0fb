"""Draw the picture of a test seal (测试印章): ring, star and the organ's name along the ring.

A real seal's picture comes with the seal itself from the body that issued it. The word 测试 in the lower half says that
this one is not.
"""

import math
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from ..fonts.choice import faces
from ..writers.pdf_objects import open_picture

RED = (230, 0, 18, 255)
PIXELS = 496  # a 42 mm seal at 300 dpi
OVERSAMPLING = 2
TEST_MARK = "测试"


@lru_cache(maxsize=64)
def draw_test_seal(organ: str, mark: str = TEST_MARK) -> bytes:
    """Return a PNG with transparent ground: the organ's name around a five-pointed star."""
    side = PIXELS * OVERSAMPLING
    image = Image.new("RGBA", (side, side), (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    ring = round(side * 0.028)
    draw.ellipse((ring // 2, ring // 2, side - ring // 2, side - ring // 2), outline=RED, width=ring)
    centre = side / 2
    draw.polygon(_star(centre, centre, side * 0.16), fill=RED)
    face = faces().face(faces().pick("song", "政").face)
    _around(image, organ, face.path, face.index, centre, side)
    if mark:
        font = ImageFont.truetype(str(face.path), round(side * 0.075), index=face.index)
        draw.text((centre, side * 0.78), mark, fill=RED, font=font, anchor="mm")
    image = image.resize((PIXELS, PIXELS), Image.Resampling.LANCZOS)
    out = BytesIO()
    image.save(out, "PNG", optimize=False)
    return out.getvalue()


def _star(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    points = []
    for step in range(10):
        length = radius if step % 2 == 0 else radius * 0.382
        angle = math.radians(step * 36 - 90)
        points.append((x + length * math.cos(angle), y + length * math.sin(angle)))
    return points


def _around(image: Image.Image, text: str, path: object, index: int, centre: float, side: int) -> None:
    """Write the name along the ring from lower left over the top to lower right, condensed when it is long."""
    if not text:
        return
    spread = min(250.0, 22.0 * len(text))
    size = min(side * 0.125, 2 * math.pi * side * 0.40 * spread / 360 / len(text) * 1.15)
    font = ImageFont.truetype(str(path), round(side * 0.125), index=index)
    radius = side * 0.395
    for place, char in enumerate(text):
        angle = -spread / 2 + spread * (place + 0.5) / len(text)
        tile = Image.new("RGBA", (round(side * 0.16), round(side * 0.16)), (255, 255, 255, 0))
        ImageDraw.Draw(tile).text((tile.width / 2, tile.height / 2), char, fill=RED, font=font, anchor="mm")
        if size < side * 0.125:
            tile = tile.resize((max(1, round(tile.width * size / (side * 0.125))), tile.height), Image.Resampling.LANCZOS)
        tile = tile.rotate(-angle, expand=True, resample=Image.Resampling.BICUBIC)
        x = centre + radius * math.sin(math.radians(angle)) - tile.width / 2
        y = centre - radius * math.cos(math.radians(angle)) - tile.height / 2
        image.alpha_composite(tile, (max(0, round(x)), max(0, round(y))))


def handwriting_size(picture: bytes, width: float, height: float) -> tuple[float, float]:
    """Return how wide and high a handwriting is drawn in mm to keep its shape within ``width`` and ``height``."""
    wide, high = open_picture(picture).size
    scale = min(width / wide, height / high)
    return wide * scale, high * scale
