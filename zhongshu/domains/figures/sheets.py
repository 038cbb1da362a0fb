"""A sheet of figures that somebody made, understood row by row: pure rules over values read before.

Two shapes are read: one row for each figure and period, with a column 期间; and one row for each figure with a column for each
period (2025年, 2026年一季度).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from zhongshu.domains.figures import measures, names, periods
from zhongshu.domains.figures.choices import Frequency
from zhongshu.platform.spreadsheets.public import Headings

LABELS = {
    "name": "名称", "code": "代码", "region": "统计范围", "definition": "口径", "unit": "计量单位", "frequency": "周期", "period": "期间",
    "value": "数值", "source": "来源",
}  # fmt: skip
VALUE_OF = "value@"  # a column of values for one period: "value@2026年一季度"
HEADINGS = Headings(
    {
        "name": "名称 指标 指标名称 数据项 数据项名称 数据名称 项目 项目名称 统计指标 主要指标",
        "code": "代码 指标代码 编码 数据项代码 编号",
        "region": "统计范围 地区 范围 区域 地域 县区 行政区划",
        "definition": "口径 指标口径 统计口径 解释 指标解释 含义 说明 指标含义 口径说明",
        "unit": "计量单位 单位 数据单位 计算单位",
        "frequency": "周期 统计周期 频度 报送周期 更新周期 频率",
        "period": "期间 时期 报告期 时间 所属期 数据时间 日期 年度 年份 月份 季度",
        "value": "数值 数据 值 完成数 实绩 本期 本期数 绝对量 总量 完成情况 数量 累计 实际完成",
        "source": "来源 数据来源 出处 依据 资料来源 文件",
    },
    key="name",
)
_FREQUENCIES = {label: value for value, label in Frequency.choices} | {
    "年度": "year", "每年": "year", "季度": "quarter", "每季": "quarter", "每季度": "quarter", "月度": "month", "每月": "month",
    "半年度": "half", "每半年": "half", "期末": "moment", "年末": "moment",
}  # fmt: skip


@dataclass(frozen=True)
class Known:
    """A figure in the registry: ``mine`` says whether the importing person keeps it, ``values`` what it has: period to value."""

    figure_id: int
    name: str
    unit: str
    frequency: str
    mine: bool
    holder: str
    values: Mapping[str, Decimal]


@dataclass
class Row:
    """One value of the sheet and what becomes of it: "register" (and its value), "record", "unchanged", or nothing."""

    number: int
    name: str
    values: dict[str, str]
    period: str = ""
    period_text: str = ""
    value: Decimal | None = None
    figure_id: int | None = None
    action: str = ""
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def mapping_of(headers: Sequence[str], mapping: Sequence[str]) -> list[str]:
    """Add to a mapping the columns that are named like a period: they hold that period's values."""
    found = list(mapping)
    for number, (header, name) in enumerate(zip(headers, mapping, strict=True)):
        if not name and any(_whole(header, frequency) for frequency in Frequency.values):
            found[number] = f"{VALUE_OF}{header}"
    return found


def judge(lines: Sequence[Mapping], mapping: Sequence[str], *, known: Mapping[str, Known]) -> list[Row]:
    """Decide about every value of a sheet.

    Args:
        lines: rows as ``Headings.understand`` gives them.
        mapping: the field of each column, "" or ``VALUE_OF`` with the period's text.
        known: what the registry holds, by the key of a name and by the code.
    """
    rows: list[Row] = []
    seen: dict[tuple[str, str], int] = {}
    for line in lines:
        cells = dict(_filled(mapping, line["cells"]))
        texts = {name: text for name, text in cells.items() if not name.startswith(VALUE_OF)}
        if not texts.get("name"):
            rows.append(Row(line["number"], "", texts, problems=["没有名称"]))
            continue
        wide = [(name.removeprefix(VALUE_OF), text) for name, text in cells.items() if name.startswith(VALUE_OF)]
        pairs = wide or [(texts.get("period", ""), texts.get("value", ""))]
        for period_text, value_text in pairs:
            row = Row(line["number"], texts["name"], texts, period_text=period_text)
            _judge(row, value_text, known)
            key = (names.key_of(row.name), row.period)
            if row.period and not row.problems:
                if key in seen:
                    row.problems.append(f"与第 {seen[key]} 行是同一数据项同一期间，请删去一行")
                seen.setdefault(key, row.number)
            if row.problems:
                row.action = ""
            rows.append(row)
    return rows


def _judge(row: Row, value_text: str, known: Mapping[str, Known]) -> None:
    figure = known.get(row.values.get("code", "").upper()) or known.get(names.key_of(row.name))
    unit = figure.unit if figure else row.values.get("unit", "")
    frequency = figure.frequency if figure else _frequency(row)
    if figure is None and not frequency and row.period_text:
        frequency = next((each for each in Frequency.values if _whole(row.period_text, each)), "")
    if figure is None:
        row.action = "register"
        if not unit:
            row.problems.append("新登记的数据项须有计量单位")
        if not row.values.get("definition"):
            row.problems.append("新登记的数据项须写明口径")
        if not frequency:
            row.problems.append("新登记的数据项须写明周期")
    else:
        row.figure_id, row.action = figure.figure_id, "record"
        if not figure.mine:
            row.problems.append(f"“{figure.name}”由{figure.holder}掌握，不能代填，请直接引用")
            return
    if frequency:
        row.values["frequency"] = frequency
    _read_value(row, value_text, unit, frequency, figure)


def _read_value(row: Row, value_text: str, unit: str, frequency: str, figure: Known | None) -> None:
    if not value_text:
        if figure is not None:
            row.action = "unchanged"
        return
    if not frequency:
        return
    period = periods.parse(row.period_text, frequency)
    if period is None:
        row.problems.append(f"看不懂期间“{row.period_text}”" if row.period_text else "没有期间")
        return
    match = measures.NUMBER.fullmatch(value_text)
    amount = measures.amount(match["number"], match["unit"] or row.values.get("unit", "") or unit) if match else None
    if amount is None or match is None:
        row.problems.append(f"“{value_text}”不是数")
        return
    multiple, base = measures.split_unit(unit)
    if amount.unit != base:
        row.problems.append(f"单位“{match['unit'] or row.values.get('unit', '')}”与登记的“{unit}”不能换算")
        return
    row.period, row.value = period.key, amount.value / multiple
    if figure is not None and period.key in figure.values:
        if figure.values[period.key] == row.value:
            row.action = "unchanged"
        else:
            row.problems.append(
                f"{row.period_text}已有数值 {measures.written(figure.values[period.key])}，如有变化请在页面上修订并写明原因"
            )


def _filled(mapping: Sequence[str], cells: Sequence[str]) -> list[tuple[str, str]]:
    empty = {"", "-", "--", "/", "—", "——", "…", "..."}
    return [(name, cell.strip()) for name, cell in zip(mapping, cells, strict=False) if name and cell.strip() not in empty]


def _frequency(row: Row) -> str:
    text = row.values.get("frequency", "").strip()
    return text if text in Frequency.values else _FREQUENCIES.get(text, "")


def _whole(text: str, frequency: str) -> bool:
    """Tell whether a text is a period of exactly this frequency."""
    period = periods.parse(text, frequency)
    return period is not None and period.frequency == frequency and any(not char.isdigit() for char in text)
