import pytest

from zhongshu.domains.figures import periods


@pytest.mark.parametrize(
    ("text", "frequency", "key"),
    [
        ("2026年", "year", "2026"),
        ("2026", "year", "2026"),
        ("2026年度", "year", "2026"),
        ("2026年三季度", "quarter", "2026Q3"),
        ("2026年第3季度", "quarter", "2026Q3"),
        ("２０２６年前三季度", "quarter", "2026Q3"),
        ("2026Q1", "quarter", "2026Q1"),
        ("2026年上半年", "quarter", "2026Q2"),
        ("2026年全年", "quarter", "2026Q4"),
        ("2026年上半年", "half", "2026H1"),
        ("2026年9月", "month", "2026-09"),
        ("2026-09", "month", "2026-09"),
        ("2026年1—9月", "month", "2026-09"),
        ("2026年1-9月份", "month", "2026-09"),
        ("2026年上半年", "month", "2026-06"),
        ("2026年9月30日", "moment", "2026-09-30"),
        ("2026-09-30", "moment", "2026-09-30"),
        ("2025年底", "moment", "2025-12-31"),
        ("2026年2月末", "moment", "2026-02-28"),
    ],
)
def test_a_period_is_read_as_people_write_it(text, frequency, key):
    assert periods.parse(text, frequency).key == key


@pytest.mark.parametrize(
    ("text", "frequency"),
    [
        ("2026年13月", "month"),
        ("2026年9月", "quarter"),
        ("去年", "year"),
        ("", "year"),
        ("2026年2月30日", "moment"),
        ("2026年三季度", "year"),
    ],
)
def test_what_is_no_period_of_this_kind_is_none(text, frequency):
    assert periods.parse(text, frequency) is None


@pytest.mark.parametrize(
    ("key", "frequency", "cumulative", "label"),
    [
        ("2026Q2", "quarter", True, "2026年上半年"),
        ("2026Q3", "quarter", True, "2026年前三季度"),
        ("2026Q4", "quarter", True, "2026年"),
        ("2026Q3", "quarter", False, "2026年第三季度"),
        ("2026-09", "month", True, "2026年1—9月"),
        ("2026-01", "month", True, "2026年1月"),
        ("2026-09", "month", False, "2026年9月"),
        ("2026H2", "half", False, "2026年下半年"),
        ("2026-09-30", "moment", False, "2026年9月30日"),
    ],
)
def test_a_period_is_written_as_documents_do(key, frequency, cumulative, label):
    assert periods.parse(key, frequency).label(cumulative=cumulative) == label


def test_the_periods_of_a_text_are_found_where_they_stand():
    text = "2025年完成10亿元，2026年前三季度完成8亿元，1—9月增长5%"

    assert [(period.key, text[start:end]) for period, start, end in periods.find(text)] == [
        ("2025", "2025年"),
        ("2026Q3", "2026年前三季度"),
    ]
