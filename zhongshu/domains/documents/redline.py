"""花脸稿: the woven versions as they are shown, on the screen and on paper in the document's own layout.

Colour and pattern tell the level at which something was done, the place of the line tells what: under the words when they were
added, through them when they were removed, over and under them when they were moved here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils import timezone

from zhongshu.domains.documents import reasons, rendering
from zhongshu.domains.documents.choices import ReviewLevel
from zhongshu.domains.documents.levels import Station
from zhongshu.domains.documents.models import DocumentVersion, OutgoingDocument
from zhongshu.domains.documents.queries.revising import Cloth, compared
from zhongshu.platform.revisions import public as revisions
from zhongshu.platform.typesetting import public as typesetting

Op = Literal["equal", "insert", "delete", "moved", "left"]
OPS: dict[Op, str] = {"equal": "原文", "insert": "增加", "delete": "删去", "moved": "移到此处", "left": "由此移走"}
# The same colours stand in the style sheet (records.css, .redline); each is legible on white, each pattern without colour.
COLOURS: dict[int, tuple[int, int, int]] = {
    1: (27, 79, 156),
    2: (26, 112, 64),
    3: (123, 45, 139),
    4: (193, 39, 45),
    5: (138, 90, 0),
}
PATTERNS: dict[int, typesetting.Pattern] = {1: "single", 2: "double", 3: "wave", 4: "dashes", 5: "dots"}
PATTERN_NAMES = {"single": "单线", "double": "双线", "wave": "波浪线", "dashes": "虚线", "dots": "点线"}
PLACES: dict[Op, typesetting.Place] = {"insert": "under", "delete": "through", "moved": "around", "left": "away"}
PARTED = "¶"
LONGEST_TITLE = 110


@dataclass(frozen=True, slots=True)
class Words:
    """Words as they are shown. ``level`` is that of the hand that did it, 0 for the first draft; ``hint`` tells the whole story."""

    text: str
    op: Op
    level: int
    hint: str
    is_boxed: bool = False
    version: int = 0


def shown(pieces: Iterable[revisions.Piece], versions: Sequence[DocumentVersion]) -> list[list[Words]]:
    """Return the paragraphs of a cloth as they are shown; what a level wrote and took out again itself is left out."""
    found = []
    for paragraph in revisions.paragraphs(pieces):
        words = [one for piece in paragraph if (one := _words(piece, versions)) is not None]
        if words:
            found.append(words)
    return found


def _words(piece: revisions.Piece, versions: Sequence[DocumentVersion]) -> Words | None:
    op, number = _deed(piece)
    if piece.died is not None and (piece.born or piece.came):
        written = versions[max(piece.born, piece.came or 0)]
        if (written.level, written.person_id) == (versions[piece.died].level, versions[piece.died].person_id):
            return None
    text = piece.text.replace("\n", PARTED)
    if op == "equal":
        return Words(text, op, 0, _deed_line("写入", versions[piece.born]))
    facts = bool(piece.kinds & (reasons.BINDING - {"policy"}))
    return Words(text, op, versions[number].level, _hint(piece, versions), facts, versions[number].sequence)


def _deed(piece: revisions.Piece) -> tuple[Op, int]:
    """Return what was last done with the words, and in which version."""
    if piece.died is not None:
        return ("left" if piece.left else "delete"), piece.died
    if piece.came is not None:
        return "moved", piece.came
    return ("insert", piece.born) if piece.born else ("equal", 0)


def _hint(piece: revisions.Piece, versions: Sequence[DocumentVersion]) -> str:
    lines = [_deed_line("写入", versions[piece.born])]
    if piece.came is not None:
        lines.append(_deed_line("移到此处", versions[piece.came]))
    if piece.died is not None:
        lines.append(_deed_line("移走" if piece.left else "删去", versions[piece.died]))
    if touched := revisions.label_of(piece.kinds):
        lines.append(f"涉及{touched}")
    return "；".join(lines)


def _deed_line(deed: str, version: DocumentVersion) -> str:
    at = f"{timezone.localtime(version.created_at):%m-%d %H:%M}"
    return f"{version.person_name}（{version.station.label}）{at} {deed}"


@dataclass(frozen=True, slots=True)
class LegendLine:
    """One step in the legend: its level and name, its people, and the name of the level's pattern."""

    level: int
    label: str
    people: str

    @property
    def pattern(self) -> str:
        return PATTERN_NAMES[PATTERNS[self.level]]


def legend(versions: Sequence[DocumentVersion], *, first: int = 0) -> list[LegendLine]:
    """Return the steps at which something may have been changed, with who wrote there; the first draft itself is no change."""
    people: dict[Station, list[str]] = {}
    for version in versions[first:]:
        station = version.station if version.level > ReviewLevel.DRAFTING else Station(version.level, "拟稿")
        names = people.setdefault(station, [])
        if version.person_name not in names:
            names.append(version.person_name)
    ordered = sorted(people, key=lambda station: station.level)
    return [LegendLine(station.level, station.label, "、".join(people[station])) for station in ordered]


def pdf(document: OutgoingDocument, cloth: Cloth) -> bytes:
    """Return the redline as a PDF: the document's own layout with the marks of all levels, and a legend in the head margin.

    Raises:
        RuleBroken: the text cannot be printed.
    """
    title, title_marks = _merged(shown(cloth.title, cloth.versions), in_title=True)
    if len(title) > LONGEST_TITLE:
        title, title_marks = cloth.versions[-1].title, []
    body, marks = _merged(shown(cloth.body, cloth.versions))
    described = rendering.official_document(document, values={"title": title, "body": body, "needs_seal": False})
    model = typesetting.lay_out(described)
    return typesetting.to_pdf(typesetting.marked(model, [*title_marks, *marks], _notes(cloth.versions)))


def _merged(paragraphs: Sequence[Sequence[Words]], *, in_title: bool = False) -> tuple[str, list[typesetting.Mark]]:
    """Write kept, added and removed words one after the other, with the marks on them."""
    lines: list[str] = []
    marks: list[typesetting.Mark] = []
    at = 0
    for paragraph in paragraphs:
        for words in paragraph:
            if words.op != "equal":
                marks.append(
                    typesetting.Mark(
                        at,
                        at + len(words.text),
                        COLOURS[words.level],
                        PATTERNS[words.level],
                        PLACES[words.op],
                        boxed=words.is_boxed,
                        in_title=in_title,
                    )
                )
            at += len(words.text)
        lines.append("".join(words.text for words in paragraph))
        at += 1
    return "\n".join(lines), marks


def _notes(versions: Sequence[DocumentVersion]) -> list[typesetting.Note]:
    first, last = versions[0].sequence, versions[-1].sequence
    notes = [typesetting.Note(f"花脸稿（第{first}稿至第{last}稿）")]
    for line in legend(versions, first=1):
        notes.append(
            typesetting.Note(
                f"{line.label} {line.people}：", COLOURS[line.level], PATTERNS[line.level], f"增删之处（{line.pattern}）"
            )
        )
    notes.append(typesetting.Note("线在字下为增加，穿字为删去，上下各一为移来，上与中为移走；加框者涉及数字、日期、名称"))
    return notes


def counts(old: DocumentVersion, new: DocumentVersion, names: revisions.Names) -> dict[str, int]:
    """Count what one version changed in the one before it."""
    return revisions.counts([*compared(old.title, new.title, names), *compared(old.body, new.body, names)])
