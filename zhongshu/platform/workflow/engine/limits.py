"""When an item is due, and when its holder is warned: working days of the office's calendar."""

import datetime as dt
import logging
from typing import Any

from django.utils import timezone

from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.workflow.bpmn.graph import StepRules, TimerRule
from zhongshu.platform.workflow.choices import Alert

logger = logging.getLogger(__name__)

NO_LIMIT = dt.datetime(2999, 12, 31, tzinfo=dt.UTC)
"""Orders items without a limit after all others."""

WARNING_HOUR = dt.time(9)


def limit(start: dt.datetime, rules: StepRules | None, organ_id: int) -> dict[str, Any]:
    """Return the fields of the limit of an item that opens at ``start``, by the calendar of the organ.

    There is none where the calendar of next year is not known yet: work does not stop for want of a notice.
    """
    if rules is None or not rules.due_workdays:
        return _fields(None, None, Alert.NONE)
    calendar = calendars.calendar(organ_id)
    try:
        due = _close_of(calendar.add_working_days(timezone.localdate(start), rules.due_workdays))
        return _fields(due, _alert_moment(calendar, due, rules, Alert.NONE), Alert.NONE)
    except RuleBroken as refusal:
        if refusal.code != "no_calendar":
            raise
        logger.warning("no calendar for a limit of %s working days", rules.due_workdays)
        return _fields(None, None, Alert.NONE)


def limit_fields(due: dt.datetime | None, rules: StepRules | None, organ_id: int, stage: int = Alert.NONE) -> dict[str, Any]:
    """Return the fields of a limit that is known, with the next warning after ``stage``."""
    return _fields(due, alert_moment(due, rules, organ_id, stage), stage)


def _fields(due: dt.datetime | None, alert_at: dt.datetime | None, stage: int) -> dict[str, Any]:
    return {"due_at": due, "due_order": due or NO_LIMIT, "alert_at": alert_at, "alert": stage}


def alert_moment(due: dt.datetime | None, rules: StepRules | None, organ_id: int, stage: int) -> dt.datetime | None:
    """Return when the next warning is due: before the limit, at the limit, and working days after it."""
    if due is None or rules is None:
        return None
    if (stage == Alert.NONE and rules.remind_before) or stage == Alert.OVERDUE:
        return _alert_moment(calendars.calendar(organ_id), due, rules, stage)
    return due if stage in (Alert.NONE, Alert.WARNED) else None


def _alert_moment(calendar: Any, due: dt.datetime, rules: StepRules, stage: int) -> dt.datetime | None:
    if stage == Alert.NONE and rules.remind_before:
        day = calendar.subtract_working_days(timezone.localdate(due), rules.remind_before)
        return timezone.make_aware(dt.datetime.combine(day, WARNING_HOUR))
    if stage in (Alert.NONE, Alert.WARNED):
        return due
    if stage == Alert.OVERDUE and rules.escalate_after is not None and rules.escalate_to:
        return (
            _close_of(calendar.add_working_days(timezone.localdate(due), rules.escalate_after)) if rules.escalate_after else due
        )
    return None


def _close_of(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, calendars.closing_time()))


def fire_moment(start: dt.datetime, rule: TimerRule, variables: dict[str, Any], organ_id: int) -> dt.datetime:
    """Return when a drawn timer fires; ``at`` may name a variable that holds a date or moment."""
    if rule.working_days is not None:
        return calendars.due(start, working_days=rule.working_days, organ_id=organ_id).at
    if rule.seconds is not None:
        return start + dt.timedelta(seconds=rule.seconds)
    text = variables.get(rule.at, rule.at)
    try:
        moment = dt.datetime.fromisoformat(str(text))
    except ValueError:
        return start
    return moment if moment.tzinfo else timezone.make_aware(moment)
