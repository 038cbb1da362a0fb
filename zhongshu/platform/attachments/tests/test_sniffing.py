import io
import struct
import zipfile
import zlib

import pytest

from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.attachments.sniffing import Bounds, decoded, media_type
from zhongshu.platform.attachments.tests.factories import docx, package, pdf, picture

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512


def sniff(name, content, **bounds):
    return media_type(name, io.BytesIO(content), bounds=Bounds(**bounds))


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.pdf", pdf(), "application/pdf"),
        ("a.PNG", picture(), "image/png"),
        ("a.jpg", picture("JPEG"), "image/jpeg"),
        ("a.tiff", picture("TIFF"), "image/tiff"),
        ("a.docx", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.ofd", package("OFD.xml"), "application/ofd"),
        ("a.zip", package("a.txt"), "application/zip"),
        ("a.doc", OLE, "application/msword"),
        ("a.wps", OLE, "application/vnd.ms-works"),
        ("a.txt", "通知".encode(), "text/plain"),
        ("a.csv", "姓名,单位".encode("gb18030"), "text/csv"),
    ],
)
def test_files_that_are_what_they_say_are_accepted(name, content, expected):
    assert sniff(name, content) == expected


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.exe", b"MZ", "type_not_accepted"),
        ("a.html", b"<script>", "type_not_accepted"),
        ("a.svg", b"<svg/>", "type_not_accepted"),
        ("a", b"x", "type_not_accepted"),
        ("a.pdf", b"MZ\x90\0 not a pdf", "type_mismatch"),
        ("a.pdf", picture(), "type_mismatch"),
        ("a.png", picture("JPEG"), "type_mismatch"),
        ("a.docx", package("a.txt"), "type_mismatch"),
        ("a.docx", OLE, "type_mismatch"),
        ("a.ofd", docx(), "type_mismatch"),
        ("a.txt", b"\x7fELF\0\0\0", "type_mismatch"),
        ("a.zip", package("a.txt")[:-8], "archive_damaged"),
        ("a.docx", docx()[:-8], "archive_damaged"),
        ("a.png", picture()[:20], "picture_damaged"),
    ],
)
def test_files_that_are_not_what_they_say_are_refused(name, content, code):
    with pytest.raises(RuleBroken) as refusal:
        sniff(name, content)

    assert refusal.value.code == code


def test_an_archive_that_swells_is_refused():
    bomb = package("a.txt", content=b"\0" * 20_000_000)

    with pytest.raises(RuleBroken, match="解压后过大"):
        sniff("a.zip", bomb)


def test_a_document_that_swells_is_refused_too():
    bomb = package("[Content_Types].xml", "word/document.xml", content=b"\0" * 20_000_000)

    with pytest.raises(RuleBroken, match="解压后过大"):
        sniff("a.docx", bomb)


def test_an_archive_of_too_many_files_is_refused():
    with pytest.raises(RuleBroken, match="解压后过大"):
        sniff("a.zip", package(*(f"{n}.txt" for n in range(11)), compression=zipfile.ZIP_STORED), entries=10)


def test_a_picture_of_monstrous_size_is_refused():
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)

    with pytest.raises(RuleBroken, match="图片尺寸过大"):
        sniff("a.png", b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(b"")))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_the_encodings_of_offices(encoding):
    assert decoded("关于通知".encode(encoding)) == "关于通知"


def test_a_character_cut_at_the_end_of_a_sample_is_let_go():
    assert decoded("关于".encode()[:-1]) == "关"


def _chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
