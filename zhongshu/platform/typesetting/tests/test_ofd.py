import io
import zipfile
from pathlib import Path

import ofdkit
import pytest
from lxml import etree

from ..document import SealPicture
from ..public import (
    Slip,
    SlipColumn,
    SlipOpinion,
    TrialSealProvider,
    draw_test_seal,
    lay_out,
    slip_model,
    to_ofd,
    to_sealed_ofd,
)
from .factories import ORGAN, attachment, command, document, letter, minutes, seal

SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("ofd_2016.rng")))
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


def faults(ofd: bytes) -> list[str]:
    """Return what the schema of the standard does not allow, part by part."""
    found = []
    for name, data in parts_of(ofd).items():
        if name.endswith(".xml") and not SCHEMA.validate(etree.fromstring(data)):
            found += [f"{name}: {error.message}" for error in SCHEMA.error_log]
    return found


@pytest.mark.parametrize(
    "made",
    [document(), letter(), command(), minutes(), document(attachments=(attachment(3, landscape=True),), seals=(seal(ORGAN),))],
)
def test_every_part_is_as_the_standard_asks(made):
    assert faults(to_ofd(lay_out(made))) == []


def test_a_sealed_file_is_as_the_standard_asks(tmp_path):
    provider = TrialSealProvider(tmp_path)

    assert faults(to_sealed_ofd(document(seals=(seal(ORGAN),)), provider)) == []


def test_handwriting_is_an_annotation_apart_from_the_page():
    strokes = (((10.0, 10.0), (60.0, 40.0), (110.0, 12.0)), ((70.0, 80.0),))
    opinion = SlipOpinion("同意", "市长 某某某", "2026年3月5日", strokes=strokes, day="2026-03-05")

    made = to_ofd(slip_model(Slip("文件处理单", (), (SlipColumn("批示", (opinion,), 2),))))

    assert faults(made) == []
    note = etree.fromstring(parts_of(made)["Doc_0/Annots/Page_0/Annotation.xml"]).find("ofd:Annot", NS)
    assert (note.get("Type"), note.get("Creator"), note.get("LastModDate")) == ("Path", "市长 某某某", "2026-03-05")
    assert note.findtext("ofd:Remark", namespaces=NS) == "同意"


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
