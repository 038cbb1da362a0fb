"""督查通报: the text of a circular from figures alone; the same figures give the same text, to the letter."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

HEADS = ("应办结", "已办结", "办结率", "按期", "延期后", "逾期", "重新办理", "逾期未办结")


@dataclass(frozen=True)
class Line:
    """One row of a table of the circular."""

    label: str
    due: int
    completed: int
    rate: str
    on_time: int
    extended: int
    late: int
    reopened: int
    overdue: int

    @property
    def cells(self) -> list[str]:
        counts = (self.on_time, self.extended, self.late, self.reopened, self.overdue)
        return [self.label, str(self.due), str(self.completed), self.rate, *(str(count) for count in counts)]


@dataclass(frozen=True)
class Overdue:
    """One item that should be done and is not."""

    title: str
    unit: str
    deadline: dt.date


def circular_title(organ_name: str, as_of: dt.date) -> str:
    return f"{organ_name}关于{as_of.year}年{as_of.month}月督查事项办理情况的通报"


def circular_body(
    as_of: dt.date,
    overall: Line,
    units: Sequence[Line],
    sources: Sequence[Line],
    overdue: Sequence[Overdue],
    *,
    rates: tuple[str, str],
) -> str:
    """Return the body of the circular, with its tables in drafting text. ``rates``: on time, and with approved extensions."""
    day = f"{as_of.year}年{as_of.month}月{as_of.day}日"
    on_time, with_extensions = rates
    lines = [
        f"现将截至{day}的督查事项办理情况通报如下：",
        "一、总体情况",
        f"应办结{overall.due}项，已办结{overall.completed}项，办结率{overall.rate}。其中按期办结{overall.on_time}项，批准延期后办结{overall.extended}项，"
        f"逾期办结{overall.late}项，重新办理后办结{overall.reopened}项；逾期未办结{overall.overdue}项。"
        f"按期办结率{on_time}，含批准延期的办结率{with_extensions}。",
        "二、按牵头单位",
        *_table("牵头单位", units),
        "三、按立项依据",
        *_table("立项依据", sources),
        "四、逾期未办结事项",
    ]
    if overdue:
        lines += ["| 事项 | 牵头单位 | 办理时限 |", "|---|---|---|"]
        lines += [f"| {_cell(each.title)} | {_cell(each.unit)} | {each.deadline:%Y-%m-%d} |" for each in overdue]
        lines.append("请有关单位抓紧办理，确有困难的说明原因，不得以材料代替结果。")
    else:
        lines.append("截至目前没有逾期未办结事项。")
    lines.append(
        "统计口径：应办结为已办结事项与已过（批准延期后）时限未报结事项之和，中止、撤项和待核查事项不计入；办结以核查属实为准，按承办单位报结之日计算。"
    )
    return "\n".join(lines)


def _table(head: str, rows: Sequence[Line]) -> list[str]:
    heads = [head, *HEADS]
    return [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}", *(f"| {' | '.join(map(_cell, row.cells))} |" for row in rows)]


def _cell(text: str) -> str:
    return text.replace("|", "｜").replace("\n", " ")
