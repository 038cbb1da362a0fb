"""Pages of a PDF as pictures, so that reading one needs no plug-in and no program of the file ever runs."""

import io
import threading
from typing import Any

import pypdfium2

WIDTH = 1240
TALLEST = 3600
MOST_PAGES = 300

# PDFium is not safe for several threads at once: whoever opens a PDF while others may holds this.
PDFIUM = threading.Lock()


class Unreadable(Exception):
    """The file is damaged or locked by a password."""


def page_sizes(handle: Any) -> tuple[list[tuple[int, int]], int]:
    """Return the sizes in pixels (width, height) of the pages that can be shown, and the number of all pages."""
    with PDFIUM:
        document = _opened(handle)
        try:
            count = len(document)
            return [_pixels(document.get_page_size(number)) for number in range(min(count, MOST_PAGES))], count
        finally:
            document.close()


def page_picture(handle: Any, number: int) -> bytes | None:
    """Return page ``number`` (from 1) as PNG; None if there is no such page."""
    with PDFIUM:
        document = _opened(handle)
        try:
            if not 1 <= number <= min(len(document), MOST_PAGES):
                return None
            width, _ = _pixels(document.get_page_size(number - 1))
            scale = width / max(document.get_page_size(number - 1)[0], 1)
            picture = document[number - 1].render(scale=scale).to_pil()
        finally:
            document.close()
    target = io.BytesIO()
    picture.convert("RGB").quantize(64).save(target, "PNG")
    return target.getvalue()


def first_words(handle: Any, length: int) -> str:
    """Return the first words of the first page; empty if the file cannot be read."""
    with PDFIUM:
        try:
            document = _opened(handle)
        except Unreadable:
            return ""
        try:
            return document[0].get_textpage().get_text_range()[:length] if len(document) else ""
        except pypdfium2.PdfiumError:
            return ""
        finally:
            document.close()


def _pixels(size: tuple[float, float]) -> tuple[int, int]:
    width, height = max(size[0], 1), max(size[1], 1)
    scale = min(WIDTH / width, TALLEST / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _opened(handle: Any) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(handle.read())
    except pypdfium2.PdfiumError as error:
        raise Unreadable from error
