"""An OFD file is measured like the PDF of the same document, as far as it tells where things are."""

import io
import zipfile

import pytest

from zhongshu.kernel.errors import RuleBroken

from ..checker.geometry import measure
from ..document import SealPicture
from ..layout.engine import lay_out
from ..writers.ofd import write_ofd
from .factories import ORGAN, command, document, letter, minutes
from .test_geometry import CORPUS, RING, generated, shifted


def test_no_document_of_the_corpus_breaks_a_measure():
    broken = [
        (number, found)
        for number in range(0, CORPUS, 30)
        for found in measure(write_ofd(lay_out(generated(number))))
        if not found.ok
    ]

    assert broken == []


@pytest.mark.parametrize("made", [document(40), letter(4), command(), minutes()])
def test_every_layout_is_measured_without_a_fault(made):
    measures = measure(write_ofd(lay_out(made)))

    assert [found for found in measures if not found.ok] == []
    assert {"FMT-PAGE-SIZE", "FMT-PAGE-LEFT", "FMT-PAGE-AREA"} <= {found.rule for found in measures}


@pytest.mark.parametrize(
    ("element", "right", "down", "rule"),
    [
        ("masthead", 6, 0, "FMT-MASTHEAD-STYLE"),
        ("red_rule", 5, 0, "FMT-HEADER-RULE"),
        ("number", 9, 0, "FMT-DOCNO-POS"),
        ("title", 8, 0, "FMT-TITLE-FONT"),
        ("title", 0, 7, "FMT-TITLE-POS"),
        ("body", -3, 0, "FMT-PAGE-LEFT"),
        ("body", 3, 0, "FMT-PAGE-AREA"),
        ("imprint_rule", 0, 2, "FMT-IMPRINT-ANCHOR"),
    ],
)
def test_a_planted_fault_is_found(element, right, down, rule):
    model = shifted(lay_out(document(30, seals=(SealPicture(ORGAN, RING),))), element, right=right, down=down)

    assert rule in {found.rule for found in measure(write_ofd(model)) if not found.ok}


def test_lines_that_stand_too_close_are_found():
    model = lay_out(document(40))
    for page in model.pages:
        for run in page.runs:
            if run.element == "body":
                run.y = 37 + (run.y - 37) * 0.85

    assert "FMT-PAGE-GRID" in {found.rule for found in measure(write_ofd(model)) if not found.ok}


def with_content(text: str) -> bytes:
    """Return an OFD file of another maker's habits: offsets that repeat, a matrix, a line drawn by a pen."""
    ns = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    parts = {
        "OFD.xml": f"<ofd:OFD {ns}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {ns}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
        '</ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/Pages/Page_0/Content.xml": f"<ofd:Page {ns}><ofd:Content><ofd:Layer>{text}</ofd:Layer></ofd:Content></ofd:Page>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    "matrix",
    ['Size="5.6444"', 'Size="2.8222" CTM="2 0 0 2 0 0"', 'Size="5.6444" CTM="1 0 0 1 0 0"'],
    ids=["plain", "scaled", "unit"],
)
def test_text_of_another_maker_is_measured(matrix):
    step = "2.8222" if "2 0 0 2" in matrix else "5.6444"
    code = f'<ofd:TextCode X="0" Y="{step}" DeltaX="g 29 {step}">{"字" * 30}</ofd:TextCode>'
    data = with_content(f'<ofd:TextObject Boundary="20 100 170 6" Font="1" {matrix}>{code}</ofd:TextObject>')

    found = {one.rule: one.found for one in measure(data) if not one.ok}
    assert found["FMT-PAGE-LEFT"] == pytest.approx(7.7, abs=0.1)
    assert found["FMT-PAGE-AREA"] == pytest.approx(5.1, abs=0.2)


def test_a_line_drawn_by_a_pen_is_a_bar():
    path = (
        '<ofd:PathObject Boundary="28 120 150 0.4" LineWidth="0.4"><ofd:StrokeColor Value="255 0 0"/>'
        "<ofd:AbbreviatedData>M 0 0.2 L 150 0.2</ofd:AbbreviatedData></ofd:PathObject>"
    )

    (found,) = [one for one in measure(with_content(path)) if one.what == "分隔线长度"]
    assert found.found == pytest.approx(150)
    assert not found.ok


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"PK\x03\x04" + b"0" * 200])
def test_a_broken_file_is_refused(data):
    with pytest.raises(RuleBroken):
        measure(data)
