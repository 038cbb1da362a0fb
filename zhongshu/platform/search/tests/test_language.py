import pytest

from zhongshu.platform.search.language import And, Not, Or, Term, parse, searchable, wanted

A, B, C = Term("信访"), Term("通知"), Term("转办")


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("", None),
        ("  ", None),
        ("信访", A),
        ("信访 通知", And((A, B))),
        ("信访 AND 通知", And((A, B))),
        ("信访 且 通知", And((A, B))),
        ("信访 | 通知", Or((A, B))),
        ("信访|通知", Or((A, B))),
        ("信访 OR 通知", Or((A, B))),
        ("信访 或 通知", Or((A, B))),
        ("信访 -转办", And((A, Not(C)))),
        ("信访 NOT 转办", And((A, Not(C)))),
        ("信访 非 转办", And((A, Not(C)))),
        ("-转办", Not(C)),
        ("非 -转办", C),
        ("信访 通知 | 转办", Or((And((A, B)), C))),
        ("信访 (通知 | 转办)", And((A, Or((B, C))))),
        ("信访 -(通知 或 转办)", And((A, Not(Or((B, C)))))),
        ('"信访 通知"', Term("信访 通知")),
        ("“信访 通知", Term("信访 通知")),
        ("(信访", A),
        ("信访)", A),
        (") 信访 ( 通知", And((A, B))),
        ("或 信访", A),
        ("信访 或", A),
        ("信访 非", A),
        ("()", None),
        ('""', None),
        ("-", None),
    ],
)
def test_what_is_typed_is_understood(text, node):
    assert parse(text) == node


def test_parts_of_nothing_but_punctuation_are_left_out():
    node = parse("信访 ，。 (… | 通知) -——")

    assert searchable(node, lambda text: any(char.isalnum() for char in text)) == And((A, B))


def test_what_stands_behind_not_is_not_highlighted():
    assert wanted(parse("信访 -(转办) | 通知")) == ["信访", "通知"]
