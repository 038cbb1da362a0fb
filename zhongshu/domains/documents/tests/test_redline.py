"""花脸稿: words, not characters; paragraphs aligned; figures marked."""

from hypothesis import given
from hypothesis import strategies as st

from zhongshu.domains.documents import redline


def texts(line: redline.Line, op: str) -> list[str]:
    return [span.text for span in line.spans if span.op == op]


def test_changed_words_are_shown_inside_their_paragraph():
    (line,) = redline.compare("各单位要高度重视，报送材料。", "各单位要高度重视，报送书面材料。")

    assert line.op == "change"
    assert "".join(texts(line, "equal")) + "".join(texts(line, "insert")) != ""
    assert "书面材料" in "".join(texts(line, "insert")) or "书面" in "".join(texts(line, "insert"))


def test_an_inserted_paragraph_leaves_the_others_unchanged():
    lines = redline.compare("甲段内容。\n乙段内容。", "甲段内容。\n新的一段说明。\n乙段内容。")

    assert [line.op for line in lines] == ["equal", "insert", "equal"]


def test_changed_dates_and_amounts_are_marked():
    (line,) = redline.compare("于2026年3月5日前安排资金100万元。", "于2026年3月5日前安排资金120万元。")

    assert [(span.op, span.text) for span in line.spans if span.figure] == [("delete", "100万元"), ("insert", "120万元")]


def test_an_unchanged_text_has_no_marks():
    assert redline.counts(redline.compare("甲。\n乙。", "甲。\n乙。")) == {
        "inserted": 0,
        "deleted": 0,
        "paragraphs": 0,
        "figures": 0,
    }


@given(st.text("甲乙丙丁1 2年月\n，。", max_size=60), st.text("甲乙丙丁1 2年月\n，。", max_size=60))
def test_both_texts_can_be_read_back_from_the_comparison(old, new):
    lines = redline.compare(old, new)

    def read(gone: str, missing: str) -> str:
        kept = [line for line in lines if line.op != missing]
        return "\n".join("".join(span.text for span in line.spans if span.op != gone) for line in kept)

    assert read("delete", "delete") == new
    assert read("insert", "insert") == old
