"""What is on the pages of an OFD file, in millimetres from the upper left corner, as far as its objects say.

A file tells where each character begins and how large it is, not where its ink is; the ink is taken to fill the em box but for a
narrow rim, and half of it for brackets and stops. So only what does not hang on the ink of one glyph is measured.
"""

from collections.abc import Iterator

from lxml import etree

from ..readers.ofd import measurable
from ..readers.package import find, find_all, local
from .measured import POINT, Glyph, MeasuredPage, Stroke, lines_of

RIM = 0.05  # of the em
ASCENT, DESCENT = 0.8, 0.08
LEFT_HALF = frozenset("，。；：、！？）》〉」』】〕〗”’")
RIGHT_HALF = frozenset("（《〈「『【〔〖“‘")
Matrix = tuple[float, float, float, float, float, float]
PLAIN: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def read_pages(data: bytes) -> list[MeasuredPage]:
    """Measure every page of an OFD file.

    Raises:
        RuleBroken: it is damaged, encrypted, or too large.
    """
    return [_page(width, height, layers) for width, height, layers in measurable(data)]


def _page(width: float, height: float, layers: list[etree._Element]) -> MeasuredPage:
    items = [item for layer in layers for item in layer.iter() if isinstance(item.tag, str)]
    glyphs = [glyph for item in items if local(item) == "TextObject" for glyph in _glyphs(item)]
    strokes = [stroke for item in items if local(item) == "PathObject" for stroke in _strokes(item)]
    pictures = [box for item in items if local(item) == "ImageObject" for box in _boxes(item)]
    turned = sum(glyph.turned for glyph in glyphs) * 2 > len(glyphs)
    return MeasuredPage(width, height, lines_of([glyph for glyph in glyphs if not glyph.turned]), strokes, pictures, turned)


def _glyphs(item: etree._Element) -> Iterator[Glyph]:
    for left, top, _, _ in _boxes(item):
        matrix = _matrix(item)
        size = abs(_first(item.get("Size"), 0.0))
        across = _first(item.get("HScale"), 1.0) or 1.0  # of the glyphs only: offsets are given as they stand
        turned = abs(matrix[0]) < 1e-6
        em_x, em_y = size * across * abs(matrix[0]), size * (abs(matrix[3]) or abs(matrix[1]))
        red = _is_red(item, "FillColor", default=(0, 0, 0))
        x = y = 0.0
        for code in find_all(item, "TextCode"):
            text = code.text or ""
            x, y = _first(code.get("X"), x), _first(code.get("Y"), y)
            steps_x, steps_y = _steps(code.get("DeltaX")), _steps(code.get("DeltaY"))
            at_x, at_y = x, y
            for place, char in enumerate(text):
                page_x = left + at_x * matrix[0] + at_y * matrix[2] + matrix[4]
                page_y = top + at_x * matrix[1] + at_y * matrix[3] + matrix[5]
                wide = em_x if ord(char) > 0x2E7F or char in LEFT_HALF or char in RIGHT_HALF or char in "—…" else em_x / 2
                if not char.isspace():
                    yield Glyph(char, page_x, page_y, _ink(char, page_x, page_y, wide, em_y), em_y / POINT, red, turned)
                at_x += steps_x[place] if place < len(steps_x) else (0.0 if steps_y else size * across)
                at_y += steps_y[place] if place < len(steps_y) else 0.0


def _ink(char: str, x: float, y: float, width: float, height: float) -> tuple[float, float, float, float]:
    begin = 0.5 if char in RIGHT_HALF else RIM
    end = 0.5 if char in LEFT_HALF else 1 - RIM
    return (x + begin * width, y - ASCENT * height, x + end * width, y + DESCENT * height)


def _strokes(item: etree._Element) -> Iterator[Stroke]:
    """Return the rectangle that a path of straight lines covers."""
    matrix, pen = _matrix(item), _first(item.get("LineWidth"), 0.353)
    filled, drawn = item.get("Fill", "false") == "true", item.get("Stroke", "true") == "true"
    red = _is_red(item, "FillColor" if filled else "StrokeColor", default=(0, 0, 0))
    data = find(item, "AbbreviatedData")
    words = (data.text or "").split() if data is not None else []
    if any(word in ("B", "Q", "A") for word in words):
        return
    numbers = [value for word in words if (value := _number(word)) is not None]
    points = list(zip(numbers[::2], numbers[1::2], strict=False))
    for left, top, _, _ in _boxes(item):
        xs = [left + x * matrix[0] + y * matrix[2] + matrix[4] for x, y in points]
        ys = [top + x * matrix[1] + y * matrix[3] + matrix[5] for x, y in points]
        if not xs:
            continue
        half = pen * (abs(matrix[3]) or 1.0) / 2 if drawn and not filled else 0.0
        width, height = max(xs) - min(xs), max(ys) - min(ys)
        # A drawn line is as thick as the pen, not longer by it.
        yield Stroke(
            min(xs) - (half if width < height else 0.0),
            min(ys) - (half if height <= width else 0.0),
            width + (2 * half if width < height else 0.0),
            height + (2 * half if height <= width else 0.0),
            red,
        )


def _boxes(item: etree._Element) -> Iterator[tuple[float, float, float, float]]:
    numbers = [value for word in item.get("Boundary", "").split() if (value := _number(word)) is not None]
    if len(numbers) == 4:
        yield numbers[0], numbers[1], numbers[2], numbers[3]


def _matrix(item: etree._Element) -> Matrix:
    numbers = [value for word in item.get("CTM", "").split() if (value := _number(word)) is not None]
    return (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]) if len(numbers) == 6 else PLAIN


def _steps(text: str | None) -> list[float]:
    """Read offsets from character to character: "5.6 5.6" or "g 2 5.6", which repeats."""
    words, found, at = (text or "").split(), [], 0
    while at < len(words):
        if words[at] == "g" and at + 2 < len(words):
            times, step = _number(words[at + 1]) or 0.0, _number(words[at + 2]) or 0.0
            found += [step] * min(int(times), 10_000)
            at += 3
        else:
            found.append(_number(words[at]) or 0.0)
            at += 1
    return found


def _is_red(item: etree._Element, name: str, *, default: tuple[int, int, int]) -> bool:
    colour = find(item, name)
    numbers = [
        value for word in (colour.get("Value", "") if colour is not None else "").split() if (value := _number(word)) is not None
    ]
    red, green, blue = numbers if len(numbers) == 3 else default
    return red > 150 and green < 80 and blue < 80


def _number(word: str) -> float | None:
    try:
        return float(word)
    except ValueError:
        return None


def _first(text: str | None, otherwise: float) -> float:
    words = (text or "").split()
    value = _number(words[0]) if words else None
    return otherwise if value is None else value
