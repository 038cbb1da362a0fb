import io
import zipfile

import openpyxl
import pytest

from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.spreadsheets.public import sheets


def _saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_sheet_comes_with_its_types_merged_cells_hidden_rows_and_open_formulas():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["甲", 1, 2.5])
    sheet.append(["=B1+1", None, True])
    sheet.merge_cells("A1:A2")
    sheet["C3"] = "=SUM(B1:B2)"
    sheet.row_dimensions[2].hidden = True

    (read,) = sheets(_saved(book))

    assert read.rows[0] == ["甲", 1.0, 2.5]
    assert read.merged == ((0, 0, 1, 0),)
    assert read.hidden == {2}
    assert read.unresolved == {(3, 2)}


def test_hidden_sheets_are_left_out():
    book = openpyxl.Workbook()
    book.active.append(["见"])
    book.create_sheet("隐藏").sheet_state = "hidden"

    assert len(sheets(_saved(book))) == 1


def test_text_with_separators_is_a_sheet_in_any_of_the_usual_encodings():
    text = '编号;事项\n1;"甲;乙"\n'

    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        assert sheets(text.encode(encoding))[0].rows == [["编号", "事项"], ["1", "甲;乙"]]


def test_a_sheet_longer_than_the_limit_is_refused_with_the_limit():
    with pytest.raises(RuleBroken, match="超过 3 行"):
        sheets(b"a,b\n" * 5, max_rows=3)


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty_file"), (b"PK\x03\x04junk", "not_a_spreadsheet"), (b"\x00\x01\x02", "not_a_spreadsheet"), (b"no separators", "not_a_spreadsheet"),
     (b"a,b" * 10_000_000, "file_too_large")],
)  # fmt: skip
def test_what_is_no_spreadsheet_is_refused(content, code):
    with pytest.raises(RuleBroken) as refused:
        sheets(content)

    assert refused.value.code == code


def test_a_zip_that_is_no_workbook_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "x")

    with pytest.raises(RuleBroken, match="无法读取该文件"):
        sheets(stream.getvalue())
