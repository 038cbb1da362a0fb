"""花脸稿 on paper: mark stretches of a laid-out document by colour and by lines that a black-and-white copy keeps apart.

The text is laid out first, as ever; nothing moves. A mark then colours its characters and draws under them (words added), through
them (words removed), or over and under them (words moved here); the pattern of the line tells whose hand it was.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ..fonts.choice import faces
from ..measures import ASCENT, BLACK, CELL, LEFT, MM, PAGE_HEIGHT, RIGHT
from ..pages import Bar, Colour, Page, PageModel, Run
from .composer import Composer

Pattern = Literal["single", "double", "wave", "dots", "dashes"]
Place = Literal["under", "through", "around", "away"]
THICKNESS = 0.28
GAP = 0.75  # between the two lines of a double one
ELEMENTS = {"title": "title", "body": ""}
NOTE_SIZE = 9.0
NOTE_TOP, NOTE_PITCH = 11.0, 4.6
BAR_LEFT = LEFT - 5.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked stretch: characters ``start`` up to ``end`` of the drafting text, or of the title.

    ``place`` is ``under`` for added words, ``through`` for removed, ``around`` for words moved here, ``away`` for moved elsewhere.
    ``boxed`` draws a thin box: a figure, a date or a name was touched.
    """

    start: int
    end: int
    colour: Colour
    pattern: Pattern = "single"
    place: Place = "under"
    boxed: bool = False
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """One entry of the legend in the head margin of the first page; without a pattern it is plain text."""

    text: str
    colour: Colour = BLACK
    pattern: Pattern | None = None
    sample: str = ""


def marked(model: PageModel, marks: Sequence[Mark], notes: Sequence[Note] = ()) -> PageModel:
    """Mark a laid-out document in place and return it."""
    body = _by_character(mark for mark in marks if not mark.in_title)
    title = _by_character(mark for mark in marks if mark.in_title)
    place_in_title = 0
    for page in model.pages:
        runs: list[Run] = []
        for run in page.runs:
            if run.element == "title" and run.source is None:
                runs += _marked_run(page, run, title, place_in_title)
                place_in_title += len(run.text)
            elif run.source is not None:
                runs += _marked_run(page, run, body, run.source)
            else:
                runs.append(run)
        page.runs[:] = runs
    _write_notes(model.pages[0], notes)
    return model


def _by_character(marks: Iterable[Mark]) -> dict[int, Mark]:
    return {place: mark for mark in marks for place in range(mark.start, mark.end)}


def _marked_run(page: Page, run: Run, marks: dict[int, Mark], source: int) -> Iterator[Run]:
    """Part a run where its marks change; draw the lines of each part."""
    begin = 0
    while begin < len(run.text):
        mark = marks.get(source + begin)
        end = begin + 1
        while end < len(run.text) and marks.get(source + end) is mark:
            end += 1
        if mark is None and begin == 0 and end == len(run.text):
            yield run
            return
        first = run.at[begin]
        part = replace(
            run,
            text=run.text[begin:end],
            at=tuple(at - first for at in run.at[begin:end]),
            colour=mark.colour if mark else run.colour,
            source=None if run.source is None else run.source + begin,
            x=run.x if run.turn == 90 else run.x + first,
            y=run.y - first if run.turn == 90 else run.y,
        )
        if mark is not None:
            following = run.at[end] - first if end < len(run.text) else part.at[-1] + _advance(run)
            ends = (source + begin == mark.start, source + end == mark.end)
            _draw(page, part, mark, following, ends)
        yield part
        begin = end


def _advance(run: Run) -> float:
    """Return the width of a run's last character: its own step if it has neighbours, else an em."""
    em = run.size * MM * run.scale
    last = run.text[-1]
    return em / 2 if last.isascii() else max(em, CELL if abs(run.size - 16) < 0.1 else em)


def _draw(page: Page, part: Run, mark: Mark, width: float, ends: tuple[bool, bool]) -> None:
    """Draw the lines of a part; ``ends`` says whether the mark begins and ends with it."""
    em = part.size * MM
    # The upper and the lower edge of the em box, seen along the line's own direction.
    upper, lower = -ASCENT * em, (1 - ASCENT) * em
    places = {
        "under": [lower + 0.45],
        "through": [upper + 0.52 * em],
        "around": [upper - 0.35, lower + 0.45],
        "away": [upper - 0.35, upper + 0.52 * em],
    }[mark.place]
    for y in places:
        for x, dy, length, thickness in _strokes(mark.pattern, width):
            _bar(page, part, x, y + dy, length, thickness, mark.colour)
    if mark.boxed:
        top, bottom = upper - 0.15, lower + 0.15
        for y in (top, bottom):
            _bar(page, part, 0, y, width, 0.12, mark.colour)
        for x in (place for place, is_end in zip((0.0, width), ends, strict=True) if is_end):
            _bar(page, part, x, top, 0.12, bottom - top, mark.colour)
    if part.turn == 0 and part.element != "title":
        page.bars.append(Bar(BAR_LEFT, part.y + upper, 0.5, em, "change", mark.colour))


def _strokes(pattern: Pattern, width: float) -> Iterator[tuple[float, float, float, float]]:
    """Return (x, offset, length, thickness) of the little bars that make a line of this pattern."""
    if pattern == "single":
        yield 0, 0, width, THICKNESS
    elif pattern == "double":
        yield 0, -GAP / 2, width, THICKNESS
        yield 0, GAP / 2, width, THICKNESS
    elif pattern == "dots":
        for x in _steps(width, 1.0):
            yield x, -0.08, 0.45, 0.45
    elif pattern == "dashes":
        for x in _steps(width, 2.2):
            yield x, 0, min(1.5, width - x), THICKNESS + 0.1
    else:
        wave = (0.0, 0.28, 0.42, 0.28, 0.0, -0.28, -0.42, -0.28)
        for number, x in enumerate(_steps(width, 0.3)):
            yield x, wave[number % len(wave)], min(0.34, width - x), THICKNESS


def _steps(width: float, step: float) -> Iterator[float]:
    x = 0.0
    while x < width - 0.1:
        yield x
        x += step


def _bar(page: Page, part: Run, along: float, across: float, length: float, thickness: float, colour: Colour) -> None:
    """Draw a bar in the run's own direction; ``across`` counts from its baseline downwards."""
    if part.turn == 90:
        page.bars.append(Bar(part.x + across, part.y - along - length, thickness, length, "change", colour))
    else:
        page.bars.append(Bar(part.x + along, part.y + across, length, thickness, "change", colour))


def _write_notes(page: Page, notes: Sequence[Note]) -> None:
    """Write the legend in the head margin: the type area stays as it was."""
    if not notes:
        return
    composer = Composer(faces())
    x, top = LEFT, NOTE_TOP
    for note in notes:
        text = note.text + note.sample
        width = composer.text_width(text, "fangsong", size=NOTE_SIZE)
        if x + width > RIGHT and x > LEFT:
            x, top = LEFT, top + NOTE_PITCH
        if top > PAGE_HEIGHT:
            return
        if note.text:
            composer.free_text(note.text, "fangsong", x, top, size=NOTE_SIZE, element="note")
        before = len(composer.page.runs)
        if note.sample:
            start = x + composer.text_width(note.text, "fangsong", size=NOTE_SIZE)
            composer.free_text(note.sample, "fangsong", start, top, size=NOTE_SIZE, element="note", colour=note.colour)
            if note.pattern and len(composer.page.runs) > before:
                run = composer.page.runs[before]
                length = composer.text_width(note.sample, "fangsong", size=NOTE_SIZE)
                for along, dy, stroke, thickness in _strokes(note.pattern, length):
                    below = (1 - ASCENT) * NOTE_SIZE * MM + 0.35
                    page.bars.append(Bar(start + along, run.y + below + dy, stroke, thickness, "note", note.colour))
        x += width + 3.0
    page.runs += composer.page.runs


__all__ = ["Mark", "Note", "marked"]
