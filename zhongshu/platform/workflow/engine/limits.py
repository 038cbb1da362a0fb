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


def limit(start: dt.datetime, rules: StepRules | None) -> dict[str, Any]:
    """Return the fields of the limit of an item that opens at ``start``."""
    due = due_from(start, rules)
    return limit_fields(due, rules)


def limit_fields(due: dt.datetime | None, rules: StepRules | None, stage: int = Alert.NONE) -> dict[str, Any]:
    return {"due_at": due, "due_order": due or NO_LIMIT, "alert_at": alert_moment(due, rules, stage), "alert": stage}


def due_from(start: dt.datetime, rules: StepRules | None) -> dt.datetime | None:
    """Return the limit; none where the calendar of next year is not known yet: work does not stop for want of a notice."""
    if rules is None or not rules.due_workdays:
        return None
    try:
        return calendars.due(start, working_days=rules.due_workdays).at
    except RuleBroken as refusal:
        if refusal.code != "no_calendar":
            raise
        logger.warning("no calendar for a limit of %s working days", rules.due_workdays)
        return None


def alert_moment(due: dt.datetime | None, rules: StepRules | None, stage: int) -> dt.datetime | None:
    """Return when the next warning is due: before the limit, at the limit, and working days after it."""
    if due is None:
        return None
    before = rules.remind_before if rules else 0
    if stage == Alert.NONE and before:
        day = calendars.subtract_working_days(timezone.localdate(due), before)
        return timezone.make_aware(dt.datetime.combine(day, WARNING_HOUR))
    if stage in (Alert.NONE, Alert.WARNED):
        return due
    if stage == Alert.OVERDUE and rules and rules.escalate_after is not None and rules.escalate_to:
        return calendars.due(due, working_days=rules.escalate_after).at if rules.escalate_after else due
    return None


def fire_moment(start: dt.datetime, rule: TimerRule, variables: dict[str, Any]) -> dt.datetime:
    """Return when a drawn timer fires; ``at`` may name a variable that holds a date or moment."""
    if rule.working_days is not None:
        return calendars.due(start, working_days=rule.working_days).at
    if rule.seconds is not None:
        return start + dt.timedelta(seconds=rule.seconds)
    text = variables.get(rule.at, rule.at)
    try:
        moment = dt.datetime.fromisoformat(str(text))
    except ValueError:
        return start
    return moment if moment.tzinfo else timezone.make_aware(moment)
