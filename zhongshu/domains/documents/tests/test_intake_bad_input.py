"""What offices really drop: long scans, locked, lying and broken files. Each is answered by a sentence, and nothing is lost."""

import io
import os
import resource
import zipfile

import pytest
from django.core.files.base import ContentFile
from docx import Document
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from zhongshu.domains.documents.choices import IntakeState, ItemNature
from zhongshu.domains.documents.commands import intake, intake_reading
from zhongshu.domains.documents.intake.ocr import recognising
from zhongshu.domains.documents.models import IntakeFile
from zhongshu.domains.documents.tests import factories, paper
from zhongshu.platform.attachments import public as attachments
from zhongshu.platform.jobs import public as jobs
from zhongshu.platform.typesetting import public as typesetting

pytestmark = pytest.mark.django_db
S = IntakeState
HEAD = ["岚山省水利厅文件", "岚水〔2026〕8号", "关于报送防汛准备情况的通知", "各市水利局："]
SIGNED = ["岚山省水利厅", "2026年3月5日"]


@pytest.fixture
def office() -> factories.Office:
    return factories.recipient()


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    location = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "attachments": location}


class Recogniser:
    """Stands in for the process that recognises: what each page says is given, which pages were asked for is noted."""

    pages: dict[int, list[str]]
    asked: list[int]
    progress: list[str]
    dies_at: int | None

    def __enter__(self) -> "Recogniser":
        return self

    def __exit__(self, *_) -> None:
        return None

    def page(self, file, extension, number):
        self.progress.append(IntakeFile.objects.get().progress)
        if number == self.dies_at:
            type(self).dies_at = None
            raise KeyboardInterrupt
        self.asked.append(number)
        lines = self.pages.get(number, [f"第{number}页的正文，没有落款，也没有别的。"])
        pieces = [
            [text, 0.99, [100, 100 + 60 * row, 100 + 30 * len(text), 130 + 60 * row], False] for row, text in enumerate(lines)
        ]
        return {"width": 1240, "height": 1754, "quarters": 0, "skew": 0.0, "seals": 0, "pieces": pieces}


@pytest.fixture
def recogniser(monkeypatch) -> type[Recogniser]:
    made = type("Made", (Recogniser,), {"pages": {0: HEAD}, "asked": [], "progress": [], "dies_at": None})
    monkeypatch.setattr(recognising, "Recogniser", made)
    return made


def upload(office: factories.Office, data: bytes, name: str) -> IntakeFile:
    return intake.upload(ContentFile(data, name=name), organ_id=office.organ.pk, by=office.actor("clerk"))


def dropped(office: factories.Office, data: bytes, name: str) -> IntakeFile:
    file = upload(office, data, name)
    jobs.drain()
    file.refresh_from_db()
    return file


def long_scan(count: int = 200) -> bytes:
    pages = [Image.new("1", (826, 1169), 1) for _ in range(count)]
    target = io.BytesIO()
    pages[0].save(target, "PDF", save_all=True, append_images=pages[1:], resolution=100)
    return target.getvalue()


def test_of_a_scan_of_two_hundred_pages_those_are_read_that_a_registration_needs(office, recogniser):
    file = dropped(office, long_scan(), "二百页.pdf")

    assert recogniser.asked == [0, 199, 1, 2, 198, 3]
    assert recogniser.progress[:2] == ["正在识别第1页，共200页", "正在识别第200页，共200页"]
    assert (file.state, file.pages, file.progress) == (S.PROPOSED, 200, "")
    assert "扫描件共200页，为登记识别了第1、2、3、4、199、200页，原件完整保存" in file.notes
    assert file.proposal["fields"]["number"]["value"] == "岚水〔2026〕8号"


def test_a_long_scan_lets_other_files_go_before_it(office, recogniser, monkeypatch):
    monkeypatch.setattr(intake_reading, "SLICE", 0.0)
    scan = upload(office, long_scan(20), "长.pdf")
    intake_reading.read(scan.pk)
    scan.refresh_from_db()
    assert (scan.state, recogniser.asked) == (S.READING, [0])
    other = upload(office, "\n".join([*HEAD, "请报送。", *SIGNED]).encode(), "短.txt")

    intake_reading.read(other.pk)

    other.refresh_from_db()
    assert (other.state, recogniser.asked) == (S.PROPOSED, [0])


def test_a_scan_whose_reading_was_killed_goes_on_where_it_was(office, recogniser):
    recogniser.pages = {0: HEAD, 9: SIGNED}
    recogniser.dies_at = 9
    file = upload(office, long_scan(10), "十页.pdf")
    with pytest.raises(KeyboardInterrupt):
        intake_reading.read(file.pk)
    file.refresh_from_db()
    assert (file.state, list(file.proposal[intake_reading.RECOGNISED])) == (S.READING, ["0"])

    intake_reading.read(file.pk)

    file.refresh_from_db()
    assert recogniser.asked == [0, 9]
    assert (file.state, file.proposal["fields"]["date"]["value"]) == (S.PROPOSED, "2026-03-05")


def test_of_a_marked_scan_not_even_the_first_page_is_kept_while_it_is_read(
    office, recogniser, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(intake_reading, "SLICE", 0.0)
    recogniser.pages = {0: ["机密★5年", *HEAD]}
    with django_capture_on_commit_callbacks(execute=True):
        file = dropped(office, long_scan(20), "某件.pdf")

    assert recogniser.asked == [0]
    assert (file.state, file.path, file.proposal, file.name) == (S.REFUSED, "", {}, intake_reading.HIDDEN_NAME)
    assert attachments.storage().listdir("intake")[1] == []


@pytest.mark.slow
def test_a_long_scan_takes_no_more_memory_than_a_short_one(office):
    one = paper.paper(11)
    pages = [Image.open(io.BytesIO(paper.OFFICE.scan(page))) for page in one.pages()[:1]] * 120
    target = io.BytesIO()
    pages[0].save(target, "PDF", save_all=True, append_images=pages[1:], resolution=150)

    file = dropped(office, target.getvalue(), "长扫描件.pdf")

    assert (file.state, file.pages) == (S.PROPOSED, 120)
    assert file.proposal["fields"]["number"]["value"] == one.fields["number"]
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 1_500_000  # kilobytes


@pytest.mark.slow
@pytest.mark.parametrize(
    ("scanner", "quarters"), [(paper.UPSIDE_DOWN, 2), (paper.ON_ITS_SIDE, 3)], ids=["upside down", "on its side"]
)
def test_a_photo_that_lies_wrongly_is_registered_upright(office, scanner, quarters):
    one = paper.paper(300, attachments=(), copy_recipients="")

    file = dropped(office, scanner.scan(one.pages()[0], 1), "照片.jpg")

    assert file.state == S.PROPOSED
    assert "图像方向不正，已转正后识别" in file.notes
    assert file.proposal["turns"]["0"][0] == quarters
    assert file.proposal["fields"]["title"]["value"] == one.fields["title"]


def revised(count: int) -> bytes:
    """Return a DOCX with so many insertions and as many deletions."""
    document = Document()
    for text in (*HEAD, "请做好工作。"):
        document.add_paragraph(text)
    target = io.BytesIO()
    document.save(target)
    changes = "".join(
        f'<w:ins w:id="{n}" w:author="甲" w:date="2026-01-01T00:00:00Z"><w:r><w:t>增{n}</w:t></w:r></w:ins>'
        f'<w:del w:id="{n + count}" w:author="乙" w:date="2026-01-01T00:00:00Z"><w:r><w:delText>删{n}</w:delText></w:r></w:del>'
        for n in range(count)
    )
    return rewritten(
        target.getvalue(),
        lambda name, content: (
            content.replace(b"<w:sectPr", f"<w:p>{changes}</w:p><w:sectPr".encode(), 1)
            if name == "word/document.xml"
            else content
        ),
    )


def rewritten(data: bytes, change) -> bytes:
    """Return a package with the members that ``change`` (name, content) leaves; None drops one."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in source.infolist():
            content = change(entry.filename, source.read(entry))
            if content is not None:
                made.writestr(entry.filename, content)
    return target.getvalue()


def test_a_docx_with_ten_thousand_revisions_is_read_with_all_accepted(office):
    file = dropped(office, revised(5000), "修订.docx")

    assert (file.state, file.notes) == (S.PROPOSED, ["文件带有10000处修订痕迹，已按接受全部修订识读"])
    assert ("增4999" in file.text, "删4999" in file.text) == (True, False)
    assert file.proposal["fields"]["number"]["value"] == "岚水〔2026〕8号"


def test_a_text_in_traditional_characters_is_registered_as_it_stands(office):
    text = "雲州市財政局關於預算執行情況的函\n雲財函〔2026〕3號\n雲州市水利局：\n現將有關情況函告如下。\n雲州市財政局\n2026年3月5日\n"
    file = dropped(office, text.encode(), "來函.txt")

    assert (file.state, file.title) == (S.PROPOSED, "雲州市財政局關於預算執行情況的函")
    assert file.notes == ["文件是繁体字，已按繁体识读，登记内容照原文"]
    assert file.number_key == "云财函2026-3"


TEXT = "\n".join([*HEAD, "请于3月20日前报送防汛准备情况，内容包括责任落实、隐患排查、物资储备和预案修订。", *SIGNED]) + "\n"


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_a_text_in_another_encoding_is_registered_without_a_word(office, encoding):
    file = dropped(office, TEXT.encode(encoding), "来文.txt")

    assert (file.state, file.problem, file.notes) == (S.PROPOSED, "", [])
    assert file.proposal["fields"]["title"]["value"] == "关于报送防汛准备情况的通知"


def test_spoilt_text_is_restored_or_says_what_to_do(office):
    mended = dropped(office, TEXT.encode("gb18030").decode("latin-1").encode(), "乱码.txt")
    lost = dropped(office, TEXT.encode("gb18030").decode("utf-8", "replace").encode(), "锟斤拷.txt")

    assert (mended.title, mended.notes) == ("关于报送防汛准备情况的通知", ["文件原是乱码，已按正确的编码还原，请核对"])
    assert (lost.state, lost.problem) == (
        S.PROPOSED,
        "文件是乱码，无法还原，请用记事本打开确认编码后另存为 UTF-8 再上传",
    )
    assert attachments.storage().exists(lost.path)


def test_a_locked_pdf_says_so_and_is_registered_by_hand(office):
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(paper.paper(5).pdf)))
    writer.encrypt("1234")
    target = io.BytesIO()
    writer.write(target)

    file = dropped(office, target.getvalue(), "加密.pdf")

    assert (file.state, file.problem) == (S.PROPOSED, "PDF 文件加了密码，请先解除密码再上传")
    document = intake.confirm(
        file, by=office.actor("clerk"), title="关于某事的函", sender_name="省水利厅", nature=ItemNature.FOR_ACTION
    )
    assert [attached.name for attached in attachments.listing(document.ref)] == ["加密.pdf"]


def bomb(extension: str) -> bytes:
    """Return a package of a few hundred thousand bytes that holds six hundred millions."""
    member = {"docx": "word/media/image1.bin", "ofd": "Doc_0/Res/image1.bin"}[extension]
    if extension == "docx":
        target = io.BytesIO()
        Document().save(target)
    else:
        target = io.BytesIO(typesetting.to_ofd(paper.paper(5).document))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive, archive.open(member, "w") as made:
        for _ in range(600):
            made.write(bytes(1_000_000))
    return target.getvalue()


@pytest.mark.parametrize("extension", ["docx", "ofd"])
def test_an_archive_bomb_is_refused_unopened(office, extension):
    file = dropped(office, bomb(extension), f"来文.{extension}")

    assert (file.state, file.problem) == (S.REFUSED, "压缩文件解压后过大，疑似恶意文件，不予接收")
    assert file.path == ""


def damaged_ofd(how: str) -> bytes:
    data = typesetting.to_ofd(paper.paper(5).document)
    if how == "cut short":
        return data[: len(data) // 2]
    if how == "without its pages":
        return rewritten(data, lambda name, content: None if name.endswith("Content.xml") else content)
    return rewritten(data, lambda name, content: content[: len(content) // 2] if name.endswith(".xml") else content)


@pytest.mark.parametrize(
    ("how", "state", "sentence"),
    [
        ("cut short", S.REFUSED, "压缩文件已损坏，无法读取，请重新生成后再上传"),
        ("without its pages", S.PROPOSED, "OFD 文件已损坏或不完整，不能打开"),
        ("with broken pages", S.PROPOSED, "OFD 文件已损坏或不完整，不能打开"),
    ],
)
def test_a_damaged_ofd_says_so(office, how, state, sentence):
    file = dropped(office, damaged_ofd(how), "来文.ofd")

    assert (file.state, file.problem) == (state, sentence)
    assert bool(file.path) == (state == S.PROPOSED)


@pytest.mark.parametrize(
    ("name", "data", "extension"),
    [
        ("来文.pdf", lambda: typesetting.to_docx(paper.paper(5).document), "docx"),
        ("来文.docx", lambda: typesetting.to_ofd(paper.paper(5).document), "ofd"),
        ("来文.doc", lambda: paper.paper(5).pdf, "pdf"),
        ("来文", lambda: TEXT.encode(), "txt"),
    ],
)
def test_a_file_whose_extension_lies_is_read_as_what_it_is(office, name, data, extension):
    file = dropped(office, data(), name)

    assert (file.state, file.extension, file.name) == (S.PROPOSED, extension, f"来文.{extension}")
    assert f"实际是 {extension.upper()} 文件，已按实际类型识读" in file.notes[0]
    assert file.title != ""


def test_a_program_named_as_a_document_is_refused(office):
    file = dropped(office, b"MZ\x90\0\3\0\0\0" + os.urandom(4000), "来文.docx")

    assert (file.state, file.problem) == (S.REFUSED, "不能从这种文件登记，请上传 DOCX、PDF、OFD、图片、TXT 或 WPS 文件")


def test_a_file_of_no_bytes_is_refused(office):
    file = dropped(office, b"", "来文.pdf")

    assert (file.state, file.problem) == (S.REFUSED, "文件是空的（0 字节），请检查后重新上传")
