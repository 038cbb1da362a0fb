import io
import zipfile

import pytest

from zhongshu.kernel.errors import RuleBroken

from ..public import lay_out, to_ofd
from ..readers import package
from ..readers.ofd import read_ofd
from ..readers.package import Package
from ..writers.ofd import pack
from .factories import document

GOOD = to_ofd(document(2))


def refused(data: bytes) -> RuleBroken:
    with pytest.raises(RuleBroken) as refusal:
        read_ofd(data)
    return refusal.value


def changed(**parts: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return pack(files | {name.replace("__", "/").replace("_xml", ".xml"): data for name, data in parts.items()})


def test_our_own_file_is_read_back_whole():
    model = lay_out(document(2))

    found = read_ofd(GOOD)

    assert found.title == model.title
    assert len(found.pages) == len(model.pages)
    assert found.text.replace("\n", "") == "".join(run.text for page in model.pages for run in page.runs)
    assert found.facts["发文字号"] == "云政办发〔2026〕12号"


@pytest.mark.parametrize("size", [0, 10, 500, len(GOOD) // 2, len(GOOD) - 30])
def test_a_truncated_file_is_refused(size):
    assert refused(GOOD[:size]).code == "bad_file"


def test_a_damaged_part_is_refused():
    assert refused(changed(OFD_xml=b"<ofd:OFD")).code == "bad_file"


def test_external_entities_are_refused():
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><OFD><DocBody><DocRoot>&e;</DocRoot></DocBody></OFD>'

    assert refused(changed(OFD_xml=evil)).code == "external_reference"


def test_an_archive_that_unpacks_to_too_much_is_refused_unopened(monkeypatch):
    monkeypatch.setattr(package, "LARGEST_UNPACKED", 1024 * 1024)

    assert refused(changed(Doc_0__bomb_xml=bytes(2 * 1024 * 1024))).code == "file_too_large"


def test_a_location_that_leads_out_of_the_package_leads_nowhere():
    assert Package.normal("../../etc/passwd", "Doc_0") == "etc/passwd"


def test_a_file_without_pages_is_refused():
    assert refused(changed(OFD_xml=b"<OFD><DocBody/></OFD>")).message == "OFD 文件已损坏或不完整，不能打开"
