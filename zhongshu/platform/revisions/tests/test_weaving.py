"""Who wrote which words: every version can be read out of the cloth."""

from hypothesis import given, settings
from hypothesis import strategies as st

from zhongshu.platform.revisions import public as revisions
from zhongshu.platform.revisions.tests.test_comparing import DOCUMENTS


def test_each_word_knows_who_wrote_it_and_who_took_it_out():
    cloth = revisions.weave(["安排资金100万元。", "安排专项资金100万元。", "安排专项资金120万元。"])

    history = [(piece.text, piece.born, piece.died) for piece in cloth if (piece.born, piece.died) != (0, None)]
    assert history == [("专项", 1, None), ("100万元", 0, 2), ("120万元", 2, None)]


def test_words_that_come_and_go_are_kept():
    cloth = revisions.weave(["请各单位报送。", "请各单位尽快报送。", "请各单位报送。"])

    assert [(piece.text, piece.born, piece.died) for piece in cloth if piece.died] == [("尽快", 1, 2)]


def test_a_moved_paragraph_keeps_its_writer():
    first, second, third = "请各单位于月底前报送工作总结。", "会议由办公室负责组织实施。", "未尽事宜另行通知，请遵照执行。"

    cloth = revisions.weave(["\n".join([first, second, third]), "\n".join([second, third, first])])

    (came,) = [piece for piece in cloth if piece.came == 1]
    (left,) = [piece for piece in cloth if piece.left]
    assert (came.text.strip(), came.born, left.text.strip(), left.died) == (first, 0, first, 1)


def test_a_removed_paragraph_is_shown_on_its_own():
    cloth = revisions.weave(["甲段的文字。\n乙段应当删去。\n丙段的文字。", "甲段的文字。\n丙段的文字。"])

    shown = [["".join(piece.text for piece in paragraph)] for paragraph in revisions.paragraphs(cloth)]
    assert shown == [["甲段的文字。"], ["乙段应当删去。"], ["丙段的文字。"]]


@given(st.lists(DOCUMENTS, min_size=1, max_size=5))
@settings(deadline=None, max_examples=200)
def test_every_version_can_be_read_back(versions):
    cloth = revisions.weave(versions)

    assert [revisions.text_of(cloth, number) for number in range(len(versions))] == versions
