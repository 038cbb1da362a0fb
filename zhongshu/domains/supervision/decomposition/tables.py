"""Lists that are tables: rows of cells under a head, or the same copied one cell a line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zhongshu.domains.supervision.decomposition.outline import Paragraph
from zhongshu.domains.supervision.decomposition.reading import CELL, Reading

NUMBER, TASK, GOAL, LEAD, RESPONSIBLE, SUPPORT, PERSON, DEADLINE, OTHER = (
    "number", "task", "goal", "lead", "responsible", "support", "person", "deadline", "other",
)  # fmt: skip
_HEADS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (NUMBER, re.compile(r"(?:任务|项目)?(?:序号|编号|序)|号")),
    (LEAD, re.compile(r"(?:总)?牵头(?:责任)?(?:单位|部门|科室|处室|股室|站所)|主办(?:单位|部门)|主责(?:单位|部门)|主要责任单位|第一责任单位")),
    (SUPPORT, re.compile(r"(?:主要)?(?:配合|协办|参与|参加|协同|协助)(?:责任)?(?:单位|部门|科室|处室|股室|站所)")),
    (RESPONSIBLE, re.compile(r"(?:责任|承办|落实|负责|实施|办理|整改)(?:单位|部门|主体|科室|处室|股室|站所)(?:及责任人)?|单位|部门|"
        r"责任单位（部门）|责任分工")),
    (PERSON, re.compile(r"[一-龥]{0,6}(?:领导|责任人|负责人|联系人)|"
        r"[市县区省]领导|责任领导")),
    (DEADLINE, re.compile(r"(?:计划|整改|办理|工作|任务)?(?:完成|办理|办结|整改|落实|工作|反馈)?(?:时限|期限|时间|"
        r"日期)(?:要求|节点|进度|安排)?|时间(?:要求|节点|进度|安排)|进度安排|截止(?:时间|日期)")),
    (TASK, re.compile(r"(?:重点|主要|工作|具体|改革|整改|督查|交办|目标)?(?:任务|事项|内容|措施|举措|工作)(?:内容|名称|分解|"
        r"要求|清单|举措|措施)?|(?:项目|事项|任务)名称|项目|整改措施|工作要求")),
    (GOAL, re.compile(r"(?:年度|工作|具体|预期|整改|阶段性?)?(?:目标|指标)(?:任务|要求|值)?")),
    (OTHER, re.compile(r"备注|进展(?:情况)?|完成情况|工作进展|类别|分类|领域|一级指标|二级指标|[一-龥]{0,6}问题|成果形式|"
        r"任务来源|来源|依据|立项依据|投资(?:额|规模)?.{0,6}|建设(?:地点|性质)")),
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    begin: int
    end: int


@dataclass(frozen=True)
class Row:
    """A row of a table: the cells of each kind; its place is that of the whole row."""

    begin: int
    end: int
    cells: tuple[tuple[str, Cell], ...]

    def of(self, kind: str) -> list[Cell]:
        return [cell for name, cell in self.cells if name == kind and cell.end > cell.begin]


@dataclass(frozen=True)
class Table:
    """Rows in order; ``first`` and ``last`` are the paragraphs that the table takes up."""

    first: int
    last: int
    rows: tuple[Row, ...]


def head_of(text: str) -> str:
    """Return what a column is called by its head, or ""."""
    text = re.sub(r"（[^）]*）$", "", text.strip("。：*"))
    return next((kind for kind, pattern in _HEADS if pattern.fullmatch(text)), "")


def tables(reading: Reading, lines: Sequence[Paragraph]) -> list[Table]:
    """Find the tables among the paragraphs."""
    found: list[Table] = []
    index = 0
    while index < len(lines):
        table = _rows_table(reading, lines, index) or _flat_table(reading, lines, index)
        if table:
            found.append(table)
            index = table.last + 1
        else:
            index += 1
    return found


def _cells(reading: Reading, line: Paragraph) -> list[Cell]:
    found, start = [], line.begin
    for mark in re.finditer(CELL, reading.text[line.begin : line.end]):
        found.append(Cell(start, line.begin + mark.start()))
        start = line.begin + mark.end()
    found.append(Cell(start, line.end))
    return found


def _kinds(reading: Reading, cells: Sequence[Cell]) -> list[str] | None:
    kinds = [head_of(reading.text[cell.begin : cell.end]) for cell in cells]
    useful = set(kinds) & {LEAD, RESPONSIBLE, SUPPORT, DEADLINE, PERSON}
    if kinds.count("") > len(kinds) // 3 or not useful or not set(kinds) & {TASK, GOAL}:
        return None
    return kinds


def _rows_table(reading: Reading, lines: Sequence[Paragraph], index: int) -> Table | None:
    if CELL not in reading.text[lines[index].begin : lines[index].end]:
        return None
    kinds = _kinds(reading, _cells(reading, lines[index]))
    if not kinds:
        return None
    rows: list[Row] = []
    last = index
    for number in range(index + 1, len(lines)):
        line = lines[number]
        if CELL not in reading.text[line.begin : line.end]:
            if line.end - line.begin < 40 and number + 1 < len(lines):
                following = lines[number + 1]
                if CELL in reading.text[following.begin : following.end]:
                    continue  # a heading between rows
            break
        cells = _cells(reading, line)
        last = number
        if _kinds(reading, cells):
            continue  # the head again on the next page
        rows.append(Row(line.begin, line.end, tuple(_paired(reading, kinds, cells))))
    return Table(index, last, tuple(rows)) if rows else None


def _paired(reading: Reading, kinds: Sequence[str], cells: Sequence[Cell]) -> list[tuple[str, Cell]]:
    if len(cells) == len(kinds) - 1 and kinds[0] == NUMBER and not reading.text[cells[0].begin : cells[0].end].isdigit():
        kinds = kinds[1:]  # the number is missing
    return list(zip(kinds, cells, strict=False))


def _flat_table(reading: Reading, lines: Sequence[Paragraph], index: int) -> Table | None:
    """A table copied one cell a line: the heads first, then the cells, each row begun by its number."""
    heads: list[str] = []
    at = index
    while at < len(lines) and lines[at].end - lines[at].begin <= 10:
        kind = head_of(reading.text[lines[at].begin : lines[at].end])
        if not kind:
            break
        heads.append(kind)
        at += 1
    useful = set(heads) & {LEAD, RESPONSIBLE, SUPPORT, DEADLINE}
    if len(heads) < 3 or not useful or not set(heads) & {TASK, GOAL}:
        return None
    rows: list[Row] = []
    last = index
    while at < len(lines):
        row, following = _flat_row(reading, lines, at, heads)
        if row is None:
            break
        rows.append(row)
        last, at = following - 1, following
    return Table(index, last, tuple(rows)) if rows else None


def _flat_row(reading: Reading, lines: Sequence[Paragraph], at: int, heads: Sequence[str]) -> tuple[Row | None, int]:
    def text(number: int) -> str:
        return reading.text[lines[number].begin : lines[number].end]

    numbered = heads[0] == NUMBER
    if numbered and not re.fullmatch(r"\d{1,3}[.、]?", text(at)):
        return None, at
    stop = at + 1
    if numbered:
        while stop < len(lines) and not re.fullmatch(r"\d{1,3}[.、]?", text(stop)) and lines[stop].level not in {1, 2, 3}:
            stop += 1
            if stop - at > 3 * len(heads):
                break
    else:
        stop = at + len(heads)
        if stop > len(lines):
            return None, at
    cells = [Cell(lines[number].begin, lines[number].end) for number in range(at, stop)]
    extra = len(cells) - len(heads)
    kinds = list(heads)
    if extra > 0 and TASK in kinds:
        place = kinds.index(TASK)
        kinds[place:place] = [TASK] * extra  # words of the task broken over lines
    return Row(cells[0].begin, cells[-1].end, tuple(zip(kinds, cells, strict=False))), stop
