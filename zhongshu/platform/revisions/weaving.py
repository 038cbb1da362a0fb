"""All versions of a text woven into one: for every passage who wrote it, who took it out, who moved it.

The cloth holds every word that ever stood in the text, in one order; each piece knows the version that brought it and the one that
removed it. A version is the pieces alive in it, so nothing can be shown that no version says.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from .comparing import Line, compare
from .facts import Kind
from .words import Names


@dataclass(frozen=True, slots=True)
class Piece:
    """Words with their history; versions count from 0.

    Attributes:
        born: the version that first held these words.
        died: the version that no longer holds them here, None while they stand.
        came: the version that moved them to this place, None if they were written here.
        left: whether they went away by being moved, not removed.
        kinds: facts that their coming or going touches.
    """

    text: str
    born: int
    died: int | None = None
    came: int | None = None
    left: bool = False
    kinds: frozenset[Kind] = frozenset()

    def alive_in(self, version: int) -> bool:
        """Tell whether the words stand at this place in the version."""
        return max(self.born, self.came or 0) <= version and (self.died is None or version < self.died)


def weave(versions: Sequence[str], names: Names = ()) -> list[Piece]:
    """Weave the versions of a text, oldest first, into one sequence of pieces; line feeds are words like others."""
    if not versions:
        return []
    cloth = [Piece(f"{versions[0]}\n", 0)]
    for number in range(1, len(versions)):
        if versions[number] != versions[number - 1]:
            lines = compare(versions[number - 1], versions[number], names)
            cloth = list(_joined(_woven(cloth, list(_steps(lines)), number, versions[number - 1])))
    return cloth


@dataclass(frozen=True, slots=True)
class _Step:
    """``keep`` or ``drop`` the next so many characters of the old text, or ``add`` words; ``origin`` is where moved words stood."""

    op: str
    text: str
    kinds: frozenset[Kind] = frozenset()
    moved: bool = False
    origin: int | None = None


def _steps(lines: Sequence[Line]) -> Iterator[_Step]:
    starts = _old_starts(lines)
    for line in lines:
        if line.op == "left":
            yield _Step("drop", "".join(span.text for span in line.spans) + "\n", moved=True)
        elif line.op == "moved":
            at = starts[line.old or 0]
            for span in line.spans:
                if span.op == "insert":
                    yield _Step("add", span.text, span.kinds)
                else:
                    if span.op == "equal":
                        yield _Step("add", span.text, moved=True, origin=at)
                    at += len(span.text)
            yield _Step("add", "\n", moved=True, origin=at)
        else:
            for span in line.spans:
                yield _Step({"equal": "keep", "delete": "drop", "insert": "add"}[span.op], span.text, span.kinds)
            yield _Step("drop" if line.new is None else "add" if line.old is None else "keep", "\n")


def _old_starts(lines: Sequence[Line]) -> dict[int, int]:
    """Return where in the old text each of its paragraphs begins."""
    starts, at = {}, 0
    for line in lines:
        if line.op in ("insert", "moved") or line.old is None:
            continue
        starts[line.old] = at
        at += sum(len(span.text) for span in line.spans if span.op != "insert") + 1
    return starts


def _woven(cloth: list[Piece], steps: Sequence[_Step], number: int, old: str) -> Iterator[Piece]:
    ground = _Ground(cloth)
    for step in steps:
        if step.op == "add":
            if step.origin is None:
                yield Piece(step.text, number, kinds=step.kinds)
            else:
                for piece in ground.copied(step.origin, len(step.text)):
                    yield replace(piece, came=number, died=None, left=False)
            continue
        for piece, is_live in ground.taken(len(step.text)):
            if is_live and step.op == "drop":
                yield replace(piece, died=number, left=step.moved, kinds=piece.kinds | step.kinds)
            else:
                yield piece
    yield from ground.rest()


class _Ground:
    """The cloth so far, read character by character along what is alive."""

    def __init__(self, cloth: list[Piece]) -> None:
        self.cloth = cloth
        self.index = self.offset = 0
        self.live: list[tuple[int, Piece]] = []
        at = 0
        for piece in cloth:
            if piece.died is None:
                self.live.append((at, piece))
                at += len(piece.text)

    def taken(self, length: int) -> Iterator[tuple[Piece, bool]]:
        """Return the pieces that make up the next ``length`` live characters, with the dead ones that stand between them."""
        while length > 0:
            piece = self.cloth[self.index]
            if piece.died is not None:
                yield piece, False
                self.index += 1
                continue
            part = piece.text[self.offset : self.offset + length]
            yield replace(piece, text=part), True
            length -= len(part)
            self.offset += len(part)
            if self.offset == len(piece.text):
                self.index, self.offset = self.index + 1, 0

    def copied(self, start: int, length: int) -> Iterator[Piece]:
        """Return what stands in the old text from a place on, cut to its length."""
        for at, piece in self.live:
            first, last = max(start, at), min(start + length, at + len(piece.text))
            if first < last:
                yield replace(piece, text=piece.text[first - at : last - at])

    def rest(self) -> Iterator[Piece]:
        if self.index < len(self.cloth) and self.offset:
            piece = self.cloth[self.index]
            yield replace(piece, text=piece.text[self.offset :])
            self.index += 1
        yield from self.cloth[self.index :]


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Join neighbours with the same history."""
    waiting: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if waiting is not None and replace(waiting, text="") == replace(piece, text=""):
            waiting = replace(waiting, text=waiting.text + piece.text)
        else:
            if waiting is not None:
                yield waiting
            waiting = piece
    if waiting is not None:
        yield waiting


def text_of(cloth: Iterable[Piece], version: int) -> str:
    """Return one version's text out of the cloth."""
    return "".join(piece.text for piece in cloth if piece.alive_in(version))[:-1]


def _parts(before: Piece, feed: Piece) -> bool:
    """Tell whether a line feed was put into the middle of a paragraph that had stood as one."""
    return feed.died is None and feed.born > 0 and feed.came is None and before.born != feed.born and before.died is None


def paragraphs(cloth: Iterable[Piece]) -> list[list[Piece]]:
    """Part the cloth into paragraphs for showing; a removed or added line feed ends one as well, shown by its piece."""
    found: list[list[Piece]] = [[]]
    for piece in cloth:
        parts = piece.text.split("\n")
        for place, part in enumerate(parts):
            if part:
                found[-1].append(replace(piece, text=part))
            if place < len(parts) - 1:
                if not part and not place and found[-1] and _parts(found[-1][-1], piece):
                    found[-1].append(replace(piece, text="\n"))
                if piece.died is None or (found[-1] and all(other.died is not None for other in found[-1])):
                    found.append([])
                elif found[-1]:
                    found[-1].append(replace(piece, text="\n"))
    return [paragraph for paragraph in found if paragraph]
