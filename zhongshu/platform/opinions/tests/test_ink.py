import base64
import io
import json

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.opinions.ink import read_ink, read_strokes
from zhongshu.platform.opinions.tests.factories import STROKES, picture_text


def _as_text(data: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(data).decode()


def test_an_empty_pad_is_no_handwriting():
    assert read_ink("", "") is None
    assert read_ink("[]", picture_text()) is None


def test_strokes_come_as_lists_or_as_points_by_name():
    assert read_strokes(STROKES) == [[[10, 10, 0.5], [20, 30, 0.6]], [[40, 40], [50, 60]]]
    named = json.dumps({"strokes": [{"points": [{"x": 0.12341, "y": 2, "pressure": 0.7}]}]})
    assert read_strokes(named) == [[[0.1234, 2, 0.7]]]


def test_the_picture_is_encoded_anew_without_what_was_hidden_in_it():
    hidden = PngInfo()
    hidden.add_text("Comment", "<script>alert(1)</script>")
    buffer = io.BytesIO()
    Image.new("RGBA", (30, 20)).save(buffer, "PNG", pnginfo=hidden)

    ink = read_ink(STROKES, _as_text(buffer.getvalue() + b"trailing"))

    assert (ink.width, ink.height) == (30, 20)
    assert b"script" not in ink.picture
    assert b"trailing" not in ink.picture


@pytest.mark.parametrize(
    "strokes",
    ["not json", "7", '{"strokes": 3}', "[[[1]]]", '[[["a", 2]]]', "[[[1, 1e300]]]", "[[[true, 2]]]", "[5]"],
)
def test_damaged_strokes_are_refused(strokes):
    with pytest.raises(RuleBroken, match="没有传完整"):
        read_ink(strokes, picture_text())


def test_something_else_than_a_png_is_refused():
    jpeg = io.BytesIO()
    Image.new("RGB", (10, 10)).save(jpeg, "JPEG")
    whole = picture_text()

    for picture in (
        "",
        "data:image/png;base64,####",
        "data:image/svg+xml;base64,PHN2Zz4=",
        _as_text(jpeg.getvalue()),
        whole[:60],
    ):
        with pytest.raises(RuleBroken, match="没有传完整"):
            read_ink(STROKES, picture)


def test_too_large_handwriting_is_refused():
    with pytest.raises(RuleBroken, match="手写内容过大"):
        read_ink(STROKES, picture_text(5000, 10))
    with pytest.raises(RuleBroken, match="手写内容过大"):
        read_ink(json.dumps([[[1, 2]]] * 2001), picture_text())
    with pytest.raises(RuleBroken, match="手写内容过大"):
        read_ink(STROKES, "data:image/png;base64," + "A" * 2_100_000)
