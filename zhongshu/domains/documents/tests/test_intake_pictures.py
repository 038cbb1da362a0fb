"""What is known of a page helps to read it: grey seals, rules, page numbers, the marks of Chinese print."""

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw

from zhongshu.domains.documents.intake.ocr import pictures, seals, tidying
from zhongshu.domains.documents.intake.ocr.tidying import Piece
from zhongshu.domains.documents.tests import paper

HEIGHT = 1754


def grey_page(ring: int) -> Image.Image:
    """Return a page with black bars as text and a ring of this grey, one bar lying across it."""
    page = Image.new("L", (1240, HEIGHT), 250)
    draw = ImageDraw.Draw(page)
    for row in range(300, 1100, 60):
        draw.rectangle((150, row, 1090, row + 6), fill=10)
    draw.ellipse((700, 1200, 940, 1440), outline=ring, width=9)
    draw.rectangle((650, 1316, 990, 1324), fill=10)
    return page.convert("RGB")


def test_a_seal_that_became_grey_is_taken_off_and_the_text_below_it_stays():
    bare, found = seals.without_seals(grey_page(75))

    ((x0, y0, x1, y1),) = found
    assert max(abs(x0 - 700), abs(y0 - 1200), abs(x1 - 940), abs(y1 - 1440)) < 20
    assert min(bare.getpixel((820, 1204))) > 200
    assert max(bare.getpixel((820, 1320))) < 40
    assert max(bare.getpixel((600, 303))) < 40


def test_what_is_as_black_as_the_text_is_no_seal():
    page = grey_page(12)

    bare, found = seals.without_seals(page)

    assert found == []
    assert bare.getpixel((820, 1204)) == page.getpixel((820, 1204))


def piece(text: str, box: tuple[float, float, float, float]) -> Piece:
    return Piece(text, 0.9, box, False)


def test_rules_are_no_letters_and_page_numbers_stand_between_dashes():
    pieces = [
        piece("一、总则", (100, 300, 400, 340)),
        piece("一", (100, 1500, 1100, 1520)),
        piece("—2二", (200, 1580, 330, 1620)),
        piece("2", (200, 700, 230, 740)),
    ]

    assert [one.text for one in tidying.tidy(pieces, HEIGHT)] == ["一、总则", "— 2 —", "2"]


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("抄送:市委各部门,市政协办公室。", "抄送：市委各部门，市政协办公室。"),
        ("各县(市、区)人民政府:", "各县（市、区）人民政府："),
        ("定于5月6日上午9:00召开", "定于5月6日上午9:00召开"),
        ("1,200.50", "1,200.50"),
        ("http://a.b", "http://a.b"),
    ],
)
def test_marks_beside_hanzi_are_the_wide_ones(read, printed):
    assert tidying.with_wide_marks(read) == printed


def test_a_page_number_that_no_line_was_seen_in_is_found_at_the_foot():
    pixels = np.full((HEIGHT, 1240, 3), 250, np.uint8)
    pixels[1600:1604, 900:930] = 20
    pixels[1590:1614, 945:955] = 20
    pixels[1600:1604, 970:1000] = 20
    line = np.array([[100, 300], [1100, 300], [1100, 340], [100, 340]], np.float32)

    (found,) = tidying.overlooked(pixels, [line])

    assert found[:, 0].min() < 905
    assert found[:, 0].max() > 995
    assert found[:, 1].min() < 1590 < 1614 < found[:, 1].max()


def test_a_scanned_page_is_drawn_at_its_own_size():
    page = paper.OFFICE.scan(paper.paper(1).pages(110)[0])
    data = paper.scanned_pdf([page])

    drawn = pictures.page_picture("pdf", data, 0)

    scanned = pictures.page_picture("jpg", page, 0)
    assert abs(drawn.width - scanned.width) <= 2
    assert len(pypdfium2.PdfDocument(data)) == 1
