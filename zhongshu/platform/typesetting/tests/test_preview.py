import gzip
import json
import re
import time
from dataclasses import replace
from io import BytesIO

from fontTools.ttLib import TTFont
from PIL import Image

from ..public import FaceReport, SealPlace, blocks_from_text, lay_out, live, page_picture, page_svg, preview, web_font
from ..writers.live import seal_sentence
from .factories import ORGANS, body_text, document, seal


def test_only_changed_pages_travel():
    before = preview(lay_out(document(60)))
    known = tuple(page["digest"] for page in before["pages"])

    after = preview(lay_out(document(60, remark="此件公开发布")), known=known)

    sent = [index for index, page in enumerate(after["pages"]) if "runs" in page]
    assert sent == [len(after["pages"]) - 1]


def test_a_page_of_10_is_small_enough_to_follow_the_keyboard():
    model = lay_out(document(40))

    assert len(model.pages) >= 8
    assert len(gzip.compress(json.dumps(preview(model), ensure_ascii=False).encode())) < 20_000


def test_a_keystroke_is_laid_out_at_once():
    lay_out(document(40))
    begun = time.perf_counter()

    lay_out(document(40, remark="此件公开发布"))

    assert time.perf_counter() - begun < 0.5


def test_svg_characters_know_their_source():
    svg = page_svg(lay_out(document(2)).pages[0])

    assert 'data-source="0"' in svg
    assert "云州市人民政府办公室文件" in svg


def test_the_browser_gets_the_faces_cut_down_to_the_characters_used():
    model = lay_out(document(1, title="通知"))
    key = next(run.face for run in model.pages[0].runs if run.element == "title")

    assert {ord(char) for char in "通知云州市"} <= set(TTFont(BytesIO(web_font(model, key))).getBestCmap())


def test_a_thumbnail_is_a_png_of_the_width_asked_for():
    assert Image.open(BytesIO(page_picture(lay_out(document(1)), width=300))).width == 300


def with_text(text, **elements):
    return lay_out(replace(document(0, **elements), body=blocks_from_text(text)))


def test_a_word_on_the_first_page_leaves_the_pages_that_look_as_before():
    text = body_text(40)
    known = tuple(page["digest"] for page in live(with_text(text))["pages"])
    place = text.index("。")

    after = live(with_text(f"{text[:place]}甲{text[place:]}"), known=known)

    changed = [number for number, page in enumerate(after["pages"]) if "svg" in page]
    assert changed[0] == 0
    assert len(changed) < len(after["pages"])
    assert after["pages"][-1]["source"] > 0


def test_sources_count_from_the_page_s_own():
    text = body_text(40)
    page = with_text(text).pages[2]
    first = re.search(r'data-source="0">([^<]+)<', page_svg(page)).group(1)

    assert text[page.source :].startswith(first)


def test_the_place_of_the_seal_is_said():
    found = live(with_text("各单位要落实值班责任。", seals=(seal(),)))["seals"]

    assert [(one["tone"], one["text"].split("，")[0]) for one in found] == [("ok", "云州市人民政府办公室印章在第1页")]
    assert re.search(r"距正文\d+毫米$", found[0]["text"])


def test_a_seal_on_a_page_without_text_is_called_wrong():
    place = SealPlace("云州市财政局", 2, None)

    assert not place.is_right
    assert seal_sentence(place) == "云州市财政局印章在第3页，该页没有正文，请调整文字"


def test_every_seal_of_a_joint_document_stands_right():
    organs = ORGANS[:5]
    elements = {"masthead": organs, "signature_organs": organs, "seals": tuple(seal(organ) for organ in organs)}

    model = with_text(body_text(12), **elements)

    assert [place.is_right for place in model.seal_places()] == [True] * 5


def test_the_counts_name_pages_lines_and_characters():
    model = with_text("各单位要落实值班责任。")

    assert live(model)["counts"] == f"共{len(model.pages)}页 · {model.lines}行 · {model.characters}字"


def test_eight_pages_drawn_are_small_enough_to_follow_the_keyboard():
    answer = live(lay_out(document(40)))

    assert len(gzip.compress(json.dumps(answer, ensure_ascii=False).encode())) < 20_000


def test_only_the_substitutes_are_named():
    model = with_text("各单位要落实值班责任。")
    model.substitutes = [
        FaceReport("仿宋体", "仿宋_GB2312", "Fandol Fang"),
        FaceReport("仿宋体", "仿宋_GB2312", "Noto Serif CJK SC", "龘"),
    ]

    assert live(model)["fonts"] == "仿宋体用Fandol Fang代替仿宋_GB2312；“龘”用Noto Serif CJK SC"


def test_every_cell_of_a_table_knows_its_place_in_the_draft():
    draft = "各单位名额如下。\n| 单位 | 名额 |\n|---|---|\n" + "".join(f"|  第{index}局 | {index} |\n" for index in range(60))

    model = lay_out(replace(document(), body=blocks_from_text(draft)))

    cells = [run for page in model.pages for run in page.runs if run.element == "table"]
    placed = [run for run in cells if run.source is not None]
    assert all(draft[run.source : run.source + len(run.text)] == run.text for run in placed)
    assert sum(run.text == "单位" for run in placed) == 1
    assert sum(run.text == "单位" for run in cells) == len(
        {id(page) for page in model.pages for run in page.runs if run.text == "单位"}
    )
    assert len(placed) >= 122
