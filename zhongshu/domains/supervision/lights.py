"""Lights by rules that are data: the first rule that fits gives the colour. Pure: rules and values in, a light with its reason out."""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    """One rule: the light shown under a condition, for one grade or (empty) for all."""

    light: str
    condition: str
    grade: str = ""
    days: int = 0
    percent: int = 0
    basis: str = ""


@dataclass(frozen=True)
class Standing:
    """How an item stands, as far as lights go."""

    grade: str
    is_open: bool
    is_reported: bool
    is_suspended: bool
    deadline: dt.date
    warning_date: dt.date
    next_feedback_date: dt.date | None


@dataclass(frozen=True)
class Shown:
    """A light and the reason for it; no light (an empty text) where nothing is owed any more."""

    light: str
    reason: str
    basis: str = ""


DEFAULT_RULES = (
    Rule("grey", "suspended", basis="中止期间不计时限"),
    Rule("blue", "awaiting_verification", basis="承办单位已报结，由督查部门核查"),
    Rule("red", "overdue", basis="超过（批准延期后的）办理时限未报结"),
    Rule("yellow", "near_deadline", grade="urgent", days=1, percent=20, basis="剩余不足1个工作日或期限的20%"),
    Rule("yellow", "near_deadline", grade="major", days=5, percent=20, basis="剩余不足5个工作日或期限的20%"),
    Rule("yellow", "near_deadline", days=3, percent=20, basis="剩余不足3个工作日或期限的20%"),
    Rule("yellow", "feedback_overdue", basis="到期未反馈进展"),
    Rule("green", "otherwise", basis="按计划推进"),
)


# Conditions of items on which work goes on: the rule for all others, where it comes first, leaves nothing to these.
_OF_OPEN_ITEMS = ("overdue", "near_deadline", "feedback_overdue", "otherwise")


def hidden_by(rules: Sequence[Rule]) -> tuple[Rule, Rule] | None:
    """Return the first rule that can never fit, with the one before it that always fits first; nothing if each has its turn."""
    for place, rule in enumerate(rules):
        for before in rules[:place]:
            same = before.condition == rule.condition
            rest = before.condition == "otherwise" and rule.condition in _OF_OPEN_ITEMS
            if before.grade in ("", rule.grade) and (same or rest):
                return rule, before
    return None


def warning_days(rules: Iterable[Rule], grade: str, working_days: int) -> int:
    """Return how many working days before the deadline the light turns yellow, for an item planned for so many working days."""
    for rule in rules:
        if rule.condition == "near_deadline" and rule.grade in ("", grade):
            return min(working_days, max(rule.days, math.ceil(working_days * rule.percent / 100)))
    return 0


def light_of(rules: Iterable[Rule], item: Standing, today: dt.date) -> Shown:
    """Return the light of an item on a day, and why."""
    for rule in rules:
        if rule.grade in ("", item.grade) and (reason := _reason(rule, item, today)):
            return Shown(rule.light, reason, rule.basis)
    return Shown("", "事项已办结，不再亮灯")


def _reason(rule: Rule, item: Standing, today: dt.date) -> str:
    if rule.condition == "suspended":
        return "事项已中止，中止期间不计时限" if item.is_suspended else ""
    if rule.condition == "awaiting_verification":
        return "承办单位已报结，等待核查" if item.is_reported else ""
    if not item.is_open:
        return ""
    if rule.condition == "overdue":
        return f"办理时限{_day(item.deadline)}已过" if item.deadline < today else ""
    if rule.condition == "near_deadline":
        return f"办理时限{_day(item.deadline)}，自{_day(item.warning_date)}起预警" if item.warning_date <= today else ""
    if rule.condition == "feedback_overdue":
        late = item.next_feedback_date is not None and item.next_feedback_date < today
        return f"应于{_day(item.next_feedback_date)}前反馈进展，尚未收到" if late else ""
    return f"办理时限{_day(item.deadline)}，按计划推进"


def _day(day: dt.date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
