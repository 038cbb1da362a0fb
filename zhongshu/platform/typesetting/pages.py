"""The page model (版面): where every character, rule and picture stands, in millimetres from the sheet's upper left corner.

It is made once by `layout` and read by every writer, the preview and the page counts, so they cannot disagree.
"""

from dataclasses import dataclass, field
from hashlib import blake2b

Colour = tuple[int, int, int]


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
class Page:
    """One side of a sheet. ``number`` is None when no page number is printed."""

    width: float
    height: float
    runs: list[Run] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    number: int | None = None

    def digest(self) -> str:
        """Return a short digest that changes whenever anything on the page does."""
        state = blake2b(digest_size=9)
        for run in self.runs:
            state.update(f"{run.text}|{run.x:.3f}|{run.y:.3f}|{run.size}|{run.face}|{run.source}|".encode())
            state.update("".join(f"{step:.3f}," for step in run.at).encode())
        state.update(repr(self.bars).encode())
        for picture in self.pictures:
            state.update(repr(picture).encode() + picture.data)
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
