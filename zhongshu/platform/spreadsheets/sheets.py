"""Large sheets as they are: values with their types, merged cells, hidden rows, formulas without a result."""

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum, ZipError

from zhongshu.kernel.errors import RuleBroken

MAX_UNPACKED = 400 * 1024 * 1024
_ENCODINGS = ("utf-8-sig", "gb18030", "utf-16")
_CANNOT = "无法读取该文件，请另存为 .xlsx 格式后重新上传；设有打开密码的请先取消密码"

Value = Any


@dataclass(frozen=True)
class Sheet:
    """One visible sheet: ``rows[0]`` is row 1. Merged areas are (top, left, bottom, right), counted from 0, both ends included.

    ``hidden`` are the numbers of hidden rows, ``unresolved`` the (row, column) of formulas that were saved without a result,
    rows counted from 1 and columns from 0.
    """

    name: str
    rows: list[list[Value]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: frozenset[int] = frozenset()
    unresolved: frozenset[tuple[int, int]] = field(default_factory=frozenset)


def sheets(content: bytes, *, max_bytes: int = 20 * 1024 * 1024, max_rows: int = 50_000, max_columns: int = 80) -> list[Sheet]:
    """Return the visible sheets of an XLSX, XLS, ODS or CSV file.

    Raises:
        RuleBroken: empty, too large, a bomb, or not a spreadsheet.
    """
    if not content:
        raise RuleBroken("文件是空的，请重新选择", code="empty_file", field="file")
    if len(content) > max_bytes:
        raise RuleBroken(f"文件超过 {max_bytes // 2**20} MB，请只保留需要导入的工作表", code="file_too_large", field="file")
    if content[:2] != b"PK" and content[:4] != b"\xd0\xcf\x11\xe0":
        return [_separated(content, max_rows, max_columns)]
    _refuse_bombs(content)
    try:
        found = _opened(content, max_rows, max_columns)
    except (CalamineError, ZipError, ValueError, OSError, KeyError, zipfile.BadZipFile) as error:
        raise RuleBroken(_CANNOT, code="not_a_spreadsheet", field="file") from error
    for sheet in found:
        _refuse_long(sheet, max_rows)
    return found


def _opened(content: bytes, max_rows: int, max_columns: int) -> list[Sheet]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    parts = _parts(content) if content[:2] == b"PK" else {}
    found = []
    for index, told in enumerate(workbook.sheets_metadata[:20]):
        if told.visible != SheetVisibleEnum.Visible:
            continue
        sheet = workbook.get_sheet_by_index(index)
        rows = sheet.to_python(skip_empty_area=False, nrows=max_rows + 1)
        merged = tuple((*start, *end) for start, end in sheet.merged_cell_ranges or ())
        hidden, unresolved = _marks(parts.get(told.name, b""))
        if rows and len(rows[0]) > max_columns:
            rows = [row[:max_columns] for row in rows]
        found.append(Sheet(told.name, rows, merged, hidden, unresolved))
    return found


def _refuse_long(sheet: Sheet, max_rows: int) -> None:
    if len(sheet.rows) > max_rows:
        raise RuleBroken(f"工作表“{sheet.name}”超过 {max_rows} 行，请分次导入", code="too_many_rows", field="file")


def _refuse_bombs(content: bytes) -> None:
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
            raise RuleBroken("文件内容过大，请只保留需要导入的工作表", code="file_too_large", field="file")


def _separated(content: bytes, max_rows: int, max_columns: int) -> Sheet:
    text = _decoded(content)
    if text is None or "\0" in text:
        raise RuleBroken(_CANNOT, code="not_a_spreadsheet", field="file")
    separator = max("\t,;，|", key=text[:4000].count)
    if separator not in text[:4000]:
        raise RuleBroken(_CANNOT, code="not_a_spreadsheet", field="file")
    rows: list[list[Value]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append(list(row[:max_columns]))
            if len(rows) > max_rows:
                break
    except csv.Error as error:
        raise RuleBroken(_CANNOT, code="not_a_spreadsheet", field="file") from error
    sheet = Sheet("CSV", rows)
    _refuse_long(sheet, max_rows)
    return sheet


def _decoded(content: bytes) -> str | None:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeError:
            continue
    return None


_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_HIDDEN = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*\br="(\d+)"')
# A formula cell without a saved result, as programs other than office suites write it.
_UNRESOLVED = re.compile(
    rb'<(?:\w+:)?c\b[^>]*\br="([A-Z]{1,3})(\d{1,7})"[^>]*><(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>'
)


def _parts(content: bytes) -> dict[str, bytes]:
    """Return the XML of each sheet of an XLSX file by its name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
            return {}
        targets = {}
        for relation in re.findall(rb"<(?:\w+:)?Relationship\b[^>]*>", archive.read("xl/_rels/workbook.xml.rels")):
            targets[_attribute(relation, b"Id")] = _attribute(relation, b"Target")
        found = {}
        for sheet in _SHEET.findall(archive.read("xl/workbook.xml")):
            target = targets.get(_attribute(sheet, b"r:id"), "").removeprefix("/xl/").removeprefix("xl/")
            if f"xl/{target}" in names:
                found[_attribute(sheet, b"name")] = archive.read(f"xl/{target}")
        return found


def _attribute(tag: bytes, name: bytes) -> str:
    match = re.search(rb"\s" + name + rb'="([^"]*)"', tag)
    text = match[1].decode("utf-8", "replace") if match else ""
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, char)
    return text


def _marks(xml: bytes) -> tuple[frozenset[int], frozenset[tuple[int, int]]]:
    hidden = _HIDDEN.findall(xml) if b'hidden="' in xml else []
    unresolved = _UNRESOLVED.findall(xml) if b"<f" in xml or b":f" in xml else []
    return frozenset(map(int, hidden)), frozenset((int(row), _column(letters)) for letters, row in unresolved)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
