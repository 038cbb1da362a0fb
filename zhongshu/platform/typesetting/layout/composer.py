"""Put text on pages: rows of the grid, free text at a place, bars and pictures, in a frame that may be turned."""

from dataclasses import dataclass

from ..fonts.choice import Faces
from ..measures import ASCENT, BLACK, BOTTOM, CELL, EM_3, LEFT, MASTHEAD_HEIGHT, MM, PAGE_HEIGHT, PAGE_WIDTH, PITCH, SIZE_3, TOP
from ..pages import Bar, Colour, Group, Ink, Page, Picture, Run
from .lines import Line
from .segments import Roles, Segment, paragraph_segments, segments, widths


@dataclass(frozen=True, slots=True)
class Frame:
    """The type area in its own reading direction; a turned one reads from the sheet's left edge (横排)."""

    left: float
    top: float
    columns: float
    rows: int
    turned: bool = False

    @property
    def width(self) -> float:
        return self.columns * CELL

    @property
    def bottom(self) -> float:
        return self.top + (self.rows - 1) * PITCH + EM_3

    def row_top(self, row: float) -> float:
        return self.top + row * PITCH

    def row_after(self, y: float) -> int:
        """Return the first row whose line begins at or below ``y``, forgiving a third of a line."""
        return max(0, -int(-((y - self.top) / PITCH - 0.35) // 1))


PORTRAIT = Frame(LEFT, TOP, 28, 22)
# The sheet's bottom margin becomes the left one, its left margin the top: table heads lie at the sheet's left edge (GB/T
# 9704, 9).
LANDSCAPE = Frame(PAGE_HEIGHT - BOTTOM, LEFT, 225 / CELL, 15, turned=True)


class Composer:
    """Builds pages; knows the row that the next line goes to."""

    def __init__(self, faces: Faces) -> None:
        self.faces = faces
        self.frame = PORTRAIT
        self.pages: list[Page] = []
        self.groups: list[Group] = []
        self.used: dict[str, set[str]] = {}
        self.notes: list[str] = []
        # What the names of several organs may take of page 1; less when title and recipients need the room.
        self.masthead_height = MASTHEAD_HEIGHT
        self.row = 0
        self.new_page()

    # -- pages and rows

    @property
    def page(self) -> Page:
        return self.pages[-1]

    def new_page(self) -> None:
        self.pages.append(Page(PAGE_WIDTH, PAGE_HEIGHT))
        self.row = 0
        # Where each line of running text on this page begins and ends among its runs, for lines that must move to the next page.
        self.movable: list[tuple[int, int, int]] = []
        self.lowest = self.frame.top

    def turn(self, frame: Frame) -> None:
        """Begin a page in another frame."""
        self.frame = frame
        self.new_page()

    def skip(self, rows: int = 1) -> None:
        """Leave blank rows; none at the top of a page."""
        if self.row:
            self.row += rows

    def claim_row(self) -> float:
        """Return the top of the next row and move past it; the next page when this one is full."""
        if self.row >= self.frame.rows:
            self.new_page()
        top = self.frame.row_top(self.row)
        self.row += 1
        self.lowest = max(self.lowest, top + EM_3)
        return top

    def go_below(self, y: float) -> None:
        """Continue on the first row below ``y``."""
        self.row = self.frame.row_after(y)
        self.lowest = max(self.lowest, y)

    def rows_left(self) -> int:
        return self.frame.rows - self.row

    def pull_lines(self, count: int) -> bool:
        """Begin a new page and move the last ``count`` lines of running text there; False when there are none to spare.

        One line at least stays behind, so that no page loses its text.
        """
        count = min(count, len(self.movable) - 1)
        if count < 1:
            return False
        moved = self.movable[-count:]
        first_row = moved[0][2]
        page = self.page
        begin = moved[0][0]
        runs = page.runs[begin:]
        del page.runs[begin:]
        self.new_page()
        for run in runs:
            if self.frame.turned:
                run.x -= self.frame.row_top(first_row) - self.frame.top
            else:
                run.y -= self.frame.row_top(first_row) - self.frame.top
        self.page.runs += runs
        for start, end, row in moved:
            self.movable.append((start - begin, end - begin, row - first_row))
        self.row = moved[-1][2] - first_row + 1
        self.lowest = self.frame.row_top(self.row - 1) + EM_3
        return True

    # -- text

    def group(self, tag: str, text: str = "") -> int:
        self.groups.append(Group(tag, text))
        return len(self.groups) - 1

    def widths(self, text: str, roles: Roles, size: float, cell: float, *, natural: bool = False) -> list[float]:
        """Return each character's width in cells. ``natural`` takes figures as wide as their face makes them."""
        return widths(self.faces, text, roles, size, cell, natural=natural)

    def paragraph(
        self,
        text: str,
        roles: Roles,
        *,
        element: str,
        group: int,
        indent: float = 2,
        hang: float = 0,
        source: int | None = None,
        lead: float | None = None,
    ) -> None:
        """Set running text on the grid, size 3; ``lead`` is the first line's beginning in cells when it is not the indent."""
        columns = self.frame.columns
        begin = indent if lead is None else lead
        roles = roles if isinstance(roles, str) else tuple(roles)
        for number, line in enumerate(paragraph_segments(self.faces, text, roles, columns - begin, columns - hang)):
            top = self.claim_row()
            first = len(self.page.runs)
            x = self.frame.left + (begin if number == 0 else hang) * CELL
            self._write(line, x, top, SIZE_3, element=element, group=group, source=source)
            self.movable.append((first, len(self.page.runs), self.row - 1))

    def free_text(
        self,
        text: str,
        role: Roles,
        x: float,
        top: float,
        *,
        size: float = SIZE_3,
        cell: float = 0.0,
        element: str,
        group: int = -1,
        natural: bool = False,
        colour: Colour = BLACK,
        scale: float = 1.0,
    ) -> float:
        """Set one line with its em box at (x, top); return its width in mm. ``cell`` 0 means the size's own em."""
        cell = cell or size * MM * scale
        widths = self.widths(text, role, size * scale if natural else size, cell, natural=natural)
        places, at = [], 0.0
        for width in widths:
            places.append(at)
            at += width
        self.write_line(
            text,
            Line(0, len(text), places, at),
            role,
            x,
            top,
            size,
            cell,
            element=element,
            group=group,
            colour=colour,
            scale=scale,
        )
        return at * cell

    def text_width(self, text: str, role: Roles, *, size: float = SIZE_3, cell: float = 0.0, natural: bool = False) -> float:
        """Return a line's width in mm."""
        cell = cell or size * MM
        return sum(self.widths(text, role, size, cell, natural=natural)) * cell

    def write_line(
        self,
        text: str,
        line: Line,
        roles: Roles,
        x: float,
        top: float,
        size: float,
        cell: float,
        *,
        element: str,
        group: int = -1,
        source: int | None = None,
        colour: Colour = BLACK,
        scale: float = 1.0,
    ) -> None:
        """Put a broken line on the page with its em box at (x, top)."""
        line_segments = segments(self.faces, text, line, roles, size, cell, scale)
        self._write(line_segments, x, top, size, element=element, group=group, source=source, colour=colour, scale=scale)

    def _write(
        self,
        line: tuple[Segment, ...],
        x: float,
        top: float,
        size: float,
        *,
        element: str,
        group: int,
        source: int | None = None,
        colour: Colour = BLACK,
        scale: float = 1.0,
    ) -> None:
        baseline = top + ASCENT * size * MM
        for text, dx, at, face, role, index, asked, wider in line:
            place = None if source is None else source + index
            self._add(Run(text, x + dx, baseline, size, face, at, element, colour, scale * wider, 0, place, group))
            self.used.setdefault(role, set()).update(asked)

    # -- the frame's coordinates become the sheet's

    def _add(self, run: Run) -> None:
        if self.frame.turned:
            run.x, run.y, run.turn = run.y, PAGE_HEIGHT - run.x, 90
        self.page.runs.append(run)

    def bar(self, x: float, y: float, width: float, height: float, element: str, colour: Colour = BLACK) -> None:
        """Draw a bar given by its upper left corner."""
        if self.frame.turned:
            x, y, width, height = y, PAGE_HEIGHT - x - width, height, width
        self.page.bars.append(Bar(x, y, width, height, element, colour))

    def ink(self, ink: Ink) -> None:
        self.page.inks.append(ink)
        self.lowest = max(self.lowest, ink.y + ink.height)

    def picture(self, x: float, y: float, width: float, height: float, element: str, data: bytes, name: str) -> None:
        self.page.pictures.append(Picture(x, y, width, height, element, data, name))
        self.lowest = max(self.lowest, y + height)
