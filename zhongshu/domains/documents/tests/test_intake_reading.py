"""Reading what comes in: any encoding, spoilt text, files that lie, scans however they lie."""

import io
import zipfile

import numpy as np
import pytest
from docx import Document
from PIL import Image

from zhongshu.domains.documents.intake import likeness, numbers
from zhongshu.domains.documents.intake.extracting import extract
from zhongshu.domains.documents.intake.lines import Box, Line, Reading, tidy
from zhongshu.domains.documents.intake.ocr import pictures, recognising, seals
from zhongshu.domains.documents.intake.paragraphs import paragraphs
from zhongshu.domains.documents.intake.reading import decoding, kinds
from zhongshu.domains.documents.intake.reading.opening import MENDED, TRADITIONAL, Scan, open_file
from zhongshu.domains.documents.tests import paper
from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.typesetting import public as typesetting

TEXT = "岚山省水利厅关于报送防汛准备情况的通知\n岚水〔2026〕8号\n各市水利局：\n请于3月20日前报送2026年防汛准备情况。\n岚山省水利厅\n2026年3月5日\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_text_is_read_in_the_encodings_of_offices(encoding):
    found = decoding.decode(TEXT.encode(encoding))

    assert (found.text, found.is_mended, found.is_damaged) == (TEXT, False, False)


def test_a_traditional_text_is_read_in_big5():
    text = "雲州市人民政府關於加強檔案工作的通知\n各縣區人民政府：\n為加強檔案工作，現通知如下。"

    assert decoding.decode(text.encode("big5")).text == text


@pytest.mark.parametrize(("meant", "shown"), [("gb18030", "latin-1"), ("utf-8", "latin-1"), ("utf-8", "gb18030")])
def test_a_text_that_went_through_the_wrong_encoding_is_restored(meant, shown):
    spoilt = TEXT.encode(meant).decode(shown, "replace").encode("utf-8")

    reading = open_file("乱码.txt", spoilt)

    assert isinstance(reading, Reading)
    assert reading.notes == (MENDED,)
    assert "防汛准备情况的通知" in extract(reading)["title"]


def test_a_text_that_cannot_be_restored_says_so():
    with pytest.raises(RuleBroken, match="乱码，无法还原"):
        open_file("坏.txt", TEXT.encode("gb18030").decode("utf-8", "replace").encode())


def test_a_traditional_text_says_so():
    reading = open_file("函.txt", "雲州市財政局關於預算執行情況的函\n雲州市水利局：\n現將有關情況函告如下。\n".encode())

    assert isinstance(reading, Reading)
    assert reading.notes == (TRADITIONAL,)


@pytest.mark.parametrize(
    ("name", "data", "extension"),
    [
        ("a.docx", b"%PDF-1.7\n", "pdf"),
        ("a.pdf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
        ("a.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "wps"),
        ("a.doc", b"{\\rtf1}", "rtf"),
        ("a.pdf", b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "png"),
        ("a.jpeg", b"\xff\xd8\xff\xe0" + b"\0" * 20, "jpeg"),
        ("a.pdf", "各单位：".encode(), "txt"),
        ("a.md", "各单位：".encode(), "md"),
        ("a.txt", b"MZ\x90\0\3\0\0\0\4\0", ""),
    ],
)
def test_a_file_is_what_its_bytes_say(name, data, extension):
    assert kinds.true_extension(name, data) == extension


def test_an_archive_is_no_document():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.txt", "a")

    assert kinds.true_extension("a.docx", target.getvalue()) == ""


@pytest.mark.parametrize("extension", ["pdf", "docx", "ofd"])
@pytest.mark.parametrize("seed", [501, 502, 503])
def test_files_with_text_say_the_same_in_every_format(extension, seed):
    one = paper.paper(seed)
    data = {
        "pdf": lambda: one.pdf,
        "docx": lambda: typesetting.to_docx(one.document),
        "ofd": lambda: typesetting.to_ofd(one.document),
    }[extension]()

    reading = open_file(f"a.{extension}", data)

    assert isinstance(reading, Reading)
    proposal = extract(reading)
    assert {name: proposal[name].replace(" ", "") for name in one.fields} == one.fields


def test_a_page_of_pictures_is_to_be_recognised():
    page = paper.OFFICE.scan(paper.paper(1).pages(40)[0])

    scan = open_file("a.pdf", paper.scanned_pdf([page, page]))

    assert isinstance(scan, Scan)
    assert (scan.pages, scan.lines) == (2, {})


def test_text_boxes_of_a_docx_are_read_and_many_revisions_quickly():
    document = Document()
    document.add_paragraph("关于防汛的通知")
    document.add_paragraph("各单位：")
    document.add_paragraph("请做好工作。")
    target = io.BytesIO()
    document.save(target)
    inserted = "".join(
        f'<w:ins w:id="{n}" w:author="甲" w:date="2026-01-01T00:00:00Z"><w:r><w:t>增{n}</w:t></w:r></w:ins>'
        f'<w:del w:id="{n + 20000}" w:author="乙" w:date="2026-01-01T00:00:00Z"><w:r><w:delText>删{n}</w:delText></w:r></w:del>'
        for n in range(5000)
    )
    box = (
        "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>云州市水利局文件</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
    )
    changed = _with_body(target.getvalue(), f"{box}<w:p>{inserted}</w:p>")

    reading = open_file("a.docx", changed)

    assert isinstance(reading, Reading)
    assert reading.notes == ("文件带有10000处修订痕迹，已按接受全部修订识读",)
    assert reading.lines[0].text == "云州市水利局文件"
    assert "删7" not in reading.text
    assert extract(reading)["issuers"] == "云州市水利局"


def _with_body(data: bytes, added: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as made:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "word/document.xml":
                content = content.replace(b"</w:body>", f"{added}</w:body>".encode())
            made.writestr(entry.filename, content)
    return target.getvalue()


def test_letter_spacing_and_readings_are_taken_out():
    assert tidy("关 于 防 汛 的 通 知") == "关于防汛的通知"
    assert tidy("國務院　　中央軍委") == "國務院 中央軍委"
    assert tidy("全省大發(fā)展") == "全省大發展"


def test_printed_lines_become_paragraphs():
    def line(text, x0, x1, y):
        return Line(text, 0, Box(x0, y, x1, y + 0.02), 0.025)

    lines = [
        line("一、提高认识，加强领导，把思想统一到", 0.15, 0.87, 0.1),
        line("部署上来。", 0.1, 0.3, 0.14),
        line("二、落实责任。", 0.15, 0.4, 0.18),
        line("— 2 —", 0.7, 0.8, 0.95),
        line("各单位要按时完成各项任务并及时报告有", 0.15, 0.87, 0.22),
        line("关情况。", 0.1, 0.3, 0.26),
    ]

    assert paragraphs(lines).split("\n") == [
        "一、提高认识，加强领导，把思想统一到部署上来。",
        "二、落实责任。",
        "各单位要按时完成各项任务并及时报告有关情况。",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("云政发〔2026〕3号", "云政发[2026] 3号"),
        ("云政发（2026）第3号", "云政发〔2026〕3号"),
        ("雲政發〔2026〕3號", "云政发〔2026〕3号"),
    ],
)
def test_spellings_of_one_number_have_one_key(one, other):
    assert numbers.key(one) == numbers.key(other) != ""


def test_nearly_the_same_texts_have_nearly_the_same_fingerprint():
    text = "".join(f"第{number}项工作由有关单位负责落实，按照时间节点报送进展。" for number in range(40))
    near, far = likeness.fingerprint(text + "请遵照执行。"), likeness.fingerprint("安排春耕生产，做好种子化肥农药供应。" * 20)
    own = likeness.fingerprint(text)
    assert own is not None
    assert near is not None
    assert far is not None
    assert likeness.distance(own, near) <= likeness.NEAR < likeness.distance(own, far)
    assert likeness.fingerprint("太短") is None
    assert likeness.resemblance(text, text) == 1.0


@pytest.mark.parametrize(("count", "order"), [(1, [0]), (3, [0, 2, 1]), (200, [0, 199, 1, 2, 198, 3])])
def test_of_a_long_scan_the_first_and_last_pages_are_read(count, order):
    assert recognising._order(count, 6) == order


def test_a_seal_is_taken_off_and_the_head_of_paper_stays():
    picture = Image.new("RGB", (1200, 1700), "white")
    for x in range(200, 1000):
        for y in range(200, 240):
            picture.putpixel((x, y), (220, 20, 20))
    seal = Image.new("RGB", (300, 300), (225, 30, 30))
    picture.paste(seal, (700, 1200))
    for x in range(750, 950):
        picture.putpixel((x, 1350), (10, 5, 5))

    bare, found = seals.without_seals(picture)

    assert len(found) == 1
    assert bare.getpixel((600, 220)) == (220, 20, 20)
    assert min(bare.getpixel((800, 1300))) > 240
    assert max(bare.getpixel((800, 1350))) < 30


def test_places_turn_with_the_picture():
    picture = Image.new("RGB", (400, 600), "white")
    picture.paste((0, 0, 0), (300, 100, 306, 106))

    turned = pictures.turned(picture, pictures.Turn(0, 5.0))
    ((x, y),) = pictures.turned_points(np.array([[303.0, 103.0]]), 5.0, picture.size)

    assert max(turned.getpixel((round(x), round(y)))) < 60


@pytest.mark.slow
@pytest.mark.parametrize("scanner", [paper.UPSIDE_DOWN, paper.ON_ITS_SIDE], ids=["upside down", "on its side"])
def test_a_page_that_lies_wrongly_is_turned_and_read(scanner):
    one = paper.paper(300, attachments=(), copy_recipients="")
    scan = open_file("照片.jpg", scanner.scan(one.pages()[0], 1))
    assert isinstance(scan, Scan)

    reading, turns = recognising.recognise(scan)

    assert turns[0].quarters == (2 if scanner is paper.UPSIDE_DOWN else 3)
    assert "图像方向不正，已转正后识别" in reading.notes
    proposal = extract(reading)
    assert {name: proposal[name] for name in ("number", "title", "recipients")} == {
        name: one.fields[name] for name in ("number", "title", "recipients")
    }
