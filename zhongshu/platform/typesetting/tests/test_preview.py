import gzip
import json
import time
from io import BytesIO

from fontTools.ttLib import TTFont
from PIL import Image

from ..public import lay_out, page_picture, page_svg, preview, web_font
from .factories import document


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
