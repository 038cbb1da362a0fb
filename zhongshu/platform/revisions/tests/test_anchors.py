"""A comment stays with its passage, or says that the passage was changed."""

from zhongshu.platform.revisions import public as revisions

OLD = "一、落实责任\n各单位要明确专人负责，12月5日前完成检修。\n二、及时报告\n发生险情，30分钟内报告。"


def carried(passage: str, new: str) -> tuple[str, bool]:
    start = OLD.index(passage)
    anchor = revisions.carried(start, start + len(passage), OLD, new)
    return new[anchor.start : anchor.end], anchor.changed


def test_words_written_before_the_passage_push_it_on():
    assert carried("30分钟内报告", OLD.replace("一、落实责任", "一、严格落实工作责任")) == ("30分钟内报告", False)


def test_a_passage_with_changed_words_says_so():
    assert carried("12月5日前完成检修", OLD.replace("5日", "8日")) == ("12月8日前完成检修", True)


def test_a_passage_moved_with_its_paragraph_is_found():
    lines = OLD.split("\n")

    assert carried("明确专人负责", "\n".join([*lines[2:], *lines[:2]])) == ("明确专人负责", False)


def test_a_passage_that_is_gone_has_no_place():
    assert carried("30分钟内报告", OLD.replace("发生险情，30分钟内报告。", "")) == ("", True)
