"""Which row holds the headings, and what each column is: pure rules."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

Grid = Sequence[Sequence[str]]

# What offices write above a column. Compared without spaces, brackets and their content.
_WORDS = {
    "name": "姓名 名字 人员姓名 人员 同志姓名 联系人",
    "unit": "单位 部门 科室 处室 所属部门 所在部门 所在科室 内设机构 工作单位 股室 单位部门 科室名称",
    "post_name": "职务 岗位 职位 职务职级 现任职务 工作岗位 行政职务 职务名称",
    "office_phone": "办公电话 办公室电话 座机 固定电话 固话 电话 办公号码 座机号码 联系电话办公 办公 单位电话 联系电话",
    "mobile": "手机 手机号 手机号码 移动电话 移动号码 联系电话手机 个人手机 联系方式 联系手机 手机电话 联系方式手机",
    "short_number": "短号 小号 集团短号 集团号 虚拟网 内线 分机 手机短号",
    "email": "邮箱 电子邮箱 电子邮件 email e-mail mail 邮件地址 邮箱地址",
    "room": "房间 房间号 办公室 办公地点 办公室号 门牌号 房号 办公地址 办公房间 办公室房间号",
    "rank_order": "排序 排序号 排名",
}
SYNONYMS = {name: tuple(words.replace("-", "").split()) for name, words in _WORDS.items()}
LABELS = {
    "name": "姓名", "unit": "科室", "post_name": "职务", "office_phone": "办公电话", "mobile": "手机", "short_number": "短号",
    "email": "邮箱", "room": "房间号", "rank_order": "排序",
}  # fmt: skip
_FIELD_OF = {word: name for name, words in SYNONYMS.items() for word in words}
_LOOK_AT = 15
_UNIT = re.compile(r"(科|室|处|部|局|办|中心|站|所|队|组|领导|班子|委|会|股|院|校|县|区|镇|乡|街道)$")


@dataclass
class Table:
    """A sheet understood: one heading and one field (or "") a column, and the rows of people below."""

    headers: list[str]
    mapping: list[str]
    lines: list[dict] = field(default_factory=list)


def understand(grid: Grid) -> Table | None:
    """Find the headings of a sheet and the rows below them; None if no row looks like headings with a name among them.

    Headings may stand below titles, be spread over two rows with merged cells (联系电话 above 办公 and 手机), and be repeated
    further down. A row with a single text, such as 综合科, is the heading of the rows below it.
    """
    best, best_score = None, 1
    for index in range(min(len(grid), _LOOK_AT)):
        for height in (1, 2):
            headers = _headers(grid, index, height)
            score = _score(headers)
            # Two rows are taken together only where that explains more columns than the first alone.
            if score > best_score:
                best, best_score = (index, height, headers), score
    if best is None:
        return None
    index, height, headers = best
    mapping = _mapping(headers)
    return Table(headers, mapping, _lines(grid, index + height, headers, mapping))


def field_of(header: str) -> str:
    """Return which field a heading stands for, or an empty text."""
    return _FIELD_OF.get(_plain(header), "")


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[（(【\[].*?[)）】\]]", "", text)
    return re.sub(r"[\s:：/、*＊_·.。-]+", "", text).lower()


def _headers(grid: Grid, index: int, height: int) -> list[str]:
    if height == 1:
        return list(grid[index])
    if index + 1 >= len(grid):
        return []
    upper, lower = list(grid[index]), list(grid[index + 1])
    width = max(len(upper), len(lower))
    upper += [""] * (width - len(upper))
    lower += [""] * (width - len(lower))
    if field_of(lower[0]) == "" and lower[0].strip() and upper[0].strip():
        return []  # the second row already holds data
    joined, over = [], ""
    for above, below in zip(upper, lower, strict=True):
        # A merged cell gives its text to the first column only; its neighbours are empty and have a text of their own below.
        over = above if above.strip() else (over if below.strip() else "")
        joined.append(_join(over, below) if below.strip() else above)
    return joined


def _join(above: str, below: str) -> str:
    if not above.strip():
        return below
    whole = f"{above}{below}"
    return whole if field_of(whole) else below if field_of(below) else whole


def _score(headers: list[str]) -> int:
    found = {field_of(header) for header in headers} - {""}
    return len(found) if "name" in found else 0


def _mapping(headers: list[str]) -> list[str]:
    """Give each field to the first column that claims it; a second 电话 beside 办公电话 stays unmapped for people to decide."""
    taken: set[str] = set()
    mapping = []
    for header in headers:
        name = field_of(header)
        mapping.append("" if name in taken else name)
        taken.add(name)
    return mapping


def _lines(grid: Grid, start: int, headers: list[str], mapping: list[str]) -> list[dict]:
    lines: list[dict] = []
    heading = last_unit = ""
    unit_column = mapping.index("unit") if "unit" in mapping else None
    name_column = mapping.index("name")
    for number, row in enumerate(grid[start:], start=start + 1):
        cells = [str(cell).strip() for cell in row][: len(headers)]
        cells += [""] * (len(headers) - len(cells))
        filled = [cell for cell in cells if cell]
        if not filled or _score(cells) > 1:
            continue  # an empty row, or the headings again on the next page
        if _is_heading(filled, alone_in_name_column=bool(cells[name_column])):
            heading, last_unit = filled[0], ""
            continue
        if unit_column is not None:
            # A merged cell of the unit column speaks for the rows below it.
            last_unit = cells[unit_column] or last_unit
            cells[unit_column] = last_unit
        lines.append({"number": number, "section": heading, "cells": cells})
    return lines


def _is_heading(filled: Sequence[str], *, alone_in_name_column: bool) -> bool:
    """Tell whether a row is the heading of those below: one text, perhaps repeated by a merged cell that was split up."""
    if len(set(filled)) > 1:
        return False
    # A lone text below 姓名 may be somebody of whom nothing else is known: then it must be called like a unit.
    return not alone_in_name_column or len(filled) > 1 or bool(_UNIT.search(filled[0]))
