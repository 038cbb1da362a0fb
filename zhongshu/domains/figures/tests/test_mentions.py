from decimal import Decimal

import pytest

from zhongshu.domains.figures import measures, mentions
from zhongshu.domains.figures.mentions import Named

OUTPUT = Named(1, "地区生产总值", "云州市", "亿元", "quarter")
REVENUE = Named(2, "收入", "云州市", "亿元", "year")
TAX = Named(3, "税收收入", "云州市", "亿元", "year")
PEOPLE = Named(4, "城镇新增就业", "云州市", "人", "month")
SHARE = Named(5, "森林覆盖率", "云州市", "%", "year")


def read(text: str, *names: Named) -> list[tuple[int, str, str, tuple[str, ...]]]:
    found = mentions.find(text, names, home="云州市")
    return [(one.figure_id, one.number, one.unit, one.period_keys) for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026年前三季度，全市地区生产总值达到1256.34亿元，增长5.2%。", (1, "1256.34", "亿元", ("2026Q3",))),
        ("上半年以来，地区生产总值完成810亿元。", (1, "810", "亿元", ())),
        ("２０２６年前三季度地区生产总值为１２５６亿元", (1, "1256", "亿元", ("2026Q3",))),
        ("云州市地区生产总值（GDP）12563400万元。", (1, "12563400", "万元", ())),
    ],
)
def test_a_number_behind_a_name_is_read_with_its_period(text, expected):
    assert read(text, OUTPUT) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "地区生产总值增长5.2%。",
        "地区生产总值比上年增加100亿元。",
        "地区生产总值目标为1300亿元。",
        "青禾县地区生产总值88亿元。",
        "地区生产总值排名第3位。",
        "地区生产总值稳步提升。工业增加值300亿元。",
        "2026年9月地区生产总值88亿元。",
    ],
)
def test_a_rise_a_target_another_place_or_another_period_is_not_the_figure(text):
    assert read(text, OUTPUT) == []


def test_the_longest_name_counts():
    assert read("2025年税收收入120亿元，收入200亿元。", REVENUE, TAX) == [
        (3, "120", "亿元", ("2025",)),
        (2, "200", "亿元", ("2025",)),
    ]


def test_the_nearest_period_before_the_name_comes_first():
    found = read("2025年地区生产总值为1500亿元，2026年前三季度地区生产总值1256亿元", OUTPUT)

    assert [keys[0] for *_, keys in found] == ["2025Q4", "2026Q3"]


def test_units_are_compared_by_what_they_measure():
    assert read("城镇新增就业2.3万人。", PEOPLE) == [(4, "2.3", "万人", ())]
    assert read("森林覆盖率为45.2%。", SHARE) == [(5, "45.2", "%", ())]
    assert read("森林覆盖率提高2.1个百分点。", SHARE) == []


def test_a_mention_stands_where_the_text_has_it():
    text = "一、概况\n全市地区生产总值约1256亿元。"
    mention = mentions.find(text, [OUTPUT], home="云州市")[0]

    assert text[mention.start : mention.end] == "1256亿元"
    assert mention.soft


@pytest.mark.parametrize(
    ("quoted", "unit", "soft", "same"),
    [
        ("1256.34", "亿元", False, True),
        ("1256.3", "亿元", False, True),
        ("1256", "亿元", False, True),
        ("12563400", "万元", False, True),
        ("1257", "亿元", False, False),
        ("1250", "亿元", True, True),
        ("1100", "亿元", True, False),
        ("1,256.34", "亿元", False, True),
    ],
)
def test_a_number_agrees_as_exactly_as_it_was_written(quoted, unit, soft, same):
    registered = measures.amount("1256.34", "亿元")

    assert measures.agrees(measures.amount(quoted, unit), registered, soft=soft) is same


def test_numbers_are_written_without_needless_zeros():
    assert [measures.written(Decimal(text)) for text in ("1256.340000", "1200", "0.500", "100.000000")] == [
        "1256.34",
        "1200",
        "0.5",
        "100",
    ]
