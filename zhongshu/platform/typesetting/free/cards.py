"""Name cards (桌签) to fold, and seating charts (座次图)."""

from dataclasses import dataclass

from ..measures import ASCENT, MM
from ..pages import PageModel
from .sheet import Sheet

CARD_WIDTH, CARD_HEIGHT = 200.0, 95.0  # one face of the folded card
LARGEST_NAME = 130.0  # points
DUTY_SIZE = 24.0
FOLD_MARK = 6.0


@dataclass(frozen=True, slots=True)
class NameCard:
    """A name card; ``duty`` stands small above the name when given."""

    name: str
    duty: str = ""


def cards_model(cards: tuple[NameCard, ...], *, title: str = "桌签") -> PageModel:
    """Lay name cards out, one to a landscape A4 sheet folded in the middle: the upper face stands on its head."""
    sheet = Sheet(title, left=(297 - CARD_WIDTH) / 2, top=10.0, landscape=True)
    for number, card in enumerate(cards):
        if number:
            sheet.new_page()
        middle = sheet.sheet_height / 2
        for x in (sheet.left - FOLD_MARK, sheet.left + CARD_WIDTH):
            sheet.composer.bar(x, middle - 0.1, FOLD_MARK, 0.2, "rule", (150, 150, 150))
        first = len(sheet.composer.page.runs)
        _face(sheet, card, middle + (sheet.sheet_height / 2 - CARD_HEIGHT) / 2)
        for run in list(sheet.composer.page.runs[first:]):
            # The other face is this one turned about the sheet's centre.
            turned = type(run)(
                run.text,
                sheet.sheet_width - run.x,
                sheet.sheet_height - run.y,
                run.size,
                run.face,
                run.at,
                run.element,
                run.colour,
                run.scale,
                180,
                None,
                run.group,
            )
            sheet.composer.page.runs.append(turned)
    return sheet.model()


def _face(sheet: Sheet, card: NameCard, top: float) -> None:
    name = spread_name(card.name)
    natural = sheet.composer.text_width(name, "title", size=LARGEST_NAME, natural=True)
    size = LARGEST_NAME * min(1.0, (CARD_WIDTH - 16) / natural)
    room = CARD_HEIGHT - (DUTY_SIZE * MM * 1.6 if card.duty else 0)
    name_top = top + (CARD_HEIGHT - room) + (room - size * MM) / 2
    width = sheet.composer.text_width(name, "title", size=size, natural=True)
    if card.duty:
        sheet.text(card.duty, "kai", DUTY_SIZE, sheet.left, top + 4, CARD_WIDTH, align="centre")
    sheet.composer.free_text(
        name,
        "title",
        sheet.left + (CARD_WIDTH - width) / 2,
        name_top,
        size=size,
        element="name",
        natural=True,
        group=sheet.composer.group("P", card.name),
    )


def spread_name(name: str) -> str:
    """Set a name of two characters apart, so that names of two and three are equally wide."""
    plain = name.strip()
    return f"{plain[0]}　{plain[1]}" if len(plain) == 2 else plain


@dataclass(frozen=True, slots=True)
class SeatingChart:
    """A seating chart: rows as the rostrum's audience sees them, the rostrum's first (nearest to its back wall).

    An empty string is an aisle, None a place that does not exist.
    """

    title: str
    rostrum: tuple[tuple[str | None, ...], ...]
    floor: tuple[tuple[str | None, ...], ...]
    note: str = ""


def seating_model(chart: SeatingChart) -> PageModel:
    """Lay a seating chart out on a landscape sheet, as large as its longest row allows."""
    sheet = Sheet(chart.title, left=14.0, top=14.0, landscape=True)
    y = sheet.text(chart.title, "title", 20.0, sheet.left, sheet.top, sheet.width, align="centre", tag="Title") + 4
    rows = len(chart.rostrum) + len(chart.floor)
    longest = max((len(row) for row in (*chart.rostrum, *chart.floor)), default=1)
    width = min(26.0, sheet.width / longest)
    height = min(16.0, (sheet.bottom - y - 24.0) / max(1, rows))
    if chart.rostrum:
        y = sheet.text("主席台", "hei", 12.0, sheet.left, y, sheet.width, align="centre") + 1
        y = _seats(sheet, chart.rostrum, y, width, height) + 8.0
    y = _seats(sheet, chart.floor, y, width, height)
    if chart.note:
        sheet.text(chart.note, "fangsong", 10.5, sheet.left, min(y + 3, sheet.bottom - 5), sheet.width)
    return sheet.model()


def _seats(sheet: Sheet, rows: tuple[tuple[str | None, ...], ...], y: float, width: float, height: float) -> float:
    for row in rows:
        x = sheet.left + (sheet.width - len(row) * width) / 2
        for name in row:
            if name:
                sheet.frame(x + 0.4, y + 0.4, width - 0.8, height - 0.8, thickness=0.2)
                shown = spread_name(name)
                size = min(14.0, (width - 2.5) / max(1, len(shown)) / MM, (height - 2) / MM)
                em = size * MM
                wide = sheet.composer.text_width(shown, "fangsong", size=size)
                top = y + (height - em) / 2 + (ASCENT - 0.88) * em
                sheet.composer.free_text(
                    shown,
                    "fangsong",
                    x + (width - wide) / 2,
                    top,
                    size=size,
                    element="seat",
                    group=sheet.composer.group("P", name),
                )
            x += width
        y += height
    return y
