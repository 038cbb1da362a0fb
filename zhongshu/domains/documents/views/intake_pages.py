"""How the pages of a dropped file are shown, with the places where the fields were read."""

import io
from itertools import pairwise
from typing import Any

from PIL import Image

from zhongshu.domains.documents.intake.found import NAMES, SURE
from zhongshu.domains.documents.intake.ocr import pictures
from zhongshu.domains.documents.intake.ocr.pictures import Turn
from zhongshu.domains.documents.intake.reading import docx
from zhongshu.domains.documents.models import IntakeFile
from zhongshu.platform.attachments import public as attachments
from zhongshu.platform.typesetting import public as typesetting

WIDE = 1000  # units of a page's width in its drawing
SHOWN_WIDTH = 1240  # pixels of a picture
MOST_SHEETS = 8
MARGIN = 0.006  # of the page by which a mark is larger than what it marks

__all__ = ["NAMES", "SURE", "marked_lines", "picture", "sheets"]


def sheets(file: IntakeFile) -> list[dict[str, Any]]:
    """Return the pages to show: size, marks, and either a picture or (OFD) the lines as drawn. Empty for files without pages."""
    proposal = file.proposal
    if not file.path or (proposal and proposal.get("kind") in {"docx", "text"}):
        return []
    fields = proposal.get("fields", {})
    marked = {place[0] for entry in fields.values() for place in entry["places"]}
    read = proposal.get("read") or ([0] if _has_pictures(file) else [])
    if file.problem and not proposal.get("read") and picture(file, 0) is None:
        return []  # what cannot be opened cannot be shown
    wanted = sorted({0, *marked, *read[:3]} & set(read))[:MOST_SHEETS]
    return [_sheet(file, number) for number in wanted]


def _sheet(file: IntakeFile, number: int) -> dict[str, Any]:
    proposal = file.proposal
    width, height = proposal.get("sizes", {}).get(str(number), (210.0, 297.0))
    tall = WIDE * height / max(width, 1.0)
    marks = [
        {"field": name, "label": NAMES[name], "is_doubtful": entry["sure"] < SURE, **_rectangle(place, tall)}
        for name, entry in proposal.get("fields", {}).items()
        for place in entry["places"]
        if place[0] == number
    ]
    texts = []
    if proposal.get("kind") == "ofd":
        texts = [
            {"text": text, "x": round(edges[0] * WIDE, 1), "y": round(edges[3] * tall, 1), "length": round((edges[2] - edges[0]) * WIDE, 1),
             "size": round((edges[3] - edges[1]) * tall * 0.92, 1)}
            for text, page, edges in proposal["lines"] if page == number and edges
        ]  # fmt: skip
    return {"number": number + 1, "width": WIDE, "height": round(tall), "marks": marks, "texts": texts, "is_picture": not texts}


def _rectangle(place: list[float], tall: float) -> dict[str, float]:
    _, x0, y0, x1, y1 = place
    edge = MARGIN * WIDE
    return {
        "x": round(x0 * WIDE - edge, 1),
        "y": round(y0 * tall - edge, 1),
        "width": round((x1 - x0) * WIDE + 2 * edge, 1),
        "height": round((y1 - y0) * tall + 2 * edge, 1),
    }


def marked_lines(file: IntakeFile) -> list[list[dict[str, Any]]]:
    """Return the lines of a file without pages, each as stretches of text, those of a field with its name."""
    proposal = file.proposal
    if proposal.get("kind") not in {"docx", "text"}:
        return []
    by_line: dict[int, list[tuple[int, int, str]]] = {}
    for name, entry in proposal["fields"].items():
        for line, start, end in entry["spans"]:
            by_line.setdefault(line, []).append((start, end, name))
    last = max((*by_line, 0))
    return [
        _stretches(text, by_line.get(place, []), proposal["fields"])
        for place, (text, _, _) in enumerate(proposal["lines"][: last + 40])
    ]


def _stretches(text: str, spans: list[tuple[int, int, str]], fields: dict[str, Any]) -> list[dict[str, Any]]:
    """Cut a line where fields begin and end; a stretch may belong to several (an organ inside a title)."""
    cuts = sorted({0, len(text), *(edge for start, end, _ in spans for edge in (start, min(end, len(text))))})
    found = []
    for start, end in pairwise(cuts):
        names = [name for first, last, name in spans if first <= start and end <= last]
        doubtful = any(fields[name]["sure"] < SURE for name in names)
        found.append({"text": text[start:end], "names": " ".join(names), "is_doubtful": doubtful})
    return found


def _has_pictures(file: IntakeFile) -> bool:
    return file.extension in {"pdf", "png", "jpg", "jpeg", "gif", "bmp", "webp", "tif", "tiff"}


def picture(file: IntakeFile, number: int) -> bytes | None:
    """Return a page as JPEG, turned as it was read; None if there is no such page."""
    if not file.path or number < 0 or (number and number >= max(file.pages, 1)):
        return None
    with attachments.opened(file.path) as handle:
        data = handle.read()
    extension, place = file.extension, number
    if extension in {"docx", "ofd"}:
        found = docx.pictures(data) if extension == "docx" else typesetting.ofd_pictures(data)
        if number >= len(found):
            return None
        (extension, data), place = found[number], 0
    try:
        with attachments.PDFIUM:
            page = pictures.page_picture(extension, data, place)
    except pictures.UnreadablePicture:
        return None
    quarters, skew = file.proposal.get("turns", {}).get(str(number), (0, 0.0))
    page = pictures.turned(page, Turn(quarters, skew))
    page.thumbnail((SHOWN_WIDTH, 4 * SHOWN_WIDTH), Image.Resampling.LANCZOS)
    target = io.BytesIO()
    page.save(target, "JPEG", quality=78)
    return target.getvalue()
