"""The rules that are data: lights and grades. Where nobody has changed them, the shipped ones count."""

import datetime as dt

from django.db.models import Case, CharField, Q, Value, When

from zhongshu.domains.supervision.choices import OPEN, REPORTED, Grade, LightCondition, State
from zhongshu.domains.supervision.lights import DEFAULT_RULES, Rule, Shown, Standing, light_of
from zhongshu.domains.supervision.models import GradeRule, LightRule, SupervisionItem

DEFAULT_GRADES = {
    Grade.MAJOR: {"default_days": 30, "feedback_days": 10, "remind_days": 5, "escalate_head_days": 2, "escalate_leader_days": 5},
    Grade.URGENT: {"default_days": 3, "feedback_days": 1, "remind_days": 1, "escalate_head_days": 1, "escalate_leader_days": 2},
    Grade.ROUTINE: {
        "default_days": 20, "feedback_days": 20, "remind_days": 3, "escalate_head_days": 3, "escalate_leader_days": 10,
    },
}  # fmt: skip


def light_rules() -> list[Rule]:
    """Return the rules of lights in force, in the order in which they are tried: one query."""
    rows = LightRule.objects.filter(active=True)
    found = [Rule(row.light, row.condition, row.grade, row.days, row.percent, row.basis) for row in rows]
    return found or list(DEFAULT_RULES)


def light_rows() -> list[LightRule]:
    """Return every rule of lights with its position, switched off ones included; the shipped ones where nobody changed any."""
    found = list(LightRule.objects.all())
    return found or [
        LightRule(
            position=place * 10, light=rule.light, condition=rule.condition, grade=rule.grade, days=rule.days, percent=rule.percent,
            basis=rule.basis,
        )
        for place, rule in enumerate(DEFAULT_RULES, start=1)
    ]  # fmt: skip


def grade_rules() -> dict[str, GradeRule]:
    """Return the rule of each grade: one query."""
    found = {rule.grade: rule for rule in GradeRule.objects.all()}
    return {
        grade: found.get(grade) or GradeRule(grade=grade, basis="出厂设置，可由督查部门调整", **DEFAULT_GRADES[Grade(grade)])
        for grade in Grade.values
    }


def grade_rule(grade: str) -> GradeRule:
    return grade_rules()[grade]


def standing(item: SupervisionItem) -> Standing:
    """Return how the item stands, as far as lights go."""
    return Standing(
        grade=item.grade,
        is_open=item.state in OPEN,
        is_reported=item.state in REPORTED,
        is_suspended=item.state == State.SUSPENDED,
        deadline=item.deadline,
        warning_date=item.warning_date,
        next_feedback_date=item.next_feedback_date,
    )


def light(item: SupervisionItem, rules: list[Rule], today: dt.date) -> Shown:
    return light_of(rules, standing(item), today)


def light_condition(rules: list[Rule], today: dt.date) -> Case:
    """Return the light of each row as a database expression: the same rules in the same order."""
    whens = [When(_condition(rule, today), then=Value(rule.light)) for rule in rules]
    return Case(*whens, default=Value(""), output_field=CharField(max_length=10))


def with_light(wanted: str, rules: list[Rule], today: dt.date) -> Q:
    """Return the condition that a row shows the wanted light: it fits one of its rules and none before it."""
    condition, before = Q(pk__in=()), Q()
    for rule in rules:
        own = _condition(rule, today)
        if rule.light == wanted:
            condition |= own & before
        before &= ~own
    return condition


def _condition(rule: Rule, today: dt.date) -> Q:
    grade = Q(grade=rule.grade) if rule.grade else Q()
    owed = Q(state__in=OPEN)
    by_condition = {
        LightCondition.SUSPENDED: Q(state=State.SUSPENDED),
        LightCondition.AWAITING_VERIFICATION: Q(state__in=REPORTED),
        LightCondition.OVERDUE: owed & Q(deadline__lt=today),
        LightCondition.NEAR_DEADLINE: owed & Q(warning_date__lte=today),
        LightCondition.FEEDBACK_OVERDUE: owed & Q(next_feedback_date__isnull=False, next_feedback_date__lt=today),
        LightCondition.OTHERWISE: owed,
    }
    return grade & by_condition[LightCondition(rule.condition)]
