"""What follows the body: attachment list, signature, date and seals, remark, attendance (附件说明、署名、日期、印章、附注)."""

from ..document import OfficialDocument, SealPicture, written_date
from ..measures import CELL, EM_3, LEFT, PITCH, RIGHT
from .composer import Composer
from .lines import break_lines

# The seal's centre lies above the middle of name and date, so that both are in its lower half (署名与日期居印章中心偏下位置).
SEAL_RISE = 4.0
# A seal of 42-45 mm reaches from one row above the name to one below the date.
ROWS_ABOVE_NAME = 2
ROWS_UNDER_NAME = 3
SEALS_PER_ROW = 3
SEAL_GAP = 2.0
# Lines of text that go along when signature and seals need a new page: a seal never stands on a page without text.
LINES_TO_PULL = 2
NO_TEXT_NOTE = "署名、日期所在页没有正文，请调整文字"


def set_attachment_list(composer: Composer, names: tuple[str, ...]) -> None:
    """Set the attachment list one line below the body, names hanging under the first name's first character."""
    if not names:
        return
    composer.skip()
    group = composer.group("P", "附件")
    for index, name in enumerate(names, start=1):
        number = f"{index}." if len(names) > 1 else ""
        hang = 5 + _cells(composer, number)
        label = "附件：" if index == 1 else ""
        composer.paragraph(
            label + number + name, "fangsong", element="attachment_list", group=group, lead=2 if label else 5, hang=hang, indent=0
        )


def set_attendance(composer: Composer, document: OfficialDocument) -> None:
    """Set 出席, 请假, 列席 one line below the body, names hanging after the colon."""
    if not document.attendance:
        return
    composer.skip()
    for entry in document.attendance:
        label = entry.label.rstrip("：:") + "："
        text = label + entry.names
        roles = ["hei"] * len(label) + ["fangsong"] * len(entry.names)
        composer.paragraph(text, roles, element="attendance", group=composer.group("P", label), indent=2, hang=2 + len(label))


def set_signature(composer: Composer, document: OfficialDocument) -> None:
    """Set signature, date and seals by the case that applies (GB/T 9704-2012, 7.3.5)."""
    if document.stamp:
        _stamped(composer, document)
    elif not document.signature_organs:
        _date_alone(composer, document)
    elif document.seals and len(document.signature_organs) == 1:
        _sealed(composer, document, document.signature_organs[0], document.seals[0])
    elif document.seals:
        _sealed_jointly(composer, document)
    else:
        _unsealed(composer, document)


def set_remark(composer: Composer, remark: str) -> None:
    """Set the note below the date, in round brackets."""
    text = remark.strip()
    if text:
        if not text.startswith(("（", "(")):
            text = f"（{text}）"
        composer.paragraph(text, "fangsong", element="remark", group=composer.group("P", text))


def _keep_with_text(composer: Composer, rows: int) -> None:
    """Make sure ``rows`` rows are left under some text; else take the last lines along to a new page."""
    if composer.rows_left() >= rows:
        if not composer.movable and not composer.lowest > composer.frame.top:
            composer.notes.append(NO_TEXT_NOTE)
        return
    if not composer.pull_lines(LINES_TO_PULL):
        composer.new_page()
        composer.notes.append(NO_TEXT_NOTE)


def _name_lines(composer: Composer, name: str, columns: float) -> list[str]:
    """Break an organ name that is too long for one line."""
    return [
        name[line.start : line.end]
        for line in break_lines(name, composer.widths(name, "fangsong", 16, CELL), columns, columns, justify=False)
    ]


def _cells(composer: Composer, text: str) -> float:
    return sum(composer.widths(text, "fangsong", 16, CELL))


def _text(composer: Composer, text: str, x_cells: float, top: float, element: str, group: int) -> None:
    composer.free_text(text, "fangsong", LEFT + x_cells * CELL, top, cell=CELL, element=element, group=group)


def _date(document: OfficialDocument) -> str:
    return written_date(document.signed_date) if document.signed_date else ""


def _date_alone(composer: Composer, document: OfficialDocument) -> None:
    date = _date(document)
    if date:
        _keep_with_text(composer, 2)
        composer.skip()
        top = composer.claim_row()
        _text(composer, date, 24 - _cells(composer, date), top, "date", composer.group("P", date))


def _unsealed(composer: Composer, document: OfficialDocument) -> None:
    """Without a seal: names two cells in from the right, the date two cells right of the name's beginning."""
    date = _date(document)
    lines = [line for organ in document.signature_organs for line in _name_lines(composer, organ, 24)]
    _keep_with_text(composer, min(len(lines) + 2, composer.frame.rows - LINES_TO_PULL))
    composer.skip()
    name_width, date_width = max(_cells(composer, line) for line in lines), _cells(composer, date)
    name_x = 26 - name_width
    date_x = name_x + 2
    if date_x + date_width > 26:
        date_x = 26 - date_width
        name_x = min(name_x, date_x - 2)
    for line in lines:
        _text(composer, line, name_x, composer.claim_row(), "signature", composer.group("P", line))
    if date:
        _text(composer, date, date_x, composer.claim_row(), "date", composer.group("P", date))


def _sealed(composer: Composer, document: OfficialDocument, organ: str, seal: SealPicture) -> None:
    """One organ with a seal: date four cells in, name centred over it, the seal over both."""
    date = _date(document) or "    年  月  日"
    lines = _name_lines(composer, organ, 26)
    _keep_with_text(composer, ROWS_ABOVE_NAME + len(lines) - 1 + ROWS_UNDER_NAME)
    composer.skip(ROWS_ABOVE_NAME)
    name_width, date_width = max(_cells(composer, line) for line in lines), _cells(composer, date)
    centre = 24 - date_width / 2
    if centre + name_width / 2 > 28:
        centre = 28 - name_width / 2
    for line in lines:
        name_top = composer.claim_row()
        _text(composer, line, centre - _cells(composer, line) / 2, name_top, "signature", composer.group("P", line))
    date_top = composer.claim_row()
    _text(composer, date, centre - date_width / 2, date_top, "date", composer.group("P", date))
    _seal(composer, seal, LEFT + centre * CELL, (name_top + date_top + EM_3) / 2 - SEAL_RISE)
    # The remark, if any, comes under the seal.
    composer.row = max(composer.row, composer.frame.row_after(composer.lowest))


def _sealed_jointly(composer: Composer, document: OfficialDocument) -> None:
    """Several organs: names in rows of up to three, each under its seal, the date under the last."""
    date = _date(document)
    longest = max(_cells(composer, organ) for organ in document.signature_organs)
    diameter = max(seal.diameter for seal in document.seals)
    per_row = min(
        SEALS_PER_ROW, len(document.signature_organs), max(1, int(28 // (longest + 0.5))), max(1, int(156 // (diameter + 1)))
    )
    column = 28 / per_row
    # From one row of seals to the next: they neither touch nor overlap.
    seal_rows = int(-(-(diameter + SEAL_GAP) // PITCH))
    rows = [document.signature_organs[index : index + per_row] for index in range(0, len(document.signature_organs), per_row)]
    date_width = _cells(composer, date)
    taken = 0
    names_of = [[_name_lines(composer, organ, column - 0.5) for organ in organs] for organs in rows]
    most_of = [max(len(lines) for lines in names) for names in names_of]
    # All rows of seals stand under text if one page can hold them.
    all_rows = ROWS_ABOVE_NAME + sum(most_of) - len(rows) + seal_rows * (len(rows) - 1) + ROWS_UNDER_NAME
    fits = all_rows <= composer.frame.rows - LINES_TO_PULL
    for number, organs in enumerate(rows):
        names, most = names_of[number], most_of[number]
        rows_needed = ROWS_ABOVE_NAME + most - 1 + ROWS_UNDER_NAME
        if number == 0:
            _keep_with_text(composer, all_rows if fits else rows_needed)
        elif composer.rows_left() < rows_needed:
            composer.new_page()
        # Above a first name on a new page there must be room for the upper half of its seal.
        composer.row = composer.row + ROWS_ABOVE_NAME
        first_row = composer.row
        base = composer.frame.row_top(first_row + most - 1)
        # A last row that is not full is set from the right, where the date belongs.
        offset = (per_row - len(organs)) * column if number == len(rows) - 1 else 0.0
        for index, lines in enumerate(names):
            centre = offset + (index + 0.5) * column
            for depth, line in enumerate(lines):
                top = base - (len(lines) - 1 - depth) * PITCH
                _text(composer, line, centre - _cells(composer, line) / 2, top, "signature", composer.group("P", line))
            if taken < len(document.seals):
                _seal(composer, document.seals[taken], LEFT + centre * CELL, base + (PITCH + EM_3) / 2 - SEAL_RISE)
            taken += 1
        base_row = first_row + most - 1
        composer.row = base_row + 1
        if number == len(rows) - 1 and date:
            top = composer.frame.row_top(composer.row)
            x = min(28 - date_width, offset + (len(organs) - 0.5) * column - date_width / 2)
            _text(composer, date, x, top, "date", composer.group("P", date))
        composer.row = base_row + seal_rows - ROWS_ABOVE_NAME
        composer.lowest = max(composer.lowest, composer.frame.row_top(base_row + 1) + EM_3)
    composer.row = max(composer.row, composer.frame.row_after(composer.lowest))


def _seal(composer: Composer, seal: SealPicture, centre_x: float, centre_y: float) -> None:
    left = min(centre_x - seal.diameter / 2, RIGHT - seal.diameter)
    composer.picture(left, centre_y - seal.diameter / 2, seal.diameter, seal.diameter, "seal", seal.picture, seal.organ)


def _stamped(composer: Composer, document: OfficialDocument) -> None:
    """A signature stamp: two lines below the body, four cells in; the post two cells to its left; the date one line below."""
    stamp = document.stamp
    assert stamp is not None
    rows = 2 + int(-(-stamp.height // PITCH)) + 2
    _keep_with_text(composer, rows)
    composer.skip(2)
    top = composer.frame.row_top(composer.row)
    left = RIGHT - 4 * CELL - stamp.width
    middle = top + stamp.height / 2
    if stamp.picture:
        composer.picture(left, top, stamp.width, stamp.height, "stamp", stamp.picture, stamp.name)
    else:
        width = composer.text_width(stamp.name, "kai", size=22)
        composer.free_text(
            stamp.name,
            "kai",
            left + (stamp.width - width) / 2,
            middle - 22 * 25.4 / 72 / 2,
            size=22,
            element="stamp",
            group=composer.group("P", stamp.name),
        )
        composer.lowest = max(composer.lowest, top + stamp.height)
    if stamp.post:
        width = _cells(composer, stamp.post)
        composer.free_text(
            stamp.post,
            "fangsong",
            left - (2 + width) * CELL,
            middle - EM_3 / 2,
            cell=CELL,
            element="post",
            group=composer.group("P", stamp.post),
        )
    composer.row = composer.frame.row_after(top + stamp.height + PITCH - EM_3)
    composer.row += 1
    date = _date(document)
    if date:
        _text(composer, date, 24 - _cells(composer, date), composer.claim_row(), "date", composer.group("P", date))
