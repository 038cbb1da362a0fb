"""The rules that are data: how often items report, when people are reminded, which light shows when. Kept by the system administrator."""

from typing import Any

from django.db import transaction
from django.db.models import F

from zhongshu.domains.supervision import lights
from zhongshu.domains.supervision.choices import OPEN, Grade, LightCondition
from zhongshu.domains.supervision.commands import frame
from zhongshu.domains.supervision.lights import DEFAULT_RULES
from zhongshu.domains.supervision.models import GradeRule, LightRule, SupervisionItem
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.audit import public as audit

_ASIDE = 10_000
_ABOUT = ObjectRef("supervision.rules", 0, "督查规则")


@transaction.atomic
def change_grade_rule(grade: str, *, by: Actor, **values: Any) -> None:
    """Change what counts for items of a grade from now on; limits that stand are not moved.

    Raises:
        NotPermitted: not the system administrator.
        RuleBroken: a leader would hear of a delay before the unit's own head.
    """
    require_administrator(by)
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
    require_administrator(by)
    keep_shipped_rules()
    rule = LightRule.objects.filter(position=position).first()
    if rule is None:
        raise RuleBroken("没有这条亮灯规则，请刷新后重试", code="unknown_rule")
    if rule.condition == LightCondition.OTHERWISE and not active:
        raise RuleBroken("“其他在办事项”一条不能停用，否则事项不亮灯", code="last_rule", field="active")
    LightRule.objects.filter(pk=rule.pk).update(days=days, percent=percent, active=active, basis=basis[:200])
    _put_in_force()
    audit.record("supervision.rules_changed", _ABOUT, by=by, position=position, days=days, percent=percent, active=active)


@transaction.atomic
def add_light_rule(
    *, light: str, condition: str, grade: str, days: int, percent: int, basis: str, above: int, by: Actor
) -> LightRule:
    """Add a rule of lights above the one at the position ``above``; the warning days of open items follow at once.

    Raises:
        NotPermitted: not the system administrator.
        RuleBroken: the place is gone; a rule that warns of a deadline without saying when; or a rule that another one hides.
    """
    require_administrator(by)
    keep_shipped_rules()
    rows = list(LightRule.objects.all())
    place = next((number for number, row in enumerate(rows) if row.position == above), None)
    if place is None:
        raise RuleBroken("所选位置的规则已不在，请刷新后重选", code="unknown_rule", field="above")
    if condition == LightCondition.NEAR_DEADLINE and not days and not percent:
        raise RuleBroken("临近时限的规则要写明提前几个工作日，或者占办理期限的百分比", code="no_warning_days", field="days")
    added = LightRule(light=light, condition=condition, grade=grade, days=days, percent=percent, basis=basis[:200])
    rows.insert(place, added)
    _keep_order(rows)
    audit.record(
        "supervision.rules_changed",
        _ABOUT,
        by=by,
        added=str(added),
        grade=grade,
        days=days,
        percent=percent,
        position=added.position,
    )
    return added


@transaction.atomic
def move_light_rule(position: int, *, up: bool, by: Actor) -> None:
    """Let a rule be tried one place earlier, or later.

    Raises:
        NotPermitted: not the system administrator.
        RuleBroken: no such rule, it stands at the end, or one of the two would never be tried.
    """
    require_administrator(by)
    keep_shipped_rules()
    rows = list(LightRule.objects.all())
    place = next((number for number, row in enumerate(rows) if row.position == position), None)
    other = None if place is None else place - 1 if up else place + 1
    if place is None or other is None or not 0 <= other < len(rows):
        raise RuleBroken("这条规则不能再移，请刷新后重试", code="unknown_rule")
    rows[place], rows[other] = rows[other], rows[place]
    _keep_order(rows)
    audit.record("supervision.rules_changed", _ABOUT, by=by, moved=str(rows[other]), position=rows[other].position)


def _keep_order(rows: list[LightRule]) -> None:
    """Number the rules as they stand, if each has its turn, and put them in force."""
    active = [row for row in rows if row.active]
    hidden = lights.hidden_by(
        [lights.Rule(row.light, row.condition, row.grade, row.days, row.percent, row.basis) for row in active]
    )
    if hidden:
        rule, before = (
            (LightCondition(one.condition).label, Grade(one.grade).label if one.grade else "全部级别") for one in hidden
        )
        raise RuleBroken(
            f"“{before[0]}（{before[1]}）”在前，“{rule[0]}（{rule[1]}）”就永远用不到，请调换位置或者改选条件",
            code="hidden_rule",
            field="above",
        )
    # Positions are unique: all go out of the way first.
    LightRule.objects.update(position=F("position") + _ASIDE)
    for number, row in enumerate(rows, start=1):
        row.position = number * 10
        row.save()
    _put_in_force()


def _put_in_force() -> None:
    """Compute anew from which day the open items warn."""
    for item in SupervisionItem.objects.filter(state__in=OPEN).iterator(chunk_size=500):
        found = frame.Limit(item.deadline, item.working_days, "")
        moved = frame.warning_date(item.grade, found, start=item.docketed_date)
        if moved != item.warning_date:
            SupervisionItem.objects.filter(pk=item.pk, deadline=item.deadline).update(warning_date=moved)


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


def require_administrator(by: Actor) -> None:
    if by.administrator != "system" and not by.is_system:
        raise NotPermitted("督查规则由系统管理员维护", code="not_system_administrator")
