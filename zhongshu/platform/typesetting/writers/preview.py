"""The page model for the screen: JSON for the live preview, SVG for one page, a picture for lists."""

from collections import defaultdict
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

import pypdfium2 as pdfium

from ..fonts.choice import faces
from ..fonts.subset import subset
from ..measures import MM
from ..pages import Page, PageModel, Run
from .pdf import write_pdf

GENERIC = {"hei": "sans-serif", "title": "serif"}


def preview(model: PageModel, *, known: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the model as plain values for the browser.

    ``known`` holds the page digests that the browser already has: such pages travel as digest and source alone. Per run:
    text, x, y (baseline), size in mm, index of its face, distances of the characters (run lengths ``[count, step]``), source
    offset from the page's own or null, and only when they are not the usual ones, colour, scale and turn.
    """
    keys = sorted({run.face for page in model.pages for run in page.runs})
    index = {key: place for place, key in enumerate(keys)}
    have = set(known)
    pages = []
    for page in model.pages:
        digest = page.digest()
        entry: dict[str, Any] = {"digest": digest, "source": page.source}
        if digest not in have:
            entry |= {
                "width": page.width,
                "height": page.height,
                "number": page.number,
                "runs": [_run(run, index, page.source) for run in page.runs],
                "bars": [
                    [round(bar.x, 2), round(bar.y, 2), round(bar.width, 2), round(bar.height, 2), _colour(bar.colour)]
                    for bar in page.bars
                ],
                "pictures": [
                    [
                        round(picture.x, 2),
                        round(picture.y, 2),
                        round(picture.width, 2),
                        round(picture.height, 2),
                        picture.element,
                        picture.name,
                    ]
                    for picture in page.pictures
                ],
            }
        pages.append(entry)
    return {
        "title": model.title,
        "faces": keys,
        "pages": pages,
        "characters": model.characters,
        "lines": model.lines,
        "missing": model.missing,
        "notes": model.notes,
        "substitutes": [
            {"role": report.role, "wanted": report.wanted, "used": report.used, "characters": report.characters}
            for report in model.substitutes
        ],
    }


def _run(run: Run, index: dict[str, int], begin: int) -> list[Any]:
    steps: list[list[Any]] = []
    for before, after in zip(run.at, run.at[1:], strict=False):
        step = round(after - before, 2)
        if steps and steps[-1][1] == step:
            steps[-1][0] += 1
        else:
            steps.append([1, step])
    source = None if run.source is None else run.source - begin
    entry: list[Any] = [run.text, round(run.x, 2), round(run.y, 2), round(run.size * MM, 3), index[run.face], steps, source]
    extras: dict[str, Any] = {}
    if run.colour != (0, 0, 0):
        extras["colour"] = _colour(run.colour)
    if abs(run.scale - 1) > 1e-6:
        extras["scale"] = round(run.scale, 4)
    if run.turn:
        extras["turn"] = run.turn
    if extras:
        entry.append(extras)
    return entry


def _colour(colour: tuple[int, int, int]) -> str:
    return f"#{colour[0]:02x}{colour[1]:02x}{colour[2]:02x}"


def page_svg(page: Page) -> str:
    """Return one page as SVG in millimetres: every character at its place, in the browser's own fonts named after ours.

    Each text carries ``data-source``, its offset from the page's own source, when it comes from the draft, else ``data-element``,
    so that a click finds its place.
    """
    begin = page.source
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="sheet" viewBox="0 0 {page.width:g} {page.height:g}" '
        'role="img" aria-label="版面">'
        f'<rect width="{page.width:g}" height="{page.height:g}" fill="#ffffff"/>'
    ]
    for bar in page.bars:
        parts.append(
            f'<rect x="{bar.x:.2f}" y="{bar.y:.2f}" width="{bar.width:.2f}" height="{bar.height:.2f}" '
            f'fill="{_colour(bar.colour)}"/>'
        )
    for run in page.runs:
        places = " ".join(f"{at / run.scale:.2f}" for at in run.at)
        turn = f" rotate({-run.turn})" if run.turn else ""
        scale = f" scale({run.scale:.4f} 1)" if abs(run.scale - 1) > 1e-6 else ""
        source = f'data-element="{run.element}"' if run.source is None else f'data-source="{run.source - begin}"'
        colour = f' fill="{_colour(run.colour)}"' if run.colour != (0, 0, 0) else ""
        parts.append(
            f'<text transform="translate({run.x:.2f} {run.y:.2f}){turn}{scale}" x="{places}" '
            f'font-family="{escape(run.face)}, serif" '
            f'font-size="{run.size * MM:.3f}"{colour} {source}>{escape(run.text)}</text>'
        )
    for picture in page.pictures:
        parts.append(
            f'<circle cx="{picture.x + picture.width / 2:.2f}" cy="{picture.y + picture.height / 2:.2f}" '
            f'r="{min(picture.width, picture.height) / 2:.2f}" '
            f'fill="none" stroke="#e60012" stroke-width="0.8" data-element="{escape(picture.element)}"/>'
        )
    for ink in page.inks:
        for stroke in ink.strokes:
            points = " ".join(f"{ink.x + x:.2f},{ink.y + y:.2f}" for x, y in stroke)
            parts.append(f'<polyline points="{points}" fill="none" stroke="#000000" stroke-width="0.4" stroke-linecap="round"/>')
    parts.append("</svg>")
    return "".join(parts)


def web_font(model: PageModel, key: str) -> bytes:
    """Return the OpenType file of one face of the model, cut down to the characters used, for the browser to draw the
    preview with."""
    characters: dict[str, set[str]] = defaultdict(set)
    for page in model.pages:
        for run in page.runs:
            characters[run.face].update(run.text)
    return subset(faces().face(key), "".join(sorted(characters[key]))).font


def page_picture(model: PageModel, *, page: int = 0, width: int = 600) -> bytes:
    """Return one page as a PNG ``width`` pixels wide, for lists and thumbnails."""
    document = pdfium.PdfDocument(write_pdf(model))
    try:
        sheet = document[page]
        image = sheet.render(scale=width / sheet.get_width()).to_pil()
    finally:
        document.close()
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
