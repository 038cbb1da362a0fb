import re
from io import BytesIO

import pdfplumber
import pypdfium2 as pdfium
import pytest

from zhongshu.kernel.errors import RuleBroken

from ..public import Slip, SlipCell, SlipColumn, SlipOpinion, draw_test_seal, slip_model, slip_pdf

CELLS = (
    SlipCell("标题", "关于做好防汛工作的通知", 4),
    SlipCell("发文字号", "云政办发〔2026〕12号", 2),
    SlipCell("密级"),
    SlipCell("紧急程度", "特急"),
)


def slip(*columns: SlipColumn, **elements) -> Slip:
    return Slip("云州市人民政府办公室发文稿纸", CELLS, columns, columns=4, **elements)


def text_of(pdf: bytes) -> str:
    opened = pdfium.PdfDocument(pdf)
    return re.sub(r"\s", "", "".join(opened[index].get_textpage().get_text_range() for index in range(len(opened))))


def test_a_slip_shows_its_cells_and_opinions():
    opinion = SlipOpinion("同意，请抓紧印发。", "某某某", "2026年3月5日")

    text = text_of(slip_pdf(slip(SlipColumn("签发", (opinion,), 2), SlipColumn("核稿", (), 2))))

    assert all(
        part in text for part in ("发文稿纸", "云政办发〔2026〕12号", "签发", "同意，请抓紧印发。", "某某某2026年3月5日", "核稿")
    )


def test_the_ruled_area_fills_the_page_with_room_to_write():
    model = slip_model(slip(SlipColumn("签发", (), 2), SlipColumn("会签", (), 2)))

    assert len(model.pages) == 1
    assert max(bar.y + bar.height for bar in model.pages[0].bars) == pytest.approx(277, abs=0.5)


def test_many_opinions_run_over_to_further_pages_without_losing_any():
    opinions = tuple(SlipOpinion("请认真研究。" * 9, f"第{index}人", "2026年3月5日") for index in range(40))

    pdf = slip_pdf(slip(SlipColumn("批示", opinions, 4), SlipColumn("拟办", (SlipOpinion("建议办理。"),), 4)))

    assert len(pdfium.PdfDocument(pdf)) > 2
    assert [f"第{index}人" in text_of(pdf) for index in range(40)] == [True] * 40
    assert "建议办理。" in text_of(pdf)


STROKES = (((10.0, 10.0), (60.0, 40.0), (110.0, 12.0)), ((70.0, 80.0),))


def test_the_strokes_of_a_handwritten_opinion_are_an_annotation_on_the_page():
    opinion = SlipOpinion("同意", "市长 某某某", "2026年3月5日", strokes=STROKES, day="2026-03-05")

    page = slip_model(slip(SlipColumn("批示", (opinion,), 4))).pages[0]

    (ink,) = page.inks
    assert (ink.author, ink.date, ink.words) == ("市长 某某某", "2026-03-05", "同意")
    assert ink.height <= 14
    assert [len(stroke) for stroke in ink.strokes] == [3, 1]
    assert page.pictures == []


def test_a_pdf_carries_handwriting_as_an_ink_annotation_that_is_printed():
    opinion = SlipOpinion("同意", "市长 某某某", "2026年3月5日", strokes=STROKES, day="2026-03-05")

    pdf = slip_pdf(slip(SlipColumn("批示", (opinion,), 4)))

    with pdfplumber.open(BytesIO(pdf)) as opened:
        (note,) = [found for found in opened.pages[0].annots if found["data"]["Subtype"].name == "Ink"]
    assert (note["title"], note["contents"], note["data"]["F"]) == ("市长 某某某", "同意", 4)
    assert len(note["data"]["InkList"]) == 2


def test_a_handwritten_opinion_is_drawn():
    picture = draw_test_seal("某某某")

    model = slip_model(slip(SlipColumn("批示", (SlipOpinion("", "某某某", "3月5日", picture),), 4)))

    assert [found.element for found in model.pages[0].pictures] == ["handwriting"]


def test_a_control_character_in_an_opinion_is_refused():
    with pytest.raises(RuleBroken, match="控制字符"):
        slip_pdf(slip(SlipColumn("批示", (SlipOpinion("同意\x07"),), 4)))
