import pytest

from zhongshu.platform.search.engines import fts5
from zhongshu.platform.search.engines.frequencies import Frequencies
from zhongshu.platform.search.engines.question import Every, Phrase, Question
from zhongshu.platform.search.engines.tsvector import expected_share
from zhongshu.platform.search.language import parse

MARKS = (("@s0", "@s1"), ("@e1", "@p7"))


def question(text):
    return Question(parse(text), MARKS)


def test_the_beginning_of_a_last_token_is_looked_for_in_the_answers_only():
    tree, ends = question("云办发〔2026〕15号").asked()

    assert tree == Phrase(("云办", "办发", "发", "2026", "15"), prefix=False)
    assert ends == [" 云办 办发 发 2026 15 号"]


def test_it_stays_in_the_question_where_nothing_else_stands_or_another_may_do():
    assert question("信").asked() == (Phrase(("信",), prefix=True), [])
    assert question("访2 | 会议").asked()[1] == []
    assert question("会议 -访2").asked()[1] == []


def test_every_wanted_phrase_is_treated_alike():
    tree, ends = question("访2 会议 局3").asked()

    assert tree == Every((Phrase(("访",), False), Phrase(("会议",), False), Phrase(("局",), False)))
    assert ends == [" 访 2", " 局 3"]


def test_the_expression_for_sqlite_holds_marks_and_words_apart():
    tree, _ = question("信访 -会议").asked()

    assert fts5.match(MARKS, tree) == ('(acl : (s0 OR s1) AND acl : (e1 OR p7)) AND ((tokens : "信访") NOT tokens : "会议")')


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("通知", 0.5),
        ("通知 会议", 0.1),
        ("通知会议", 0.01),
        ("通知 | 会议", 0.7),
        ("通知 -会议", 0.5),
        ("信访", 0.01),
    ],
)
def test_a_phrase_is_at_most_as_frequent_as_its_rarest_token(text, share):
    known = Frequencies(1000, {"通知": 0.5, "会议": 0.2, "@s0": 0.8, "@s1": 0.2, "@e1": 1.0}, 0.01)
    asked = question(text)

    assert expected_share(asked, asked.asked()[0], known) == pytest.approx(share)


def test_who_is_admitted_to_little_makes_everything_rare():
    known = Frequencies(1000, {"通知": 0.5, "@s0": 1.0, "@s1": 0.0}, 0.01)
    asked = question("通知")

    assert expected_share(asked, asked.asked()[0], known) == pytest.approx(0.01)
