import io
import zipfile

import ofdkit
import pytest
from lxml import etree

from ..document import SealPicture
from ..public import draw_test_seal, lay_out, to_ofd
from .factories import ORGAN, attachment, command, document, letter, minutes

NS = {"ofd": "http://www.ofdspec.org/2016"}


def parts_of(ofd: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(ofd)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(
    "made", [document(), letter(), command(), minutes(), document(attachments=(attachment(3, landscape=True),))]
)
def test_an_independent_reader_finds_all_pages_and_all_text(made, tmp_path):
    model = lay_out(made)
    path = tmp_path / "document.ofd"
    path.write_bytes(to_ofd(model))

    opened = ofdkit.open(path)
    expected = sorted(char for page in model.pages for run in page.runs for char in run.text)
    assert len(opened.pages) == len(model.pages)
    assert sorted(char for char in opened.text() if not char.isspace()) == expected


def test_the_same_document_gives_the_same_bytes():
    assert to_ofd(document(8)) == to_ofd(document(8))


def test_identifiers_are_unique_and_the_largest_is_announced():
    parts = parts_of(to_ofd(document(20, seals=(SealPicture(ORGAN, draw_test_seal(ORGAN)),))))
    ids = [int(value) for name, data in parts.items() if name.endswith(".xml") for value in etree.fromstring(data).xpath("//@ID")]

    announced = int(etree.fromstring(parts["Doc_0/Document.xml"]).findtext(".//ofd:MaxUnitID", namespaces=NS))
    assert len(ids) == len(set(ids))
    assert max(ids) == announced


def test_every_part_that_is_named_is_there():
    parts = parts_of(to_ofd(document(seals=(SealPicture(ORGAN, draw_test_seal(ORGAN)),))))
    root = etree.fromstring(parts["Doc_0/Document.xml"])

    assert all(f"Doc_0/{page.get('BaseLoc')}" in parts for page in root.iterfind(".//ofd:Page", NS))
    for resources, tag in (("PublicRes", "FontFile"), ("DocumentRes", "MediaFile")):
        for entry in etree.fromstring(parts[f"Doc_0/{resources}.xml"]).iterfind(f".//ofd:{tag}", NS):
            assert f"Doc_0/Res/{entry.text}" in parts


def test_the_metadata_repeats_the_elements():
    root = etree.fromstring(parts_of(to_ofd(document()))["OFD.xml"])

    facts = {entry.get("Name"): entry.text for entry in root.iterfind(".//ofd:CustomData", NS)}
    assert facts["发文字号"] == "云政办发〔2026〕12号"
    assert facts["成文日期"] == "2026年3月5日"
