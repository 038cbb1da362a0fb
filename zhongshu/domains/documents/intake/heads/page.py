"""What is known while the head of a document is read: its lines, what was found, and the run of lines that may be a title."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from zhongshu.domains.documents.intake.found import Found, Piece, certainty
from zhongshu.domains.documents.intake.lines import Line

LONGEST = 120  # lines: beyond them no head goes on
LARGER = 1.15  # times the size of the text: a line of the title


@dataclass(slots=True)
class Head:
    """What the head says. ``title`` are its pieces; ``after`` is the first line behind the title, ``body`` the first of the text."""

    fields: dict[str, Found] = field(default_factory=dict)
    mastheads: list[Piece] = field(default_factory=list)
    title: list[Piece] = field(default_factory=list)
    noted_date: Found | None = None
    noted_issuers: Found | None = None
    after: int = 0
    body: int = 0


class Page:
    """The lines from the top downwards, and what has been found in them so far."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.texts = [line.plain for line in lines[:LONGEST]]
        self.head = Head()
        self.runs: list[list[Piece]] = []
        self.run: list[Piece] = []
        self.has_table = False  # of facts above the text, as web pages show it
        sized = [line.size for line in lines[:400] if line.size and len(line.text) >= 15]
        self.body_size = median(sized) if len(sized) >= 3 else 0.0

    @property
    def has_title(self) -> bool:
        return bool(self.run or self.runs)

    def close_run(self) -> None:
        """Say that what comes next does not go on with the lines taken for a title."""
        if self.run:
            self.runs.append(self.run)
            self.run = []

    def found(self, value: str, sure: float, *pieces: Piece) -> Found:
        return Found(value, sure * certainty(self.lines, pieces), tuple(pieces))

    def keep(self, name: str, value: str, sure: float, *pieces: Piece) -> None:
        """Write a field down unless it was found further up."""
        self.head.fields.setdefault(name, self.found(value, sure, *pieces))
