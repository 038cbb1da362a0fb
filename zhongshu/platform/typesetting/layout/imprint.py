"""The imprint (版记) at the foot of the last page, and the page numbers (页码)."""

from zhongshu.kernel.errors import RuleBroken

from ..document import OfficialDocument, written_date
from ..measures import (
    ASCENT,
    BOTTOM,
    EM_4,
    HEIGHT,
    IMPRINT_BOTTOM,
    IMPRINT_PITCH,
    IMPRINT_THICK,
    IMPRINT_THIN,
    LEFT,
    MM,
    PAGE_NUMBER_DROP,
    RIGHT,
    SIZE_4,
    WIDTH,
)
from .composer import PORTRAIT, Composer
from .lines import Line, break_lines

DASH = "—"
# A longer imprint is set closer, so that it stays on one page.
MOST_OPEN_LINES = 8
CLOSE_PITCH = 20.0 * MM
# Half a character on each side of the figure.
NUMBER_GAP = 0.5 * EM_4


def set_imprint(composer: Composer, document: OfficialDocument) -> None:
    """Pin the imprint to the lower edge of the last page, on a page of its own when the text leaves no room."""
    letter = document.format == "letter"
    entries: list[tuple[str, str, str]] = []
    if document.move_recipients and document.recipients:
        entries.append(("主送：", document.recipients.strip().rstrip("：:，,。") + "。", "moved_recipients"))
    if document.copy_recipients:
        entries.append(("抄送：", document.copy_recipients.strip().rstrip("：:，,。") + "。", "copy_recipients"))
    measure = WIDTH / EM_4 - 2 - 3
    broken = [
        (label, text, element, break_lines(text, composer.widths(text, "fangsong", SIZE_4, EM_4), measure, measure))
        for label, text, element in entries
    ]
    printing = _printing_lines(composer, document) if not letter else []
    lines = sum(len(lines) for *_, lines in broken) + len(printing)
    if not lines:
        return
    pitch = IMPRINT_PITCH if lines <= MOST_OPEN_LINES else CLOSE_PITCH
    height = lines * pitch
    if height > HEIGHT:
        raise RuleBroken("主送、抄送机关太多，版记一页排不下，请改用统称", code="imprint_too_long", field="copy_recipients")
    if composer.frame.turned or composer.lowest > IMPRINT_BOTTOM - height - 1.0:
        composer.turn(PORTRAIT)
    y = IMPRINT_BOTTOM - height
    if not letter:
        composer.bar(LEFT, y - IMPRINT_THICK / 2, WIDTH, IMPRINT_THICK, "imprint_rule")
        composer.bar(LEFT, IMPRINT_BOTTOM - IMPRINT_THICK / 2, WIDTH, IMPRINT_THICK, "imprint_rule")
    for label, text, element, lines_of_text in broken:
        y = _entry(composer, label, text, element, lines_of_text, y, pitch)
    if printing:
        if broken:
            composer.bar(LEFT, y - IMPRINT_THIN / 2, WIDTH, IMPRINT_THIN, "imprint_rule")
        _print_line(composer, document, printing, y, pitch)
    composer.lowest = IMPRINT_BOTTOM


def _top_in_line(y: float, pitch: float) -> float:
    return y + (pitch - EM_4) / 2


def _entry(composer: Composer, label: str, text: str, element: str, lines: list[Line], y: float, pitch: float) -> float:
    group = composer.group("P", label)
    composer.free_text(label, "fangsong", LEFT + EM_4, _top_in_line(y, pitch), size=SIZE_4, element=element, group=group)
    for line in lines:
        composer.write_line(
            text, line, "fangsong", LEFT + EM_4 * 4, _top_in_line(y, pitch), SIZE_4, EM_4, element=element, group=group
        )
        y += pitch
    return y


def _print_date(document: OfficialDocument) -> str:
    return written_date(document.print_date) + "印发" if document.print_date else ""


def _printing_lines(composer: Composer, document: OfficialDocument) -> list[str]:
    organ, date = document.printing_organ.strip(), _print_date(document)
    if not organ:
        return [""] if date else []
    room = WIDTH / EM_4 - 2 - (sum(composer.widths(date, "fangsong", SIZE_4, EM_4)) + 1 if date else 0)
    return [
        organ[line.start : line.end]
        for line in break_lines(organ, composer.widths(organ, "fangsong", SIZE_4, EM_4), room, room, justify=False)
    ]


def _print_line(composer: Composer, document: OfficialDocument, lines: list[str], y: float, pitch: float) -> None:
    group = composer.group("P", document.printing_organ)
    for line in lines:
        composer.free_text(
            line, "fangsong", LEFT + EM_4, _top_in_line(y, pitch), size=SIZE_4, element="printing_organ", group=group
        )
        y += pitch
    date = _print_date(document)
    if date:
        width = composer.text_width(date, "fangsong", size=SIZE_4)
        composer.free_text(
            date,
            "fangsong",
            RIGHT - EM_4 - width,
            _top_in_line(y - pitch, pitch),
            size=SIZE_4,
            element="print_date",
            group=group,
        )


def set_page_numbers(composer: Composer, document: OfficialDocument) -> None:
    """Number the pages: odd ones at the right, even ones at the left, one character in; a letter's first page has none."""
    for index, page in enumerate(composer.pages, start=1):
        if not document.page_numbers or (document.format == "letter" and index == 1):
            continue
        page.number = index
        _page_number(composer, index)


def _page_number(composer: Composer, number: int) -> None:
    face = composer.faces.face(composer.faces.pick("song", DASH).face)
    ink_top = face.ink(DASH)[3]
    top = BOTTOM + PAGE_NUMBER_DROP - (ASCENT - ink_top) * EM_4
    figures = len(str(number)) * 0.5 * EM_4
    width = 2 * EM_4 + 2 * NUMBER_GAP + figures
    left = RIGHT - EM_4 - width if number % 2 else LEFT + EM_4
    pages, frame = composer.pages, composer.frame
    # Page numbers stand upright at their usual place on every page, turned or not (GB/T 9704, 9).
    composer.pages, composer.frame = [pages[number - 1]], PORTRAIT
    for text, x in ((DASH, left), (str(number), left + EM_4 + NUMBER_GAP), (DASH, left + EM_4 + 2 * NUMBER_GAP + figures)):
        composer.free_text(text, "song", x, top, size=SIZE_4, element="page_number")
    composer.pages, composer.frame = pages, frame
