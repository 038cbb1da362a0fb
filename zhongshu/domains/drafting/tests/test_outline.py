from zhongshu.domains.drafting.outline import Entry, hanzi, numbers, parse, write


def test_numbered_lines_are_entries_and_the_lines_below_are_their_points():
    found = parse("一、总体情况\n主要指标\n完成情况\n（一）成效\n1.水利\n二、打算")

    assert found == [
        Entry(1, "总体情况", "主要指标\n完成情况"),
        Entry(2, "成效"),
        Entry(3, "水利"),
        Entry(1, "打算"),
    ]


def test_lines_without_numbers_are_entries_of_the_first_level():
    assert parse("总体情况\n\n下一步打算") == [Entry(1, "总体情况"), Entry(1, "下一步打算")]


def test_nothing_is_an_empty_outline():
    assert parse("  \n") == []


def test_numbers_begin_anew_below_each_higher_entry():
    assert numbers([1, 2, 2, 3, 1, 2]) == ["一、", "（一）", "（二）", "1.", "二、", "（一）"]


def test_what_is_written_is_read_back():
    entries = [Entry(1, "情况", "要点一\n要点二"), Entry(2, "成效"), Entry(3, "河道"), Entry(1, "打算")]

    assert parse(write(entries)) == entries


def test_a_year_at_the_beginning_is_no_number():
    assert parse("一、情况\n2025.5万亩灌区") == [Entry(1, "情况", "2025.5万亩灌区")]


def test_chinese_numbers():
    assert [hanzi(number) for number in (1, 9, 10, 11, 20, 35, 99)] == ["一", "九", "十", "十一", "二十", "三十五", "九十九"]
