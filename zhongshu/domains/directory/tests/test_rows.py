import pytest

from zhongshu.domains.directory.importing.cells import CellProblem, clean
from zhongshu.domains.directory.importing.rows import Known, judge
from zhongshu.domains.directory.tests.factories import line

MAPPING = ["name", "unit", "post_name", "mobile"]
UNITS = {"市审计局": 1, "综合科": 2, "秘书科": 3}


def known(person_id, name, unit_id=2, post_name="科长", **contact):
    return Known(person_id, name, unit_id, post_name, {"mobile": "", **contact})


def judged(*lines, people=()):
    return judge(lines, MAPPING, units=UNITS, organ_id=1, known=people)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("name", " 甲　一 ", "甲一"),
        ("name", "甲一（兼）", "甲一"),
        ("mobile", "10012345678.0", "10012345678"),
        ("mobile", "+86 100-1234-5678".replace("-", ""), "10012345678"),
        ("mobile", "１００１２３４５６７８", "10012345678"),
        ("office_phone", "0899—2234567", "0899-2234567"),
        ("office_phone", "2234567转8001", "2234567-8001"),
        ("office_phone", "（0899）2234567", "0899-2234567"),
        ("short_number", "6123.0", "6123"),
        ("email", "A@Yunzhou.Example", "a@yunzhou.example"),
        ("rank_order", "3.0", 3),
        ("room", "无", ""),
        ("room", "—", ""),
    ],
)
def test_a_cell_is_read_however_it_was_typed(field, text, value):
    assert clean(field, text) == value


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("mobile", "1001234567", "不是 11 位手机号码"),
        ("mobile", "10012345678/10087654321", "一格里有几个号码"),
        ("office_phone", "请打手机", "不像电话号码"),
        ("short_number", "12", "3 至 8 位"),
        ("email", "甲一", "格式不对"),
        ("name", "10012345678", "是否串列"),
        ("rank_order", "第一", "应为正整数"),
    ],
)
def test_a_wrong_cell_is_told_what_is_wrong(field, text, sentence):
    with pytest.raises(CellProblem, match=sentence):
        clean(field, text)


def test_somebody_known_is_updated_with_what_differs_only():
    (row,) = judged(line(2, "甲一", "综合科", "科长", "10012345678"), people=[known(7, "甲一")])

    assert (row.action, row.person_id, row.changes) == ("update", 7, {"mobile": "10012345678"})


def test_somebody_known_whose_row_says_nothing_new_stays_unchanged():
    (row,) = judged(line(2, "甲一", "", "", "10012345678"), people=[known(7, "甲一", mobile="10012345678")])

    assert (row.action, row.changes) == ("unchanged", {})


def test_an_empty_cell_does_not_wipe_out_a_number():
    (row,) = judged(line(2, "甲一", "综合科", "科长", ""), people=[known(7, "甲一", mobile="10012345678")])

    assert row.action == "unchanged"


def test_somebody_new_is_enrolled_in_the_section_named_or_headed():
    first, second, third = judged(
        line(2, "甲一", "秘书科", "科员", ""), line(3, "乙二", "", "科员", "", section="综合科"), line(4, "丙三", "", "局长", "")
    )

    assert [(row.action, row.unit_id) for row in (first, second, third)] == [("enrol", 3), ("enrol", 2), ("enrol", 1)]


def test_a_changed_post_is_a_remark_because_an_import_appoints_nobody():
    (row,) = judged(line(2, "甲一", "秘书科", "处长", "10012345678"), people=[known(7, "甲一")])

    assert row.action == "update"
    assert row.remarks == ["职务与现任不同，导入不改变任职", "科室与现任不同，导入不改变任职"]


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (("", "综合科", "科员", ""), "没有姓名"),
        (("乙二", "财务科", "科员", ""), "没有“财务科”，请先由系统管理员设立，或改正名称"),
        (("乙二", "综合科", "", ""), "新增人员须填写职务"),
        (("乙二", "综合科", "科员", "123"), "手机号“123”不是 11 位手机号码"),
    ],
)
def test_a_row_with_a_problem_does_nothing(cells, problem):
    (row,) = judged(line(9, *cells))

    assert (row.number, row.action, row.problems) == (9, "", [problem])


def test_one_person_on_two_rows_is_a_problem_of_the_second():
    first, second = judged(line(2, "甲一", "综合科", "科长", ""), line(5, "甲一", "", "", ""), people=[known(7, "甲一")])

    assert first.problems == []
    assert second.problems == ["与第 2 行是同一人，请删去一行"]


def test_namesakes_are_told_apart_by_number_or_section():
    people = [known(7, "甲一", 2, mobile="10011111111"), known(8, "甲一", 3, mobile="10022222222")]

    by_number, by_section = judged(line(2, "甲一", "", "", "10022222222"), line(3, "甲一", "综合科", "", ""), people=people)
    (neither,) = judged(line(2, "甲一", "", "", ""), people=people)

    assert (by_number.person_id, by_section.person_id) == (8, 7)
    assert neither.problems == ["本机关有同名人员，请补充科室或手机号以便区分"]
