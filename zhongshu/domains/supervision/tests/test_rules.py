import datetime as dt

import pytest
from django.urls import reverse

from zhongshu.domains.supervision.commands import ruling
from zhongshu.domains.supervision.lights import DEFAULT_RULES, Standing, light_of, warning_days
from zhongshu.domains.supervision.models import GradeRule, LightRule
from zhongshu.domains.supervision.queries import rules
from zhongshu.domains.supervision.tests.factories import in_progress
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.accounts.tests.factories import signed_in_administrator
from zhongshu.platform.organizations.tests.factories import administrator

DEADLINE = dt.date(2026, 12, 7)


def standing(**values) -> Standing:
    given = {
        "grade": "routine", "is_open": True, "is_reported": False, "is_suspended": False, "deadline": DEADLINE,
        "warning_date": dt.date(2026, 12, 2), "next_feedback_date": None, **values,
    }  # fmt: skip
    return Standing(**given)


@pytest.mark.parametrize(
    ("day", "values", "light"),
    [
        (1, {}, "green"),
        (2, {}, "yellow"),
        (7, {}, "yellow"),
        (8, {}, "red"),
        (1, {"next_feedback_date": dt.date(2026, 11, 30)}, "yellow"),
        (8, {"is_open": False, "is_reported": True}, "blue"),
        (8, {"is_open": False, "is_suspended": True}, "grey"),
        (8, {"is_open": False}, ""),
    ],
)
def test_the_first_rule_that_fits_gives_the_light_and_its_reason(day, values, light):
    shown = light_of(DEFAULT_RULES, standing(**values), dt.date(2026, 12, day))

    assert shown.light == light
    assert shown.reason


def test_the_warning_comes_by_days_or_by_the_share_of_the_limit():
    assert [warning_days(DEFAULT_RULES, "routine", days) for days in (2, 10, 40)] == [2, 3, 8]
    assert warning_days(DEFAULT_RULES, "urgent", 3) == 1


@pytest.mark.django_db
def test_a_changed_rule_moves_the_warning_days_of_open_items(office):
    item = in_progress(office)
    position = next(row.position for row in rules.light_rows() if row.condition == "near_deadline" and not row.grade)

    ruling.change_light_rule(position, days=5, percent=0, active=True, basis="市政府办公室规定", by=administrator("system"))

    item.refresh_from_db()
    assert item.warning_date == dt.date(2026, 11, 30)


@pytest.mark.django_db
def test_only_the_system_administrator_changes_rules_and_not_into_nonsense(office):
    values = {
        "default_days": 10, "feedback_days": 5, "remind_days": 2, "escalate_head_days": 3, "escalate_leader_days": 2,
        "most_extensions": 1, "basis": "",
    }  # fmt: skip
    with pytest.raises(NotPermitted, match="由系统管理员维护"):
        ruling.change_grade_rule("major", by=office.actor(office.supervisor), **values)
    with pytest.raises(RuleBroken, match="不能少于"):
        ruling.change_grade_rule("major", by=administrator("system"), **values)
    with pytest.raises(RuleBroken, match="不能停用"):
        ruling.change_light_rule(80, days=0, percent=0, active=False, basis="", by=administrator("system"))

    assert not GradeRule.objects.exists()


@pytest.mark.django_db
def test_the_page_of_rules_belongs_to_the_system_administrator(client):
    system = signed_in_administrator(client, "system")
    assert "临近办理时限" in system.get(reverse("supervision:rules")).text

    system.post(reverse("supervision:change_light_rule", args=[40]), {"days": "6", "percent": "20", "active": "on", "basis": ""})

    assert LightRule.objects.get(position=40).days == 6
    assert signed_in_administrator(client, "audit").get(reverse("supervision:rules")).status_code == 403


def _new_rule(**values):
    given = {"light": "yellow", "condition": "near_deadline", "grade": "routine", "days": 7, "percent": 0, "basis": "", **values}
    return ruling.add_light_rule(by=given.pop("by", administrator("system")), **given)


def _position(condition: str, grade: str = "") -> int:
    return next(row.position for row in rules.light_rows() if (row.condition, row.grade) == (condition, grade))


@pytest.mark.django_db
def test_an_added_rule_takes_its_place_and_moves_the_warning_days(office):
    item = in_progress(office)

    added = _new_rule(above=_position("near_deadline"))

    item.refresh_from_db()
    assert added.position < _position("near_deadline")
    assert item.warning_date == dt.date(2026, 11, 26)


@pytest.mark.django_db
def test_a_rule_that_could_never_fit_is_refused(office):
    with pytest.raises(RuleBroken, match="永远用不到"):
        _new_rule(above=_position("feedback_overdue"))
    with pytest.raises(RuleBroken, match="永远用不到"):
        _new_rule(condition="otherwise", grade="", above=_position("overdue"))
    with pytest.raises(RuleBroken, match="提前几个工作日"):
        _new_rule(days=0, above=_position("near_deadline"))
    with pytest.raises(RuleBroken, match="已不在"):
        _new_rule(above=7)

    assert len(rules.light_rows()) == len(DEFAULT_RULES)


@pytest.mark.django_db
def test_a_stranger_adds_and_moves_no_rule(office):
    with pytest.raises(NotPermitted):
        _new_rule(above=80, by=office.actor(office.supervisor))
    with pytest.raises(NotPermitted):
        ruling.move_light_rule(30, up=True, by=office.actor(office.supervisor))


@pytest.mark.django_db
def test_rules_change_places_unless_one_would_be_hidden(office):
    ruling.move_light_rule(_position("overdue"), up=True, by=administrator("system"))
    assert [row.condition for row in rules.light_rows()][:3] == ["suspended", "overdue", "awaiting_verification"]

    with pytest.raises(RuleBroken, match="永远用不到"):
        ruling.move_light_rule(_position("otherwise"), up=True, by=administrator("system"))
    with pytest.raises(RuleBroken, match="不能再移"):
        ruling.move_light_rule(_position("suspended"), up=True, by=administrator("system"))


@pytest.mark.django_db
def test_rules_are_added_and_moved_on_the_page(client):
    system = signed_in_administrator(client, "system")
    asked = {"light": "yellow", "condition": "near_deadline", "grade": "routine", "days": "7", "percent": "0", "above": "60"}

    assert system.post(reverse("supervision:add_light_rule"), asked).status_code in (200, 302)
    system.post(reverse("supervision:move_light_rule", args=[_position("overdue"), "up"]))

    assert LightRule.objects.get(condition="near_deadline", grade="routine").days == 7
    assert rules.light_rows()[1].condition == "overdue"
    refused = system.post(reverse("supervision:add_light_rule"), {**asked, "above": "90"})
    assert refused.status_code == 422
    assert "永远用不到" in refused.text
