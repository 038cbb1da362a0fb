import zipfile
from io import BytesIO

import pytest

from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.spreadsheets.public import Column, Headings, grids, workbook

CARS = Headings(
    {"plate": "车牌 车牌号", "seats": "座位 座位数", "keeper": "保管单位"}, key="plate", carried="keeper", group="车队$"
)


def test_what_is_written_is_read_again_as_text():
    content = workbook("车辆", [Column("车牌号"), Column("座位数")], [["云A001", "007"], ["=1+1", ""]])

    assert grids(content)[0][2:] == [["云A001", "007"], ["=1+1", ""]]


def test_headings_are_found_below_a_title_and_merged_cells_speak_for_the_rows_below():
    table = CARS.understand(
        [["车辆一览", "", ""], ["保管单位", "车牌号（必填）", "座位数"], ["一队", "云A001", "5"], ["", "云A002", "7"]]
    )

    assert table.mapping == ["keeper", "plate", "seats"]
    assert [line["cells"] for line in table.lines] == [["一队", "云A001", "5"], ["一队", "云A002", "7"]]


def test_a_lone_text_that_is_called_like_a_group_is_the_heading_of_the_rows_below():
    table = CARS.understand([["车牌", "座位"], ["第一车队", ""], ["云A001", "5"], ["云A003", ""]])

    assert [(line["section"], line["cells"][0]) for line in table.lines] == [("第一车队", "云A001"), ("第一车队", "云A003")]


def test_a_sheet_without_the_key_is_not_understood():
    assert CARS.understand([["座位", "保管单位"], ["5", "一队"]]) is None


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "empty_file"), (b"\x00" * 20, "not_a_spreadsheet"), (b"x" * 6_000_000, "file_too_large")]
)
def test_what_is_no_sheet_is_refused_with_a_sentence(content, code):
    with pytest.raises(RuleBroken) as refusal:
        grids(content)

    assert refusal.value.code == code


def test_a_file_that_unpacks_to_too_much_is_refused():
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 90_000_000)

    with pytest.raises(RuleBroken) as refusal:
        grids(file.getvalue())

    assert refusal.value.code == "file_too_large"
