import random

from zhongshu.platform.organizations.strokes import stroke_key


def in_order(names: str) -> bool:
    expected = names.split()
    shuffled = random.Random(7).sample(expected, len(expected))
    return sorted(shuffled, key=stroke_key) == expected


def test_surnames_go_by_strokes_and_then_by_the_kinds_of_strokes():
    assert in_order("丁一 卜一 刁一 于一 万一 马一 王一 韦一 车一 毛一 仇一 方一 尹一 孔一 邓一")


def test_among_one_surname_a_single_given_name_goes_first_then_the_strokes_of_the_given_name():
    assert in_order("马志 马敏 马志明 马树超 王湛 王荣华")


def test_a_compound_surname_stands_with_its_first_character():
    assert in_order("司光 司马光 司马相如 李白 欧阳修")


def test_a_character_that_nobody_listed_comes_last():
    assert sorted(["𠮷田", "李白"], key=stroke_key) == ["李白", "𠮷田"]
