"""When a person may be disturbed."""

import datetime as dt


def is_quiet(moment: dt.time, quiet_from: dt.time | None, quiet_until: dt.time | None) -> bool:
    """Tell whether a local time lies in the quiet hours, which may run over midnight; equal ends mean the whole day."""
    if quiet_from is None or quiet_until is None:
        return False
    if quiet_from < quiet_until:
        return quiet_from <= moment < quiet_until
    return moment >= quiet_from or moment < quiet_until


def next_allowed(moment: dt.datetime, quiet_from: dt.time | None, quiet_until: dt.time | None) -> dt.datetime:
    """Return the first moment at or after ``moment`` (aware, local) that is not in the quiet hours."""
    if quiet_until is None or not is_quiet(moment.time(), quiet_from, quiet_until):
        return moment
    end = moment.replace(hour=quiet_until.hour, minute=quiet_until.minute, second=quiet_until.second, microsecond=0)
    return end if end > moment else end + dt.timedelta(days=1)


def next_digest(moment: dt.datetime, hour: int, minute: int) -> dt.datetime:
    """Return the next time of the daily summary after ``moment`` (aware, local)."""
    today = moment.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return today if today > moment else today + dt.timedelta(days=1)
