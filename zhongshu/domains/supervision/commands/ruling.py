"""The rules that are data: how often items report, when people are reminded, which light shows when. Kept by the system administrator."""

from typing import Any

from django.db import transaction

from zhongshu.domains.supervision.choices import OPEN, LightCondition
from zhongshu.domains.supervision.commands import frame
from zhongshu.domains.supervision.lights import DEFAULT_RULES
from zhongshu.domains.supervision.models import GradeRule, LightRule, SupervisionItem
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.audit import public as audit

_ABOUT = ObjectRef("supervision.rules", 0, "督查规则")


@transaction.atomic
def change_grade_rule(grade: str, *, by: Actor, **values: Any) -> None:
    """Change what counts for items of a grade from now on; limits that stand are not moved.

    Raises:
        NotPermitted: not the system administrator.
        RuleBroken: a leader would hear of a delay before the unit's own head.
    """
    _require_administrator(by)
    if values["escalate_leader_days"] < values["escalate_head_days"]:
        raise RuleBroken(
            "提请分管领导的天数不能少于提请单位负责人的天数", code="leader_before_head", field="escalate_leader_days"
        )
    GradeRule.objects.update_or_create(grade=grade, defaults=values)
    audit.record("supervision.rules_changed", _ABOUT, by=by, grade=grade, **values)


@transaction.atomic
def change_light_rule(position: int, *, days: int, percent: int, active: bool, basis: str, by: Actor) -> None:
    """Change a rule of lights; the warning days of open items follow at once.

    Raises:
        NotPermitted: not the system administrator.
        RuleBroken: no such rule, or the rule for all other items is switched off.
    """
    _require_administrator(by)
    keep_shipped_rules()
    rule = LightRule.objects.filter(position=position).first()
    if rule is None:
        raise RuleBroken("没有这条亮灯规则，请刷新后重试", code="unknown_rule")
    if rule.condition == LightCondition.OTHERWISE and not active:
        raise RuleBroken("“其他在办事项”一条不能停用，否则事项不亮灯", code="last_rule", field="active")
    LightRule.objects.filter(pk=rule.pk).update(days=days, percent=percent, active=active, basis=basis[:200])
    for item in SupervisionItem.objects.filter(state__in=OPEN).iterator(chunk_size=500):
        found = frame.Limit(item.deadline, item.working_days, "")
        moved = frame.warning_date(item.grade, found, start=item.docketed_date)
        if moved != item.warning_date:
            SupervisionItem.objects.filter(pk=item.pk, deadline=item.deadline).update(warning_date=moved)
    audit.record("supervision.rules_changed", _ABOUT, by=by, position=position, days=days, percent=percent, active=active)


def keep_shipped_rules() -> None:
    """Write the shipped rules of lights into the database, if nobody has changed any yet. Safe to run twice."""
    if LightRule.objects.exists():
        return
    LightRule.objects.bulk_create(
        LightRule(
            position=place * 10, light=rule.light, condition=rule.condition, grade=rule.grade, days=rule.days, percent=rule.percent,
            basis=rule.basis,
        )
        for place, rule in enumerate(DEFAULT_RULES, start=1)
    )  # fmt: skip


def _require_administrator(by: Actor) -> None:
    if by.administrator != "system" and not by.is_system:
        raise NotPermitted("督查规则由系统管理员维护", code="not_system_administrator")
