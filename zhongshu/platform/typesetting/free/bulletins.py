"""Bulletins (简报、信息刊物): a coloured head with issue, organ and date, the articles, and who receives it."""

from dataclasses import dataclass
from datetime import date

from ..document import Block, OfficialDocument, written_date
from ..fonts.choice import faces
from ..layout.body import set_blocks, set_title, title_bottom_to_row
from ..layout.checks import check_text
from ..layout.composer import PORTRAIT, Composer
from ..layout.imprint import set_page_numbers
from ..measures import CELL, EM_3, EM_4, IMPRINT_PITCH, IMPRINT_THICK, LEFT, MM, PITCH, RIGHT, SIZE_4, TOP, WIDTH
from ..pages import Colour, PageModel

RED, GREEN, BLUE = (230, 0, 18), (0, 110, 60), (0, 70, 150)
HEAD_SIZE, LEAST_SCALE = 52.0, 0.6
RULE_THICKNESS = 0.9


@dataclass(frozen=True, slots=True)
class Article:
    """One piece of a bulletin; ``source`` names the unit that sent it in."""

    title: str
    body: tuple[Block, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A bulletin. ``issue`` as printed (第12期（总第345期）); ``sent_to`` are lines such as ``报送：……``; "
    "``editors`` the imprint's last line."""

    masthead: str
    issue: str
    organ: str
    issued_on: date
    articles: tuple[Article, ...]
    sent_to: tuple[str, ...] = ()
    editors: str = ""
    mark: str = ""
    colour: Colour = RED
    contents: bool = False


def bulletin_model(bulletin: Bulletin) -> PageModel:
    """Lay a bulletin out on the grid of official documents under its own head."""
    composer = Composer(faces())
    y = _head(composer, bulletin)
    if bulletin.contents and len(bulletin.articles) > 1:
        y = _contents(composer, bulletin, y)
    for number, article in enumerate(bulletin.articles):
        if number:
            composer.skip(2)
            if composer.rows_left() < 5:
                composer.new_page()
            y = composer.frame.row_top(composer.row)
        title_bottom_to_row(
            composer,
            set_title(composer, check_text(article.title), y + (PITCH if number == 0 else 0), (), tag="H1", element="title"),
        )
        set_blocks(composer, article.body)
        if article.source:
            text = f"（{check_text(article.source).strip('（）')}）"
            width = composer.text_width(text, "kai", cell=CELL)
            composer.free_text(
                text, "kai", RIGHT - width, composer.claim_row(), cell=CELL, element="source", group=composer.group("P", text)
            )
    _foot(composer, bulletin)
    set_page_numbers(composer, OfficialDocument(title=bulletin.masthead))
    substitutes, missing = composer.faces.report(composer.used)
    return PageModel(
        title=f"{bulletin.masthead}{bulletin.issue}",
        pages=composer.pages,
        groups=composer.groups,
        substitutes=substitutes,
        missing=missing,
        notes=composer.notes,
        characters=sum(len(run.text) for page in composer.pages for run in page.runs if run.element != "page_number"),
        facts={"刊物": bulletin.masthead, "期号": bulletin.issue, "编发单位": bulletin.organ},
        date=bulletin.issued_on.isoformat(),
    )


def _head(composer: Composer, bulletin: Bulletin) -> float:
    """Set mark, masthead, issue, organ and date; return the y below the rule."""
    if bulletin.mark:
        composer.free_text(
            check_text(bulletin.mark), "hei", LEFT, TOP, cell=CELL, element="secrecy", group=composer.group("P", bulletin.mark)
        )
    masthead = check_text(bulletin.masthead)
    size = min(HEAD_SIZE, WIDTH / (len(masthead) * LEAST_SCALE * MM))
    scale = min(1.0, WIDTH / (len(masthead) * size * MM))
    width = len(masthead) * size * MM * scale
    # A short name is spread, as mastheads of journals are.
    cell = size * MM * scale if width > WIDTH * 0.72 else min(WIDTH * 0.72 / len(masthead), size * MM * 1.6)
    left = LEFT + (WIDTH - (len(masthead) - 1) * cell - size * MM * scale) / 2
    composer.free_text(
        masthead,
        "title",
        left,
        TOP + 14,
        size=size,
        cell=cell,
        element="masthead",
        group=composer.group("Title", masthead),
        colour=bulletin.colour,
        scale=scale,
    )
    y = TOP + 14 + size * MM + 5
    issue = check_text(bulletin.issue)
    composer.free_text(
        issue,
        "fangsong",
        LEFT + (WIDTH - composer.text_width(issue, "fangsong", cell=CELL)) / 2,
        y,
        cell=CELL,
        element="number",
        group=composer.group("P", issue),
    )
    y += PITCH + 1
    day = written_date(bulletin.issued_on)
    group = composer.group("P", bulletin.organ)
    composer.free_text(check_text(bulletin.organ), "fangsong", LEFT + CELL, y, cell=CELL, element="organ", group=group)
    composer.free_text(
        day, "fangsong", RIGHT - CELL - composer.text_width(day, "fangsong", cell=CELL), y, cell=CELL, element="date", group=group
    )
    y += EM_3 + 2
    composer.bar(LEFT, y, WIDTH, RULE_THICKNESS, "red_rule", bulletin.colour)
    return y + RULE_THICKNESS


def _contents(composer: Composer, bulletin: Bulletin, y: float) -> float:
    composer.go_below(y + PITCH)
    group = composer.group("P", "本期要目")
    text = "本期要目"
    width = composer.text_width(text, "hei", cell=CELL)
    composer.free_text(text, "hei", LEFT + (WIDTH - width) / 2, composer.claim_row(), cell=CELL, element="contents", group=group)
    for article in bulletin.articles:
        composer.paragraph(f"◇{check_text(article.title)}", "kai", element="contents", group=group, indent=1, hang=2)
    return composer.frame.row_top(composer.row)


def _foot(composer: Composer, bulletin: Bulletin) -> None:
    """Set who receives the bulletin and who edited it at the foot of the last page."""
    lines = [check_text(line) for line in (*bulletin.sent_to, bulletin.editors) if line]
    if not lines:
        return
    boxes = [composer_lines(composer, line) for line in lines]
    height = sum(len(box) for box in boxes) * IMPRINT_PITCH
    bottom = PORTRAIT.bottom
    if composer.lowest > bottom - height - 1:
        composer.new_page()
    y = bottom - height
    composer.bar(LEFT, y - IMPRINT_THICK / 2, WIDTH, IMPRINT_THICK, "imprint_rule")
    composer.bar(LEFT, bottom - IMPRINT_THICK / 2, WIDTH, IMPRINT_THICK, "imprint_rule")
    for line, broken in zip(lines, boxes, strict=True):
        group = composer.group("P", line)
        for part in broken:
            composer.free_text(
                part, "fangsong", LEFT + EM_4, y + (IMPRINT_PITCH - EM_4) / 2, size=SIZE_4, element="imprint", group=group
            )
            y += IMPRINT_PITCH


def composer_lines(composer: Composer, text: str) -> list[str]:
    """Break a line of the foot to its width."""
    from ..layout.lines import break_lines

    measure = WIDTH / EM_4 - 2
    return [
        text[line.start : line.end]
        for line in break_lines(text, composer.widths(text, "fangsong", SIZE_4, EM_4), measure, measure, justify=False)
    ]
