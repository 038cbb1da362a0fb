"""The page model (版面): where every character, rule and picture stands, in millimetres from the sheet's upper left corner.

It is made once by `layout` and read by every writer, the preview and the page counts, so they cannot disagree.
"""

from dataclasses import dataclass, field
from hashlib import blake2b

from .measures import ASCENT, MM, PITCH

Colour = tuple[int, int, int]
# What counts as text (正文) when a seal asks whether its page has any.
TEXT_ELEMENTS = frozenset({"body", "table", "attachment_list", "attendance"})
BELOW_BASELINE = 1 - ASCENT  # of the em box


@dataclass(slots=True)
class Run:
    """Characters of one face, size and colour standing on one baseline.

    ``at`` holds each character's distance from ``x`` along the baseline; ``scale`` condenses or widens the glyphs; ``turn``
    is how many degrees the line is turned to the left (0, 90, 180). ``source`` is the drafting-text offset of the first
    character (None: not from the draft) and ``group`` the paragraph the run belongs to.
    """

    text: str
    x: float
    y: float
    size: float
    face: str
    at: tuple[float, ...]
    element: str
    colour: Colour = (0, 0, 0)
    scale: float = 1.0
    turn: int = 0
    source: int | None = None
    group: int = -1


@dataclass(slots=True)
class Bar:
    """A ruled line or filled bar, given as a rectangle."""

    x: float
    y: float
    width: float
    height: float
    element: str
    colour: Colour = (0, 0, 0)


@dataclass(slots=True)
class Picture:
    """A picture (seal, signature stamp); an empty ``data`` keeps room and draws nothing."""

    x: float
    y: float
    width: float
    height: float
    element: str
    data: bytes = field(default=b"", repr=False)
    name: str = ""


@dataclass(slots=True)
class Ink:
    """Handwriting over the page (手写签批): ``strokes`` are polylines in mm from the rectangle's upper left corner.

    Files carry it as an annotation, so it stays apart from the text: ``author``, ``date`` (ISO) and ``words``, what it says, go
    with it.
    """

    x: float
    y: float
    width: float
    height: float
    strokes: tuple[tuple[tuple[float, float], ...], ...] = field(repr=False)
    author: str = ""
    date: str = ""
    words: str = ""


@dataclass(slots=True)
class Page:
    """One side of a sheet. ``number`` is None when no page number is printed."""

    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    inks: list[Ink] = field(default_factory=list)
    number: int | None = None

    @property
    def source(self) -> int:
        """Return the drafting-text offset at which the page begins, 0 when nothing on it comes from the draft."""
        return min((run.source for run in self.runs if run.source is not None), default=0)

    def digest(self) -> str:
        """Return a short digest that changes whenever anything on the page does.

        Sources count from the page's own: a word written on page 1 leaves the digests of pages that look as before.
        """
        state = blake2b(digest_size=9)
        begin = self.source
        for run in self.runs:
            source = None if run.source is None else run.source - begin
            state.update(f"{run.text}|{run.x:.3f}|{run.y:.3f}|{run.size}|{run.face}|{source}|".encode())
            state.update("".join(f"{step:.3f}," for step in run.at).encode())
        state.update(repr(self.bars).encode())
        for picture in self.pictures:
            state.update(repr(picture).encode() + picture.data)
        for ink in self.inks:
            state.update(repr(ink).encode() + repr(ink.strokes).encode())
        return state.hexdigest()


@dataclass(slots=True, frozen=True)
class Group:
    """A piece of running text: ``tag`` is its structure (Title, H1–H4, P, Table), ``text`` what a bookmark shows."""

    tag: str
    text: str


@dataclass(slots=True, frozen=True)
class FaceReport:
    """Which face stands in for what. ``characters`` empty: the whole role is substituted, else only these."""

    role: str
    wanted: str
    used: str
    characters: str = ""


@dataclass(slots=True, frozen=True)
class SealPlace:
    """Where a seal will stand: ``page`` from 0, ``gap`` the mm from text or seals above down to its edge; None: no text there."""

    organ: str
    page: int
    gap: float | None

    @property
    def is_right(self) -> bool:
        """Tell whether the seal stands under text, no more than a line away (上距正文一行之内)."""
        return self.gap is not None and self.gap <= PITCH


@dataclass(slots=True)
class PageModel:
    """A laid-out document.

    ``substitutes`` and ``missing`` (characters no face has, printed as 〓) are for the person who prints; ``notes`` say what the
    layout could not do by the rules. ``facts`` are the document's elements by their Chinese names, ``date`` its date
    (ISO), for file metadata.
    """

    title: str
    pages: list[Page]
    groups: list[Group]
    substitutes: list[FaceReport] = field(default_factory=list)
    missing: str = ""
    notes: list[str] = field(default_factory=list)
    characters: int = 0
    facts: dict[str, str] = field(default_factory=dict)
    date: str = ""

    @property
    def lines(self) -> int:
        """Return how many lines of text the document has."""
        return len(
            {
                (index, round(run.y, 2))
                for index, page in enumerate(self.pages)
                for run in page.runs
                if run.element != "page_number"
            }
        )

    def seal_places(self) -> list[SealPlace]:
        """Return where each seal stands, in the order of the organs."""
        return [
            SealPlace(picture.name, number, _gap_above(page, picture))
            for number, page in enumerate(self.pages)
            for picture in page.pictures
            if picture.element == "seal"
        ]


def _gap_above(page: Page, picture: Picture) -> float | None:
    """Return the mm between a seal and the text, or the row of seals, above it; None when the page has no text."""
    middle = picture.y + picture.height / 2
    bottoms = [run.y + BELOW_BASELINE * run.size * MM for run in page.runs if run.element in TEXT_ELEMENTS and run.y < middle]
    if not bottoms:
        return None
    bottoms += [other.y + other.height for other in page.pictures if other.y + other.height < middle]
    return max(0.0, picture.y - max(bottoms))
