"""Answers to sample cases: passages taken apart into tasks."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

from zhongshu.domains.supervision.decomposition.decomposing import decompose
from zhongshu.domains.supervision.decomposition.tree import DeadlineKind, Task

Case = dict[str, Any]


def decomposition(case: Case, folder: Path) -> Case:
    """Return the tasks of a passage; the units stay as the text writes them."""
    tree = decompose(case["passage"], today=_day_of(case))
    return {"tasks": [_task(task) for task in tree.tasks]}


def _day_of(case: Case) -> dt.date:
    """Return a day for a passage without its document: the first of January of the first year that it or its context names."""
    known = " ".join(str(case.get(name) or "") for name in ("date", "context", "passage"))
    year = re.search(r"(20\d\d)\s*年", known) or re.search(r"20(\d\d)", str(case.get("source_url") or ""))
    if not year:
        return dt.date(2018, 1, 1)
    return dt.date(int(year[0][:4]), 1, 1)


def _task(task: Task) -> Case:
    fixed = task.deadline and task.deadline.kind is DeadlineKind.FIXED and task.deadline.day
    return {
        "title": task.title,
        "text": task.wording,
        "lead": [unit.name for unit in task.lead_units],
        "units": [unit.name for unit in task.units],
        "deadline": task.deadline.day.isoformat() if fixed and task.deadline and task.deadline.day else None,
        "targets": [measure.wording for measure in task.measures],
    }
