"""花脸稿: what changed between two texts, paragraph by paragraph and word by word, with moves recognised and facts marked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from .aligning import Alignment, align
from .facts import Kind, kinds_between
from .words import Names, Op, clauses, differences

LineOp = Literal["equal", "change", "insert", "delete", "moved", "left"]
# A paragraph parted in two, or two put together, is recognised when the whole is this much more alike than its part.
CLEARER = 0.15
MOST_LETTERS_ALIKE = 3000


@dataclass(frozen=True, slots=True)
class Span:
    """Words that stayed, came or went; ``kinds`` says which facts a change touches (figure, date, organ, person, document, policy).

    A line feed that came or went parts a paragraph or joins two.
    """

    op: Op
    text: str
    kinds: frozenset[Kind] = frozenset()

    @property
    def figure(self) -> bool:
        """Tell whether a number or a date is touched."""
        return bool(self.kinds & {"figure", "date"})


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of the comparison.

    ``moved`` stands where the paragraph now is, with what was changed in it; ``left`` where it was, its words as removed ones.
    ``old`` and ``new`` are the paragraph's places in the two texts, None where it is not.
    """

    op: LineOp
    spans: tuple[Span, ...] = ()
    old: int | None = None
    new: int | None = None


def compare(old: str, new: str, names: Names = ()) -> list[Line]:
    """Compare two texts and return their paragraphs in order; joining all but the deleted spans gives ``new`` back.

    ``names`` are names of organs and people that the office knows; they are kept whole and marked when they change.
    """
    before, after = old.split("\n"), new.split("\n")
    return list(_lines(before, after, align(before, after), names))


def _lines(before: Sequence[str], after: Sequence[str], found: Alignment, names: Names) -> Iterator[Line]:
    partner = dict(found.pairs)
    moved_from = {j: i for i, j in found.moves}
    moved_away = {i for i, _ in found.moves}
    parted = _parted(before, after, partner, moved_from, moved_away)
    paired_new = {j: i for i, j in partner.items()}
    i = j = 0
    while i < len(before) or j < len(after):
        if i < len(before) and i in parted.old_tails:
            i += 1
        elif j < len(after) and j in parted.new_tails:
            j += 1
        elif i < len(before) and i not in partner and not _both_blank(before, after, i, j):
            yield _gone("left" if i in moved_away else "delete", before[i], i, names)
            i += 1
        elif j < len(after) and j not in paired_new and not _both_blank(before, after, i, j):
            if j in moved_from:
                spans = _spans(before[moved_from[j]], after[j], names)
                yield Line("moved", spans, moved_from[j], j)
            else:
                yield _come(after[j], j, names)
            j += 1
        else:
            yield _pair(before, after, i, j, parted, names)
            i, j = i + 1, j + 1


def _both_blank(before: Sequence[str], after: Sequence[str], i: int, j: int) -> bool:
    return i < len(before) and j < len(after) and not before[i].strip() and before[i] == after[j]


@dataclass(slots=True)
class _Parted:
    """Paragraphs parted or joined: how many further paragraphs belong to the pair that begins at old ``i`` or new ``j``."""

    old_tails: set[int]
    new_tails: set[int]


def _parted(
    before: Sequence[str], after: Sequence[str], partner: dict[int, int], moved_from: dict[int, int], moved_away: set[int]
) -> _Parted:
    """Find pairs of which one side goes on in a neighbour; the pair then begins with the earlier of the two."""
    found = _Parted(set(), set())
    taken_new = set(partner.values()) | set(moved_from)
    taken_old = set(partner) | moved_away
    for i, j in sorted(partner.items()):
        if before[i] == after[j]:
            continue
        if (start := _neighbour(before[i], after, j, taken_new)) is not None:
            partner[i] = start
            found.new_tails.add(start + 1)
            taken_new |= {start, start + 1}
        elif (start := _neighbour(after[j], before, i, taken_old)) is not None:
            del partner[i]
            partner[start] = j
            found.old_tails.add(start + 1)
            taken_old |= {start, start + 1}
    return found


def _neighbour(whole: str, parts: Sequence[str], at: int, taken: set[int]) -> int | None:
    """Return where the two paragraphs begin, ``at`` being one of them, that together are clearly more like the whole."""
    for start in (at, at - 1):
        other = start + 1 if start == at else start
        if not 0 <= other < len(parts) or other in taken or not parts[other].strip():
            continue
        if _clearer(whole, parts[at], parts[start] + parts[start + 1]):
            return start
    return None


def _clearer(whole: str, part: str, together: str) -> bool:
    if len(together) > MOST_LETTERS_ALIKE:
        return False
    return _alike(whole, together) - _alike(whole, part) >= CLEARER


def _alike(first: str, second: str) -> float:
    one, other = ({text[i : i + 2] for i in range(len(text) - 1)} for text in (first, second))
    return 2 * len(one & other) / ((len(one) + len(other)) or 1)


def _pair(before: Sequence[str], after: Sequence[str], i: int, j: int, parted: _Parted, names: Names) -> Line:
    old = before[i] + (f"\n{before[i + 1]}" if i + 1 in parted.old_tails else "")
    new = after[j] + (f"\n{after[j + 1]}" if j + 1 in parted.new_tails else "")
    if old == new:
        return Line("equal", (Span("equal", new),) if new else (), i, j)
    return Line("change", _spans(old, new, names), i, j)


def _gone(op: LineOp, text: str, i: int, names: Names) -> Line:
    return Line(op, (Span("delete", text, _touched(text, 0, len(text), names)),) if text else (), old=i)


def _come(text: str, j: int, names: Names) -> Line:
    return Line("insert", (Span("insert", text, _touched(text, 0, len(text), names)),) if text else (), new=j)


def _spans(old: str, new: str, names: Names) -> tuple[Span, ...]:
    if old == new:
        return (Span("equal", new),) if new else ()
    spans: list[Span] = []
    for before, after in clauses(old, new):
        if before == after:
            _append(spans, Span("equal", after))
            continue
        at_old = at_new = 0
        for op, text in differences(before, after, names):
            if op == "equal":
                _append(spans, Span(op, text))
                at_old, at_new = at_old + len(text), at_new + len(text)
            elif op == "delete":
                spans.append(Span(op, text, _touched(before, at_old, at_old + len(text), names)))
                at_old += len(text)
            else:
                spans.append(Span(op, text, _touched(after, at_new, at_new + len(text), names)))
                at_new += len(text)
    return tuple(spans)


def _append(spans: list[Span], span: Span) -> None:
    """Add words that stayed to those before them."""
    if spans and spans[-1].op == span.op == "equal":
        span = Span("equal", spans.pop().text + span.text)
    spans.append(span)


def _touched(text: str, start: int, end: int, names: Names) -> frozenset[Kind]:
    return kinds_between(text, start, end, names)


def counts(lines: Iterable[Line]) -> dict[str, int]:
    """Count inserted and deleted characters, changed and moved paragraphs, changes of figures, for the line above a comparison."""
    lines = list(lines)
    spans = [span for line in lines if line.op != "left" for span in line.spans]
    return {
        "inserted": sum(len(span.text) for span in spans if span.op == "insert"),
        "deleted": sum(len(span.text) for span in spans if span.op == "delete"),
        "paragraphs": sum(line.op not in ("equal", "moved", "left") for line in lines),
        "moved": sum(line.op == "moved" for line in lines),
        "figures": sum(span.figure for span in spans if span.op != "equal"),
    }


@dataclass(frozen=True, slots=True)
class Change:
    """One change as a person would tell it: these words became those (either may be empty), and which facts that touches."""

    old: str
    new: str
    kinds: frozenset[Kind]
    context: str


def changes(lines: Iterable[Line]) -> list[Change]:
    """Return the changes in order; a removal followed by what took its place is one change. Moves alone are none."""
    found = []
    for line in lines:
        if line.op in ("equal", "left"):
            continue
        context = "".join(span.text for span in line.spans if span.op != "delete") or line.spans[0].text if line.spans else ""
        waiting: Span | None = None
        for span in line.spans:
            if span.op == "delete":
                waiting = span
                continue
            if span.op == "insert":
                kinds = span.kinds | (waiting.kinds if waiting else frozenset())
                found.append(Change(waiting.text if waiting else "", span.text, kinds, context))
                waiting = None
            elif waiting:
                found.append(Change(waiting.text, "", waiting.kinds, context))
                waiting = None
        if waiting:
            found.append(Change(waiting.text, "", waiting.kinds, context))
    return found
