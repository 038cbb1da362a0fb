"""Opening a spreadsheet that came from outside, within limits."""

import io
import zipfile

from python_calamine import CalamineError, CalamineWorkbook, ZipError

from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.text import forbidden_characters, normalise_newlines

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 80 * 1024 * 1024
MAX_ROWS = 3000
MAX_COLUMNS = 60


def grids(content: bytes) -> list[list[list[str]]]:
    """Return each sheet as rows of texts, the visible rows from the first on.

    Raises:
        RuleBroken: empty, too large, a bomb, or not a spreadsheet.
    """
    if not content:
        raise RuleBroken("文件是空的，请重新选择", code="empty_file", field="file")
    if len(content) > MAX_BYTES:
        raise RuleBroken("文件超过 5 MB，请只保留需要导入的工作表", code="file_too_large", field="file")
    _refuse_bombs(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [workbook.get_sheet_by_index(index) for index in range(min(len(workbook.sheet_names), 10))]
        return [_texts(sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS + 1)) for sheet in sheets]
    except (CalamineError, ZipError, ValueError, OSError) as error:
        sentence = "无法读取该文件，请另存为 .xlsx 格式后重新上传；设有打开密码的请先取消密码"
        raise RuleBroken(sentence, code="not_a_spreadsheet", field="file") from error


def _refuse_bombs(content: bytes) -> None:
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
            raise RuleBroken("文件内容过大，请只保留需要导入的工作表", code="file_too_large", field="file")


def _texts(rows: list[list]) -> list[list[str]]:
    if len(rows) > MAX_ROWS:
        raise RuleBroken(f"工作表超过 {MAX_ROWS} 行，请分次导入", code="too_many_rows", field="file")
    return [[_text(cell) for cell in row[:MAX_COLUMNS]] for row in rows]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = normalise_newlines(str(cell))
    bad = forbidden_characters(text)
    return "".join(char for char in text if char not in bad).strip()
