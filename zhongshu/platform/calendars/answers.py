"""Answers to sample cases about days and notices."""

import datetime as dt
from pathlib import Path
from typing import Any

from zhongshu.kernel import answers
from zhongshu.platform.calendars import official
from zhongshu.platform.calendars.notice import OFF, WORK, read_days

Case = dict[str, Any]


def register() -> None:
    answers.register("workdays", workdays)
    answers.register("holidays", holidays)
    answers.register("holiday_text", holiday_text)


def workdays(case: Case, folder: Path) -> Case:
    """Answer one question of working-day arithmetic."""
    given = {name: _value(value) for name, value in case["input"].items()}
    calendar = official.calendar()
    operations = {
        "add_workdays": lambda: calendar.add_working_days(given["start"], given["n"]),
        "subtract_workdays": lambda: calendar.subtract_working_days(given["end"], given["n"]),
        "calendar_days_then_next_workday": lambda: calendar.working_day_on_or_after(
            given["start"] + dt.timedelta(days=given["n"])
        ),
        "previous_workday_on_or_before": lambda: calendar.working_day_on_or_before(given["date"]),
        "next_workday_on_or_after": lambda: calendar.working_day_on_or_after(given["date"]),
        "count_workdays_inclusive": lambda: calendar.working_days_inclusive(given["start"], given["end"]),
        "is_workday": lambda: calendar.is_working_day(given["date"]),
    }
    result = operations[case["op"]]()
    return {"result": result.isoformat() if isinstance(result, dt.date) else result}


def holidays(case: Case, folder: Path) -> Case:
    """List the days off and the make-up days of a year's notice."""
    days = official.notice_days(case["year"])
    return {
        "off_days": [entry.day.isoformat() for entry in days if entry.kind == OFF],
        "makeup_workdays": [entry.day.isoformat() for entry in days if entry.kind == WORK],
    }


def holiday_text(case: Case, folder: Path) -> Case:
    """Read one sentence of a notice into days."""
    return {"days": [[entry.day.isoformat(), entry.kind] for entry in read_days(case["text"], case["year"])]}


def _value(value: Any) -> Any:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value
