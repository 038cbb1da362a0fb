"""A sheet to write on freely: text in boxes, rules, new pages; gives a page model like any document."""

from dataclasses import dataclass

from ..fonts.choice import faces
from ..layout.checks import check_text
from ..layout.composer import Composer, Frame
from ..layout.lines import Line, break_lines
from ..measures import BLACK, MM, PAGE_HEIGHT, PAGE_WIDTH
from ..pages import Colour, PageModel

LINE_PITCH = 1.45  # ems


@dataclass(frozen=True, slots=True)
class Box:
    """Text broken to a width: its lines and the height they take in mm."""

    text: str
    role: str
    size: float
    lines: tuple[Line, ...]
    width: float
    pitch: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.pitch


class Sheet:
    """Pages of one size, with margins in mm."""

    def __init__(
        self,
        title: str,
        *,
        width: float = PAGE_WIDTH,
        height: float = PAGE_HEIGHT,
        left: float = 20.0,
        top: float = 20.0,
        landscape: bool = False,
    ) -> None:
        self.title = title
        self.composer = Composer(faces())
        self.sheet_width, self.sheet_height = (height, width) if landscape else (width, height)
        self.left, self.top = left, top
        self.composer.pages.clear()
        self.composer.frame = Frame(left, top, 1, 1)
        self.new_page()

    @property
    def width(self) -> float:
        return self.sheet_width - 2 * self.left

    @property
    def bottom(self) -> float:
        return self.sheet_height - self.top

    def new_page(self) -> None:
        self.composer.new_page()
        self.composer.page.width, self.composer.page.height = self.sheet_width, self.sheet_height

    def box(self, text: str, role: str, size: float, width: float, *, pitch: float = LINE_PITCH, indent: float = 0) -> Box:
        """Break text to a width in mm; ``indent`` characters before the first line. Line feeds part paragraphs."""
        em = size * MM
        text = check_text(text)
        lines: list[Line] = []
        start = 0
        measure = max(1.0, width / em)
        for part in text.split("\n"):
            if part.strip():
                widths = self.composer.widths(part, role, size, em)
                for number, line in enumerate(break_lines(part, widths, max(1.0, measure - indent), measure, justify=False)):
                    places = [place + indent for place in line.places] if number == 0 and indent else line.places
                    lines.append(Line(line.start + start, line.end + start, places, line.width + (indent if number == 0 else 0)))
            start += len(part) + 1
        return Box(text, role, size, tuple(lines), width, pitch * em)

    def write(
        self,
        box: Box,
        x: float,
        y: float,
        *,
        align: str = "left",
        colour: Colour = BLACK,
        element: str = "text",
        tag: str = "P",
        first: int = 0,
        last: int | None = None,
    ) -> float:
        """Write a box's lines ``first`` to ``last`` with their top at ``y``; return the y below them."""
        em = box.size * MM
        group = self.composer.group(tag, box.text[:80])
        for line in box.lines[first:last]:
            spare = box.width - line.width * em
            shift = {"left": 0.0, "centre": spare / 2, "right": spare}[align]
            self.composer.write_line(
                box.text,
                line,
                box.role,
                x + shift,
                y + (box.pitch - em) / 2,
                box.size,
                em,
                element=element,
                group=group,
                colour=colour,
            )
            y += box.pitch
        return y

    def text(
        self,
        text: str,
        role: str,
        size: float,
        x: float,
        y: float,
        width: float,
        *,
        align: str = "left",
        colour: Colour = BLACK,
        tag: str = "P",
        pitch: float = LINE_PITCH,
    ) -> float:
        """Break and write at once; return the y below."""
        return self.write(self.box(text, role, size, width, pitch=pitch), x, y, align=align, colour=colour, tag=tag)

    def frame(self, x: float, y: float, width: float, height: float, *, thickness: float = 0.25, colour: Colour = BLACK) -> None:
        """Draw the four sides of a box."""
        bar = self.composer.bar
        half = thickness / 2
        bar(x - half, y - half, width + thickness, thickness, "rule", colour)
        bar(x - half, y + height - half, width + thickness, thickness, "rule", colour)
        bar(x - half, y, thickness, height, "rule", colour)
        bar(x + width - half, y, thickness, height, "rule", colour)

    def number_pages(self, *, size: float = 10.5) -> None:
        """Write 第N页 共N页 at the foot of each page."""
        pages = self.composer.pages
        for number, page in enumerate(pages, start=1):
            self.composer.pages = [page]
            self.text(
                f"第{number}页　共{len(pages)}页",
                "song",
                size,
                self.left,
                self.sheet_height - self.top + 3,
                self.width,
                align="centre",
            )
            page.number = number
        self.composer.pages = pages

    def model(self) -> PageModel:
        composer = self.composer
        substitutes, missing = composer.faces.report(composer.used)
        return PageModel(
            title=self.title,
            pages=composer.pages,
            groups=composer.groups,
            substitutes=substitutes,
            missing=missing,
            characters=sum(len(run.text) for page in composer.pages for run in page.runs),
        )
