"""A ledger read row by row: what each would become, and what stands against it. Pure rules; nothing is written."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from zhongshu.domains.supervision.choices import Grade, SourceKind, State
from zhongshu.domains.supervision.decomposition.days import AfterWorkingDays, Times
from zhongshu.domains.supervision.decomposition.mentions import unit_list
from zhongshu.domains.supervision.decomposition.names import UnitNames
from zhongshu.domains.supervision.decomposition.reading import read
from zhongshu.domains.supervision.decomposition.tree import UnitMention
from zhongshu.domains.supervision.importing.cells import CellProblem, date_of, grade_of, source_of, state_of, text_of
from zhongshu.domains.supervision.importing.headers import LABELS, LEDGER
from zhongshu.platform.spreadsheets.public import Sheet

_LIMITS = {"title": 200, "number": 80, "outcome": 300, "responsible": 80, "leader": 80}
_TOTAL = re.compile(
    r"^(?:合计|小计|总计|共计|累计|平均|总\s*计|合\s*计)[：:]?\d*(?:项|件|个)?$|^(?:填表人|审核人|制表|"
    r"填报人|填报单位|联系电话|注|说明|备注)[：:]"
)
_LOOK_AT = 20
# Cells merged over several rows speak for each of them in these columns.
_SPEAKS_FOR_ALL = frozenset(LABELS) - {"number", "title"}


@dataclass
class LedgerRow:
    """One row of the sheet and what becomes of it; a row with problems becomes nothing."""

    number: int
    title: str = ""
    item_number: str = ""
    requirement: str = ""
    outcome: str = ""
    source: str = ""
    source_kind: SourceKind = SourceKind.OTHER
    leader: str = ""
    instruction: str = ""
    lead_units: tuple[UnitMention, ...] = ()
    supporting_units: tuple[UnitMention, ...] = ()
    responsible: str = ""
    leader_in_charge: str = ""
    docketed_date: dt.date | None = None
    deadline: dt.date | None = None
    completed_date: dt.date | None = None
    progress: str = ""
    state: State = State.IN_PROGRESS
    state_told: bool = False
    grade: Grade = Grade.ROUTINE
    remark: str = ""
    hidden: bool = False
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class LedgerSheet:
    """A sheet understood: the headings with the field proposed for each, and the rows of data."""

    name: str
    headers: tuple[str, ...]
    mapping: tuple[str, ...]
    rows: tuple[LedgerRow, ...]
    skipped: tuple[tuple[int, str], ...] = ()

    @property
    def problems(self) -> list[tuple[int, str]]:
        """What must be put right first, by row."""
        return [(row.number, problem) for row in self.rows for problem in row.problems]

    @property
    def importable(self) -> bool:
        """A ledger is taken in whole or not at all."""
        return bool(self.rows) and not any(row.problems for row in self.rows)


def understand(
    sheet: Sheet,
    *,
    directory: UnitNames,
    today: dt.date,
    after_working_days: AfterWorkingDays = lambda start, count: None,
    mapping: Sequence[str] | None = None,
    plan_year: int = 0,
) -> LedgerSheet | None:
    """Read a ledger; None for a sheet without headings, 事项 among them.

    Args:
        sheet: as ``platform.spreadsheets`` opens it.
        directory: the units to which names are matched.
        today: from which 月底 or 9月 without a year are counted.
        after_working_days: the n-th working day after a day.
        mapping: the field of each column as a person corrected it, instead of the proposed one.
        plan_year: the year of the ledger, where the title does not say it.
    """
    found = LEDGER.find([[_shown(cell) for cell in row] for row in sheet.rows[:_LOOK_AT]])
    if found is None:
        return None
    start, headers = found
    proposed = list(mapping) if mapping else LEDGER.mapping(headers)
    year = plan_year or _year_of(sheet, start)
    times = Times(today, year if year >= today.year else 0, after_working_days)
    work = _Reader(sheet, proposed, directory, times, start)
    rows = [row for number in range(start, len(sheet.rows)) if (row := work.row(number)) is not None]
    _find_repeated(rows)
    return LedgerSheet(sheet.name, tuple(headers), tuple(proposed), tuple(rows), tuple(work.skipped))


def _shown(cell: object) -> str:
    return cell if isinstance(cell, str) else "" if cell is None else str(cell)


def _year_of(sheet: Sheet, start: int) -> int:
    """Return the year in the title above the headings, or in the sheet's name."""
    above = "".join(_shown(cell) for row in sheet.rows[:start] for cell in row) + sheet.name
    year = re.search(r"(20\d\d)\s*年", above)
    return int(year[1]) if year else 0


class _Reader:
    """Reads the rows of one sheet."""

    def __init__(self, sheet: Sheet, mapping: Sequence[str], directory: UnitNames, times: Times, start: int):
        self.sheet, self.directory, self.times = sheet, directory, times
        self.columns = [(index, name) for index, name in enumerate(mapping) if name]
        self.title_column = next((index for index, name in self.columns if name == "title"), None)
        self.merged = self._merged(start, dict(self.columns))
        self.skipped: list[tuple[int, str]] = []
        self.section = ""
        self._units: dict[str, tuple[UnitMention, ...]] = {}
        self._dates: dict[object, tuple[dt.date | None, str]] = {}

    def _merged(self, start: int, names: Mapping[int, str]) -> dict[tuple[int, int], tuple[int, int]]:
        """Return, for the cells of merged areas below the headings, the cell that holds their value."""
        found = {}
        for top, left, bottom, right in self.sheet.merged:
            if top < start or (bottom == top and left == right) or bottom - top > 20_000:
                continue
            for column in range(left, min(right, left + 60) + 1):
                if names.get(column) in _SPEAKS_FOR_ALL and column == left:
                    for row in range(top + 1, bottom + 1):
                        found[row, column] = (top, left)
        return found

    def row(self, index: int) -> LedgerRow | None:
        values = self.sheet.rows[index]
        number = index + 1
        filled = [cell for cell in values if cell not in ("", None)]
        if not filled:
            return None
        if self._is_no_item(number, values, filled):
            return None
        row = LedgerRow(number, hidden=number in self.sheet.hidden)
        if row.hidden:
            row.remarks.append("该行在表中是隐藏行，请确认是否导入")
        read_cells = {name: self._value(index, column) for column, name in self.columns}
        for column, name in self.columns:
            if (number, column) in self.sheet.unresolved:
                row.problems.append(f"{LABELS[name]}是公式，文件中没有保存结果，请在表格软件中打开并另存")
        self._texts(row, read_cells)
        self._days(row, read_cells)
        self._responsible(row, read_cells)
        return row

    def _value(self, index: int, column: int) -> object:
        place = self.merged.get((index, column), (index, column))
        values = self.sheet.rows[place[0]]
        return values[place[1]] if place[1] < len(values) else ""

    def _is_no_item(self, number: int, values: Sequence[object], filled: Sequence[object]) -> bool:
        """Totals, remarks below the table, headings between rows, the headings again."""
        texts = [cell.strip() for cell in filled if isinstance(cell, str) and cell.strip()]
        if any(_TOTAL.match(text) for text in texts[:2]):
            self.skipped.append((number, "合计或表尾说明"))
            return True
        if len(texts) >= 3 and sum(bool(LEDGER.field_of(text)) for text in texts) > len(texts) // 2:
            self.skipped.append((number, "重复的表头"))
            return True
        if len(filled) == 1 and texts and self._alone(values):
            self.section = re.sub(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.、])", "", texts[0])
            self.skipped.append((number, f"小标题：{texts[0][:30]}"))
            return True
        if all(isinstance(cell, int | float) for cell in filled) and len(filled) == 1:
            self.skipped.append((number, "只有序号"))
            return True
        return False

    def _alone(self, values: Sequence[object]) -> bool:
        """A lone text is a heading of the rows below unless it stands in the column of the items."""
        at = next(index for index, cell in enumerate(values) if cell not in ("", None))
        return at != self.title_column

    def _texts(self, row: LedgerRow, cells: Mapping[str, object]) -> None:
        for name in (
            "title",
            "requirement",
            "outcome",
            "source",
            "leader",
            "instruction",
            "responsible",
            "leader_in_charge",
            "progress",
            "remark",
        ):
            setattr(row, name, self._text(row, name, cells.get(name)))
        row.item_number = self._text(row, "number", cells.get("number"))
        row.title = re.sub(r"\s*\n\s*", "", row.title)
        if not row.source and self.section:
            row.source = self.section
        row.source_kind = source_of(row.source + ("批示" if row.instruction or row.leader else ""))
        row.grade = grade_of(self._text(row, "grade", cells.get("grade")))
        said = self._text(row, "state", cells.get("state"))
        if said:
            state = state_of(said)
            if state is None:
                row.problems.append(f"办理状态“{said[:20]}”无法识别，请写办理中、已办结、已销号或已中止")
            else:
                row.state, row.state_told = state, True
        if not row.title:
            row.problems.append("没有写事项")

    def _text(self, row: LedgerRow, name: str, value: object) -> str:
        try:
            text = text_of(value)
        except CellProblem as problem:
            row.problems.append(f"{LABELS[name]}：{problem}")
            return ""
        if len(text) > _LIMITS.get(name, 5000):
            row.problems.append(f"{LABELS[name]}超过{_LIMITS.get(name, 5000)}个字，请精简，详细内容写入工作要求")
        return text

    def _days(self, row: LedgerRow, cells: Mapping[str, object]) -> None:
        for name, attribute in (("docketed", "docketed_date"), ("deadline", "deadline"), ("completed", "completed_date")):
            value = cells.get(name)
            if value in ("", None):
                continue
            try:
                if value not in self._dates:
                    self._dates[value] = date_of(value, self.times)
                day, remark = self._dates[value]
            except CellProblem as problem:
                row.problems.append(f"{LABELS[name]}：{problem}")
                continue
            setattr(row, attribute, day)
            if remark:
                row.remarks.append(f"{LABELS[name]}：{remark}")
        if row.deadline and row.docketed_date and row.deadline < row.docketed_date:
            row.problems.append(f"办理时限{row.deadline.isoformat()}早于交办日期{row.docketed_date.isoformat()}")

    def _responsible(self, row: LedgerRow, cells: Mapping[str, object]) -> None:
        lead = self._units_of(row, "lead", cells.get("lead"))
        named = self._units_of(row, "units", cells.get("units"))
        support = self._units_of(row, "support", cells.get("support"))
        if not lead and named:
            lead, named = named[:1], named[1:]
            if named:
                row.remarks.append(f"没有牵头单位，按排在第一位的“{lead[0].name}”牵头")
        if not lead:
            row.problems.append("没有牵头单位或责任单位")
        elif len(lead) > 1:
            row.problems.append(f"牵头单位有{len(lead)}个，一件事项只能有一个牵头单位，其余请移到配合单位")
        row.lead_units = lead
        names = {unit.name for unit in lead}
        row.supporting_units = tuple({unit.name: unit for unit in (*named, *support) if unit.name not in names}.values())
        for unit in (*row.lead_units, *row.supporting_units):
            self._ask(row, unit)
        if lead and any(set(unit.unit_ids) & set(lead[0].unit_ids) for unit in row.supporting_units if not unit.collective):
            row.problems.append(f"“{lead[0].name}”既是牵头单位又是配合单位，请删去一处")

    def _ask(self, row: LedgerRow, unit: UnitMention) -> None:
        match = self.directory.match(unit.name)
        if match.vague and not unit.unit_ids:
            row.problems.append(f"“{unit.name}”没有写明是哪些单位，请逐一列出")
        elif not unit.unit_ids:
            said = "对应几个单位，请写全称" if match.candidates else "不在通讯录中，请改正名称或先由系统管理员设立"
            row.problems.append(f"“{unit.name}”{said}")
        elif unit in row.lead_units and len(unit.unit_ids) > 1:
            row.problems.append(f"牵头单位“{unit.name}”是多个单位，请写明一个")

    def _units_of(self, row: LedgerRow, name: str, value: object) -> tuple[UnitMention, ...]:
        text = self._text(row, name, value)
        if not text:
            return ()
        if text not in self._units:
            reading = read(re.sub(r"[\n\r]+|(?<=[局委办部厅署院府区县市会司团行校站所心]) +(?=\S)", "、", text))
            self._units[text] = unit_list(reading, 0, len(reading.text), self.directory) or ()
        return self._units[text]


def _find_repeated(rows: Sequence[LedgerRow]) -> None:
    """A number may stand once; the same matter with the same lead twice is asked about."""
    numbers: dict[str, int] = {}
    matters: dict[tuple[str, tuple[str, ...]], int] = {}
    for row in rows:
        plain = row.item_number
        if plain and not plain.isdigit():
            if plain in numbers:
                row.problems.append(f"编号“{plain}”与第{numbers[plain]}行重复")
            numbers.setdefault(plain, row.number)
        key = (row.title, tuple(unit.name for unit in row.lead_units))
        if row.title and key in matters:
            row.remarks.append(f"与第{matters[key]}行事项、牵头单位相同，请确认是否重复")
        matters.setdefault(key, row.number)
