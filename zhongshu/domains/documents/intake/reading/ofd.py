"""OFD: the lines of its pages with their places."""

from zhongshu.domains.documents.intake.lines import Line
from zhongshu.domains.documents.intake.reading.rows import as_box, in_rows
from zhongshu.platform.typesetting import public as typesetting


def read(data: bytes) -> tuple[dict[int, list[Line]], int, dict[int, tuple[float, float]]]:
    """Return the lines of each page with text, how many pages there are, and their sizes in mm."""
    pages = typesetting.read_ofd(data).pages
    found, sizes = {}, {}
    for number, page in enumerate(pages):
        width, height = page.width or 210.0, page.height or 297.0
        sizes[number] = (width, height)
        pieces = [
            Line(
                text.text,
                number,
                as_box(text.x, text.y, text.x + text.width, text.y + text.height, width, height),
                text.height / width,
            )
            for text in page.texts
            if text.text.strip()
        ]
        lines = in_rows(pieces)
        if any(len(line.text) > 3 for line in lines):
            found[number] = lines
    return found, len(pages), sizes
