"""Working days and limits: what every other room may use."""

from zhongshu.platform.calendars.choices import Light
from zhongshu.platform.calendars.commands import arrange_day, load_years, withdraw_day
from zhongshu.platform.calendars.expressions import ClosingMoment
from zhongshu.platform.calendars.limits import Due, Lamps
from zhongshu.platform.calendars.official import years as official_years
from zhongshu.platform.calendars.queries import (
    add_working_days,
    calendar,
    closing_time,
    due,
    explain,
    is_working_day,
    lamps,
    light,
    missing_year,
    next_working_day,
    previous_working_day,
    shift,
    subtract_working_days,
    working_days_between,
)

__all__ = [
    "ClosingMoment",
    "Due",
    "Lamps",
    "Light",
    "add_working_days",
    "arrange_day",
    "calendar",
    "closing_time",
    "due",
    "explain",
    "is_working_day",
    "lamps",
    "light",
    "load_years",
    "missing_year",
    "next_working_day",
    "official_years",
    "previous_working_day",
    "shift",
    "subtract_working_days",
    "withdraw_day",
    "working_days_between",
]
