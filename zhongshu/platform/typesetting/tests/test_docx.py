import io
import zipfile

import docx
import pytest
from lxml import etree

from ..public import to_docx
from .factories import ORGANS, attachment, command, document, letter, minutes, seal

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Orders of ECMA-376 that Word insists on.
PARAGRAPH_ORDER = [
    "pStyle",
    "keepNext",
    "pageBreakBefore",
    "pBdr",
    "tabs",
    "snapToGrid",
    "spacing",
    "ind",
    "jc",
    "outlineLvl",
    "sectPr",
]
RUN_ORDER = ["rFonts", "color", "spacing", "w", "kern", "sz", "szCs"]


def body_of(data: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


@pytest.mark.parametrize(
    "made", [document(), letter(), command(), minutes(), document(masthead=ORGANS[:3], signature_organs=ORGANS[:3])]
)
def test_every_format_opens_and_holds_its_text(made):
    text = "".join(body_of(to_docx(made)).itertext())

    assert docx.Document(io.BytesIO(to_docx(made))).sections
    assert all(name in text for name in made.masthead)
    assert made.number in text


def test_the_same_document_gives_the_same_bytes():
    assert to_docx(document()) == to_docx(document())


def test_properties_stand_in_schema_order():
    body = body_of(
        to_docx(
            document(9, attachments=(attachment(3, landscape=True),), seals=(seal(),), signatories=("张某", "李某某", "王某"))
        )
    )

    for tag, order in (("pPr", PARAGRAPH_ORDER), ("rPr", RUN_ORDER)):
        for properties in body.iter(W + tag):
            names = [etree.QName(child).localname for child in properties]
            assert names == sorted(names, key=order.index)


def test_the_page_is_22_lines_of_28_characters():
    section = body_of(to_docx(document())).find(f".//{W}body/{W}sectPr")

    margins, grid = section.find(W + "pgMar"), section.find(W + "docGrid")
    assert (margins.get(W + "top"), margins.get(W + "left"), margins.get(W + "right"), margins.get(W + "bottom")) == (
        "2098",
        "1587",
        "1474",
        "1984",
    )
    assert (grid.get(W + "type"), grid.get(W + "linePitch")) == ("lines", "579")


def test_a_landscape_attachment_has_its_own_section():
    body = body_of(to_docx(document(attachments=(attachment(3, landscape=True),))))

    assert [size.get(W + "orient") for size in body.iter(W + "pgSz")] == [None, "landscape", None]


def test_the_signature_has_its_place_by_a_tab_stop():
    body = body_of(to_docx(document(2)))

    paragraph = next(found for found in body.iter(W + "p") if "".join(found.itertext()) == "2026年3月5日")
    assert paragraph.find(f"{W}pPr/{W}tabs/{W}tab").get(W + "val") == "left"
