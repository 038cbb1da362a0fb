import pytest

from zhongshu.platform.organizations.pinyin import COMPOUND_SURNAMES, SURNAMES, spell


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("单天贵", "shantiangui", "stg"),
        ("曾庆", "zengqing", "zq"),
        ("仇英明", "qiuyingming", "qym"),
        ("解小雨", "xiexiaoyu", "xxy"),
        ("查良", "zhaliang", "zl"),
        ("区建", "oujian", "oj"),
        ("翟新", "zhaixin", "zx"),
        ("欧阳明", "ouyangming", "oym"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("尉明", "weiming", "wm"),
        ("单于飞", "chanyufei", "cyf"),
        ("吕绿", "lvlv", "ll"),
        ("买买提·热合曼", "maimaitireheman", "mmtrhm"),
        ("张 三", "zhangsan", "zs"),
        ("", "", ""),
    ],
)
def test_a_name_is_read_as_people_read_it(name, pinyin, initials):
    assert spell(name) == (pinyin, initials)


def test_a_compound_surname_alone_is_a_surname_and_a_given_name():
    assert spell("单于") == ("shanyu", "sy")


def test_forty_surnames_at_least_are_told_apart():
    assert len(SURNAMES) >= 40
    assert all(len(surname) == 1 and reading.isascii() for surname, reading in SURNAMES.items())
    assert all(len(surname) == 2 for surname in COMPOUND_SURNAMES)
