import io
import re

import pdfplumber
import pypdfium2 as pdfium
import pytest
from pdfminer.pdftypes import resolve1

from zhongshu.kernel.errors import RuleBroken

from ..document import OfficialDocument, Paragraph, SealPicture
from ..public import draw_test_seal, lay_out, to_pdf
from .factories import ORGAN, attachment, command, document, letter, minutes


def text_of(pdf: bytes) -> str:
    opened = pdfium.PdfDocument(pdf)
    return "".join(opened[index].get_textpage().get_text_range() for index in range(len(opened)))


def test_the_same_document_gives_the_same_bytes():
    assert to_pdf(document(8)) == to_pdf(document(8))


@pytest.mark.parametrize(
    "made", [document(), letter(), command(), minutes(), document(attachments=(attachment(landscape=True),))]
)
def test_every_format_opens_and_embeds_all_its_fonts(made):
    with pdfplumber.open(io.BytesIO(to_pdf(made))) as pdf:
        assert pdf.pages[0].chars
        for page in pdf.pages:
            for name, font in resolve1(page.page_obj.resources["Font"]).items():
                descriptor = font.resolve()["DescendantFonts"][0].resolve()["FontDescriptor"].resolve()
                assert "FontFile2" in descriptor or "FontFile3" in descriptor, name


def test_the_text_can_be_read_out_in_order():
    text = re.sub(r"\s", "", text_of(to_pdf(document(2, title="关于防汛的通知"))))

    order = [
        "云州市人民政府办公室文件",
        "云政办发〔2026〕12号",
        "关于防汛的通知",
        "各县（市、区）人民政府",
        "抄送：",
        "2026年3月6日印发",
    ]
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)


def test_a_laid_out_model_is_not_laid_out_again():
    model = lay_out(document())

    assert to_pdf(model) == to_pdf(document())


def test_headings_and_attachments_become_bookmarks():
    opened = pdfium.PdfDocument(to_pdf(document(9, attachments=(attachment(2),))))

    titles = [item.get_title() for item in opened.get_toc()]
    assert titles == ["一、落实工作责任", "（一）加强组织领导", "二、落实工作责任", "2026年全市防汛抗旱重点任务分工表"]


def test_the_file_says_that_it_is_pdf_a_2b_and_tagged():
    pdf = to_pdf(document(1, title="关于A&B的通知"))

    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in pdf
    assert "关于A&amp;B的通知".encode() in pdf
    assert b"/GTS_PDFA1" in pdf
    assert b"/MarkInfo <</Marked true>>" in pdf
    assert pdf.count(b"/S /H1 ") == 1


def test_characters_stand_where_the_model_says():
    model = lay_out(document(3))
    with pdfplumber.open(io.BytesIO(to_pdf(model))) as pdf:
        printed = pdf.pages[0].chars

    placed = [run.x + at for run in model.pages[0].runs for at in run.at]
    assert len(placed) == len(printed)
    assert max(abs(char["matrix"][4] * 25.4 / 72 - x) for char, x in zip(printed, placed, strict=True)) < 0.01


def test_a_seal_is_drawn_with_what_lies_under_it_readable():
    pdf = to_pdf(document(seals=(SealPicture(ORGAN, draw_test_seal(ORGAN)),)))

    assert b"/BM /Multiply" in pdf
    assert b"/SMask" in pdf


def test_a_damaged_seal_picture_is_refused():
    with pytest.raises(RuleBroken, match="印章或签名图片已损坏"):
        to_pdf(document(seals=(SealPicture(ORGAN, b"\x89PNG broken"),)))


def test_a_document_of_one_word_is_a_page():
    assert len(pdfium.PdfDocument(to_pdf(OfficialDocument(body=(Paragraph("同意"),))))) == 1
