import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhongshu.domains.documents.merging import Chunk, merge, merge_value, text_of

BASE = "一、甲\n乙段。\n二、丙\n丁段。\n三、戊"


def test_what_only_one_changed_is_taken():
    chunks = merge(BASE, BASE.replace("乙段", "乙段现稿"), BASE.replace("丁段", "丁段上传"))

    assert text_of(chunks) == BASE.replace("乙段", "乙段现稿").replace("丁段", "丁段上传")
    assert [chunk.kind for chunk in chunks] == ["same", "current", "same", "uploaded", "same"]


def test_where_both_changed_both_stand_until_somebody_chooses():
    chunks = merge(BASE, BASE.replace("乙段", "乙段现稿"), BASE.replace("乙段", "乙段上传"))

    assert chunks[1] == Chunk("conflict", ("乙段现稿。",), ("乙段上传。",))
    assert text_of(chunks) == BASE.replace("乙段。", "乙段现稿。\n乙段上传。")
    assert text_of(chunks, {1: "uploaded"}) == BASE.replace("乙段", "乙段上传")
    assert text_of(chunks, {1: "current"}) == BASE.replace("乙段", "乙段现稿")


def test_both_wrote_the_same():
    changed = BASE.replace("乙段", "新段")

    assert text_of(merge(BASE, changed, changed)) == changed


def test_paragraphs_added_at_one_place_by_both_are_a_conflict():
    chunks = merge(BASE, f"{BASE}\n现稿新段", f"{BASE}\n上传新段")

    assert text_of(chunks).endswith("三、戊\n现稿新段\n上传新段")
    assert chunks[-1].kind == "conflict"


def test_a_paragraph_removed_by_one_and_changed_by_the_other_is_a_conflict():
    chunks = merge(BASE, BASE.replace("乙段。\n", ""), BASE.replace("乙段", "乙段上传"))

    assert chunks[1] == Chunk("conflict", (), ("乙段上传。",))


def test_blank_lines_of_the_draft_stay():
    current = BASE.replace("\n二、", "\n\n二、")

    assert text_of(merge(current, current, BASE.replace("戊", "己"))) == current.replace("戊", "己")


@pytest.mark.parametrize(
    ("base", "current", "uploaded", "kind"),
    [
        ("甲", "甲", "甲", "same"),
        ("甲", "甲", "乙", "uploaded"),
        ("甲", "乙", "甲", "current"),
        ("甲", "乙", "乙", "same"),
        ("甲", "乙", "丙", "conflict"),
    ],
)
def test_single_values(base, current, uploaded, kind):
    assert merge_value(base, current, uploaded) == kind


TEXTS = st.lists(st.sampled_from("甲乙丙丁戊己"), min_size=1, max_size=9).map("\n".join)


@given(TEXTS, TEXTS)
def test_an_unchanged_side_yields_to_the_other(base, changed):
    assert text_of(merge(base, base, changed)) == changed
    assert text_of(merge(base, changed, base)) == changed


@given(TEXTS, TEXTS, TEXTS)
def test_nothing_that_somebody_added_is_lost(base, current, uploaded):
    merged = text_of(merge(base, current, uploaded)).split("\n")

    for changed in (current, uploaded):
        assert set(changed.split("\n")) - set(base.split("\n")) <= set(merged)
