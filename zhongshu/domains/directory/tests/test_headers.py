import pytest

from zhongshu.domains.directory.importing.headers import field_of, understand
from zhongshu.domains.directory.tests.factories import spreadsheet
from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.spreadsheets.public import grids


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("姓 名", "name"),
        ("手机号码（必填）", "mobile"),
        ("手机\n号码", "mobile"),
        ("联系电话(办公)", "office_phone"),
        ("Ｅ-ｍａｉｌ", "email"),
        ("办公室", "room"),
        ("*部门：", "unit"),
        ("集团短号", "short_number"),
        ("性别", ""),
        ("", ""),
    ],
)
def test_a_heading_is_known_however_it_is_written(header, field):
    assert field_of(header) == field


def test_headings_stand_below_a_title_and_a_note():
    grid = [["云州市审计局通讯录", "", ""], ["2026年11月", "", ""], ["序号", "姓名", "手机"], ["1", "甲一", "10012345678"]]

    table = understand(grid)

    assert table.mapping == ["", "name", "mobile"]
    assert table.lines == [{"number": 4, "section": "", "cells": ["1", "甲一", "10012345678"]}]


def test_merged_headings_over_two_rows_are_read_together():
    grid = [
        ["通讯录", "", "", "", ""],
        ["姓名", "职务", "联系电话", "", "房间号"],
        ["", "", "办公", "手机", ""],
        ["甲一", "科长", "0899-2234567", "10012345678", "A101"],
    ]

    table = understand(grid)

    assert table.mapping == ["name", "post_name", "office_phone", "mobile", "room"]
    assert [line["number"] for line in table.lines] == [4]


def test_a_row_with_one_text_is_the_heading_of_the_rows_below():
    grid = [
        ["姓名", "职务", "手机"],
        ["综合科", "", ""],
        ["甲一", "科长", ""],
        ["秘书科", "秘书科", "秘书科"],
        ["乙二", "科长", ""],
    ]

    table = understand(grid)

    assert [(line["section"], line["cells"][0]) for line in table.lines] == [("综合科", "甲一"), ("秘书科", "乙二")]


def test_a_merged_section_speaks_for_the_rows_below_it():
    grid = [["科室", "姓名", "手机"], ["综合科", "甲一", ""], ["", "乙二", ""], ["秘书科", "丙三", ""]]

    table = understand(grid)

    assert [line["cells"][0] for line in table.lines] == ["综合科", "综合科", "秘书科"]


def test_headings_repeated_on_the_next_page_and_empty_rows_are_left_out():
    grid = [["姓名", "职务"], ["甲一", "科长"], ["", ""], ["姓名", "职务"], ["乙二", "科员"]]

    assert [line["number"] for line in understand(grid).lines] == [2, 5]


def test_two_columns_for_one_thing_leave_the_second_open():
    assert understand([["姓名", "电话", "办公电话"], ["甲一", "1", "2"]]).mapping == ["name", "office_phone", ""]


def test_a_sheet_without_a_name_column_is_not_understood():
    assert understand([["科室", "电话"], ["综合科", "2234567"]]) is None
    assert understand([]) is None


def test_a_real_file_with_merged_cells_is_read():
    rows = [[], ["姓名", "职务", "联系电话"], ["", "", "办公", "手机"], ["甲一", "科长", 8992234567, 10012345678]]
    content = spreadsheet(rows, merged=[(0, 0, 0, 3, "云州市审计局通讯录")])

    table = understand(grids(content)[0])

    assert table.mapping == ["name", "post_name", "office_phone", "mobile"]
    assert table.lines[0]["cells"] == ["甲一", "科长", "8992234567", "10012345678"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"%PDF-1.7 nothing here", "not_a_spreadsheet"),
        (b"PK\x03\x04broken", "not_a_spreadsheet"),
        (b"x" * (5 * 1024 * 1024 + 1), "file_too_large"),
    ],
)
def test_what_is_no_spreadsheet_is_refused(content, code):
    with pytest.raises(RuleBroken) as refusal:
        grids(content)

    assert (refusal.value.code, refusal.value.field) == (code, "file")


def test_a_bomb_is_refused_before_it_is_opened():
    import io
    import zipfile

    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (81 * 1024 * 1024))

    with pytest.raises(RuleBroken, match="内容过大"):
        grids(file.getvalue())


def test_more_rows_than_allowed_are_refused():
    with pytest.raises(RuleBroken, match="超过 3000 行"):
        grids(spreadsheet([["姓名"]] * 3001))
