"""What a drafting page shows while somebody types: the pages that changed, and what there is to say about them."""

from typing import Any

from ..pages import FaceReport, PageModel, SealPlace
from .preview import page_svg


def live(model: PageModel, *, known: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return plain values for the browser.

    ``pages`` holds digest and source of every page, and its SVG unless the digest is among the ``known`` ones. The rest are
    Chinese sentences: ``counts``, one of ``seals`` for each seal (with ``tone`` ok or danger), ``fonts``, ``notes``.
    """
    have = set(known)
    pages = []
    for page in model.pages:
        entry: dict[str, Any] = {"digest": page.digest(), "source": page.source}
        if entry["digest"] not in have:
            entry["svg"] = page_svg(page)
        pages.append(entry)
    return {
        "pages": pages,
        "counts": f"共{len(model.pages)}页 · {model.lines}行 · {model.characters}字",
        "seals": [{"text": seal_sentence(place), "tone": "ok" if place.is_right else "danger"} for place in model.seal_places()],
        "fonts": _fonts(model.substitutes),
        "notes": [*model.notes, *([f"字体中没有这些字，印作“〓”：{model.missing}"] if model.missing else [])],
    }


def seal_sentence(place: SealPlace) -> str:
    """Say where a seal stands, and what is wrong with it."""
    where = f"{place.organ}印章在第{place.page + 1}页"
    if place.gap is None:
        return f"{where}，该页没有正文，请调整文字"
    return f"{where}，距正文{place.gap:.0f}毫米" + ("" if place.is_right else "，超过一行，请调整文字")


def _fonts(substitutes: list[FaceReport]) -> str:
    """Name the substituted fonts in one sentence; empty when every font is the one asked for."""
    return "；".join(
        f"“{report.characters}”用{report.used}" if report.characters else f"{report.role}用{report.used}代替{report.wanted}"
        for report in substitutes
    )
