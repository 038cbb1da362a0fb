"""The header block (版头): copy number, marks, masthead, document number, signatories, red rule, for each format."""

from ..document import OfficialDocument
from ..measures import (
    ASCENT,
    CELL,
    EM_3,
    LEFT,
    LETTER_GAP,
    LETTER_LOWER_RULE,
    LETTER_RULE_LEFT,
    LETTER_RULE_LENGTH,
    LETTER_THICK,
    LETTER_THIN,
    MASTHEAD_SIZE,
    MASTHEAD_TOP,
    MM,
    PITCH,
    RED,
    RED_RULE_GAP,
    RED_RULE_THICKNESS,
    RIGHT,
    SEVEN_EIGHTHS,
    SIZE_3,
    WIDTH,
    row_top,
)
from .composer import Composer

# A masthead may be condensed to this before it becomes smaller.
LEAST_SCALE = 0.62
LETTER_MASTHEAD_SIZE = 40.0
TWO_LINES = 2 * PITCH


def set_head(composer: Composer, document: OfficialDocument) -> float:
    """Set the header block and return the y below which the main block begins (the title keeps two lines to it)."""
    if document.format == "letter":
        return _letter_head(composer, document)
    _marks(composer, document, [row_top(0), row_top(1), row_top(2)])
    below = _masthead(composer, document, MASTHEAD_TOP[document.format], MASTHEAD_SIZE)
    if document.format == "command":
        return _command_number(composer, document, below)
    below = _number_and_signatories(composer, document, below)
    if document.masthead or document.number or document.signatories:
        composer.bar(LEFT, below + RED_RULE_GAP, WIDTH, RED_RULE_THICKNESS, "red_rule", RED)
        below += RED_RULE_GAP + RED_RULE_THICKNESS
    return below


def _marks(composer: Composer, document: OfficialDocument, tops: list[float]) -> int:
    """Set copy number, secrecy and urgency one above the other; return how many there are."""
    marks = [
        ("copy_number", document.copy_number, "fangsong"),
        ("secrecy", document.secrecy, "hei"),
        ("urgency", document.urgency, "hei"),
    ]
    present = [mark for mark in marks if mark[1]]
    for (element, text, role), top in zip(present, tops, strict=False):
        composer.free_text(text, role, LEFT, top, cell=CELL, element=element, group=composer.group("P", text))
    return len(present)


def _masthead(composer: Composer, document: OfficialDocument, ink_top: float, largest: float) -> float:
    """Set the masthead with the top of its ink at ``ink_top``; return the bottom of the ink."""
    names = [name for name in document.masthead if name]
    if not names:
        return ink_top
    suffix = document.masthead_suffix
    group = composer.group("P", "".join(names) + suffix)
    if len(names) == 1:
        return _masthead_line(composer, names[0] + suffix, ink_top, largest, group)
    longest = max(len(name) for name in names)
    size = min(
        largest,
        composer.masthead_height / (len(names) * 1.25) / MM,
        WIDTH / ((longest + (len(suffix) + 0.5 if suffix else 0)) * LEAST_SCALE * MM),
    )
    em = size * MM
    natural = (longest + (len(suffix) + 0.5 if suffix else 0)) * em
    scale = min(1.0, WIDTH / natural)
    width = longest * em * scale
    suffix_width = len(suffix) * em * scale
    left = LEFT + (WIDTH - width - (suffix_width + 0.5 * em * scale if suffix else 0)) / 2
    top = ink_top - _ink_inset(composer, names[0], size)
    for number, name in enumerate(names):
        _spread(composer, name, left, top + number * 1.25 * em, width, size, scale, group)
    bottom = top + (len(names) - 1) * 1.25 * em + em
    if suffix:
        middle = (top + bottom) / 2
        composer.free_text(
            suffix,
            "title",
            left + width + 0.5 * em * scale,
            middle - em / 2,
            size=size,
            element="masthead",
            group=group,
            colour=RED,
            scale=scale,
        )
    return bottom


def _masthead_line(composer: Composer, text: str, ink_top: float, largest: float, group: int) -> float:
    size = min(largest, WIDTH / (len(text) * LEAST_SCALE * MM))
    scale = min(1.0, WIDTH / (len(text) * size * MM))
    width = len(text) * size * MM * scale
    top = ink_top - _ink_inset(composer, text, size)
    composer.free_text(
        text, "title", LEFT + (WIDTH - width) / 2, top, size=size, element="masthead", group=group, colour=RED, scale=scale
    )
    lowest = min(composer.faces.face(composer.faces.pick("title", char).face).ink(char)[1] for char in text)
    return top + (ASCENT - lowest) * size * MM


def _ink_inset(composer: Composer, text: str, size: float) -> float:
    """Return how far the highest ink of a line lies below the top of its em box, in mm."""
    highest = max(composer.faces.face(composer.faces.pick("title", char).face).ink(char)[3] for char in text)
    return (ASCENT - highest) * size * MM


def _spread(composer: Composer, name: str, left: float, top: float, width: float, size: float, scale: float, group: int) -> None:
    """Set a name so that its first and last characters stand at the edges (分散对齐)."""
    em = size * MM * scale
    step = (width - em) / (len(name) - 1) if len(name) > 1 else 0.0
    start = left if len(name) > 1 else left + (width - em) / 2
    for index, char in enumerate(name):
        composer.free_text(
            char, "title", start + index * step, top, size=size, element="masthead", group=group, colour=RED, scale=scale
        )


def _number_and_signatories(composer: Composer, document: OfficialDocument, below: float) -> float:
    """Set the document number, beside the last signatory on an upward document; return the bottom of that line's em box."""
    top = below + TWO_LINES
    if not document.signatories:
        if document.number:
            width = composer.text_width(document.number, "fangsong", cell=CELL)
            composer.free_text(
                document.number,
                "fangsong",
                LEFT + (WIDTH - width) / 2,
                top,
                cell=CELL,
                element="number",
                group=composer.group("P", document.number),
            )
            return top + EM_3
        return below
    label = "签发人："
    rows = [document.signatories[index : index + 2] for index in range(0, len(document.signatories), 2)]
    name_cells = max(3, *(len(name) for name in document.signatories))
    block = len(label) + name_cells * len(rows[0]) + (len(rows[0]) - 1)
    left = RIGHT - CELL * (block + 1)
    group = composer.group("P", label + " ".join(document.signatories))
    for number, names in enumerate(rows):
        row_y = top + number * PITCH
        if number == 0:
            composer.free_text(label, "fangsong", left, row_y, cell=CELL, element="signatory", group=group)
        for column, name in enumerate(names):
            _signatory(composer, name, left + CELL * (len(label) + column * (name_cells + 1)), row_y, group)
    last = top + (len(rows) - 1) * PITCH
    if document.number:
        composer.free_text(
            document.number,
            "fangsong",
            LEFT + CELL,
            last,
            cell=CELL,
            element="number",
            group=composer.group("P", document.number),
        )
    return last + EM_3


def _signatory(composer: Composer, name: str, x: float, top: float, group: int) -> None:
    """Set a name; one of two characters is spread over three."""
    if len(name) == 2:
        composer.free_text(name[0], "kai", x, top, cell=CELL, element="signatory", group=group)
        composer.free_text(name[1], "kai", x + 2 * CELL, top, cell=CELL, element="signatory", group=group)
    else:
        composer.free_text(name, "kai", x, top, cell=CELL, element="signatory", group=group)


def _command_number(composer: Composer, document: OfficialDocument, below: float) -> float:
    if not document.number:
        return below
    top = below + TWO_LINES
    width = composer.text_width(document.number, "fangsong", cell=CELL)
    composer.free_text(
        document.number,
        "fangsong",
        LEFT + (WIDTH - width) / 2,
        top,
        cell=CELL,
        element="number",
        group=composer.group("P", document.number),
    )
    return top + EM_3


def _letter_head(composer: Composer, document: OfficialDocument) -> float:
    """Set a letter's masthead between margin and double rule, its marks and number under the rule, and the lower double rule."""
    below = _masthead(composer, document, MASTHEAD_TOP["letter"], LETTER_MASTHEAD_SIZE)
    rule = below + RED_RULE_GAP
    composer.bar(LETTER_RULE_LEFT, rule, LETTER_RULE_LENGTH, LETTER_THICK, "letter_rule", RED)
    composer.bar(LETTER_RULE_LEFT, rule + LETTER_THICK + LETTER_GAP, LETTER_RULE_LENGTH, LETTER_THIN, "letter_rule", RED)
    composer.bar(
        LETTER_RULE_LEFT,
        LETTER_LOWER_RULE - LETTER_THICK - LETTER_GAP - LETTER_THIN,
        LETTER_RULE_LENGTH,
        LETTER_THIN,
        "letter_rule",
        RED,
    )
    composer.bar(LETTER_RULE_LEFT, LETTER_LOWER_RULE - LETTER_THICK, LETTER_RULE_LENGTH, LETTER_THICK, "letter_rule", RED)
    top = rule + LETTER_THICK + LETTER_GAP + LETTER_THIN + SEVEN_EIGHTHS
    lines = _marks(composer, document, [top, top + PITCH, top + 2 * PITCH])
    if document.number:
        width = composer.text_width(document.number, "fangsong", size=SIZE_3, cell=CELL)
        composer.free_text(
            document.number,
            "fangsong",
            RIGHT - width,
            top,
            cell=CELL,
            element="number",
            group=composer.group("P", document.number),
        )
        lines = max(lines, 1)
    return top + (lines - 1) * PITCH + EM_3 if lines else top - SEVEN_EIGHTHS
