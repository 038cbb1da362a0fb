import pytest
from django.utils import timezone

from zhongshu.domains.drafting import commands, queries
from zhongshu.domains.drafting.choices import PartState
from zhongshu.domains.drafting.tests.factories import approved, assigned, due_date, merged, outlined, written
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.kernel.models import Outbox
from zhongshu.platform.notifications import public as notifications
from zhongshu.platform.organizations.tests.factories import SectionFactory, UnitFactory

pytestmark = pytest.mark.django_db


def entry_ids(task, *headings):
    return [row.pk for row in queries.entries(task) if row.heading in headings]


def assign(task, made, **fields):
    values = {"entry_ids": entry_ids(task, "财政保障"), "unit_id": made.finance.pk, "working_days": 5, **fields}
    return commands.assign_part(task, by=made.actor("writer"), **values)


def test_an_entry_goes_to_the_contact_person_of_a_unit_with_what_stands_below_it(made):
    task = approved(made)

    part = assign(task, made, entry_ids=entry_ids(task, "总体情况"), unit_id=made.water.pk)

    assert (part.contact, part.state, part.text) == (made.water_contact, PartState.ASSIGNED, "一、总体情况\n（一）主要成效")
    assert timezone.localtime(part.due_at).date().isoformat() == "2026-03-09"
    assert "5个工作日" in part.due_explanation
    assert notifications.notifications(made.actor("water_contact")).get().kind == "drafting.part_assigned"


def test_a_section_without_a_contact_person_is_given_by_its_head(made):
    part = assign(approved(made), made, unit_id=made.section.pk)

    assert part.contact == made.head


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda made: {"entry_ids": []}, "请选择"),
        (lambda made: {"working_days": 30}, "晚于整篇完成日期"),
        (lambda made: {"unit_id": SectionFactory(parent=UnitFactory()).pk}, "没有在职人员"),
        (lambda made: {"contact_id": made.water_contact.pk}, "任职"),
    ],
)
def test_what_cannot_be_given_out(made, change, sentence):
    task = approved(made)

    with pytest.raises(RuleBroken, match=sentence):
        assign(task, made, **change(made))

    assert not task.parts.exists()


def test_an_entry_is_given_out_once(made):
    task = approved(made)
    assign(task, made)

    with pytest.raises(RuleBroken, match="已经分给"):
        assign(task, made)


def test_nothing_is_given_out_before_the_outline_is_approved(made):
    task = outlined(made)

    with pytest.raises(RuleBroken, match="提纲审定后"):
        assign(task, made)


def test_others_give_out_nothing(made):
    task = approved(made)

    with pytest.raises(NotPermitted):
        commands.assign_part(
            task, entry_ids=entry_ids(task, "财政保障"), unit_id=made.finance.pk, working_days=5, by=made.actor("head")
        )


def test_a_contact_person_who_is_not_cleared_is_given_nothing(made):
    task = approved(made, secrecy_level=1)
    made.finance_contact.clearance = 0
    made.finance_contact.save()

    with pytest.raises(RuleBroken, match="知悉等级不够"):
        assign(task, made)


def test_the_contact_person_writes(made):
    _, water, _ = assigned(made)

    commands.save_part(water, text="一、总体情况\n很好。", revision=1, by=made.actor("water_contact"))

    assert (water.text, water.revision) == ("一、总体情况\n很好。", 2)


def test_others_do_not_write(made):
    _, water, _ = assigned(made)

    with pytest.raises(NotPermitted):
        commands.save_part(water, text="改", revision=1, by=made.actor("finance_contact"))


def test_a_save_over_anothers_loses_nothing(made):
    _, water, _ = assigned(made)
    commands.save_part(water, text="先到", revision=1, by=made.actor("water_contact"))

    with pytest.raises(StaleState, match="刚刚保存"):
        commands.save_part(water, text="后到", revision=1, by=made.actor("water_contact"))

    water.refresh_from_db()
    assert water.text == "先到"


def test_a_part_handed_in_is_not_written_on(made):
    _, water, _ = assigned(made)
    written(water, made, "water_contact", "很好。")

    with pytest.raises(RuleBroken, match="已提交"):
        commands.save_part(water, text="再改", revision=water.revision, by=made.actor("water_contact"))


def test_a_part_is_handed_in(made):
    _task, water, _ = assigned(made)

    written(water, made, "water_contact", "全市完成水利投资12亿元。")

    water.refresh_from_db()
    version = water.versions.get()
    assert water.state == PartState.SUBMITTED
    assert (version.person_name, version.unit_name, version.text) == (made.water_contact.name, "云州市水利局", water.text)
    assert Outbox.objects.get(name="drafting.part_submitted").payload["working_days_late"] == 0
    assert notifications.notifications(made.actor("writer")).filter(kind="drafting.part_submitted").exists()


def test_bare_headings_are_not_handed_in(made):
    _, water, _ = assigned(made)

    with pytest.raises(RuleBroken, match="还没有正文"):
        commands.submit_part(water, by=made.actor("water_contact"))


def test_others_hand_in_nothing(made):
    _, water, _ = assigned(made)

    with pytest.raises(NotPermitted):
        commands.submit_part(water, by=made.actor("writer"))


def test_a_part_is_handed_in_once(made):
    _, water, _ = assigned(made)
    written(water, made, "water_contact", "很好。")

    with pytest.raises(RuleBroken, match="已提交"):
        commands.submit_part(water, by=made.actor("water_contact"))


def test_lateness_is_counted_in_working_days(made):
    _, water, _ = assigned(made)

    with clock.frozen("2026-03-11 10:00"):
        written(water, made, "water_contact", "很好。")

    assert Outbox.objects.get(name="drafting.part_submitted").payload["working_days_late"] == 2


def test_a_part_goes_back_with_a_reason_and_comes_again(made):
    _, water, _ = assigned(made)
    written(water, made, "water_contact", "很好。")

    commands.return_part(water, reason="缺少数据", by=made.actor("writer"))
    written(water, made, "water_contact", "投资12亿元。")

    water.refresh_from_db()
    assert (water.state, water.return_reason) == (PartState.SUBMITTED, "")
    assert water.versions.count() == 2


def test_only_the_writer_of_the_task_returns_a_part_and_only_one_handed_in(made):
    _, water, finance = assigned(made)
    written(water, made, "water_contact", "很好。")

    with pytest.raises(NotPermitted):
        commands.return_part(water, reason="缺少数据", by=made.actor("water_contact"))
    with pytest.raises(RuleBroken, match="说明修改意见"):
        commands.return_part(water, reason="", by=made.actor("writer"))
    with pytest.raises(RuleBroken, match="待起草"):
        commands.return_part(finance, reason="缺少数据", by=made.actor("writer"))


def test_nothing_is_returned_once_the_texts_are_merged(made):
    task = merged(made)

    with pytest.raises(RuleBroken, match="已经开始统稿"):
        commands.return_part(task.parts.first(), reason="缺少数据", by=made.actor("writer"))


def test_a_part_is_taken(made):
    _, water, finance = assigned(made)
    written(water, made, "water_contact", "很好。")

    commands.accept_part(water, by=made.actor("writer"))

    assert water.state == PartState.ACCEPTED
    with pytest.raises(RuleBroken, match="待起草"):
        commands.accept_part(finance, by=made.actor("writer"))


def test_others_take_nothing(made):
    _, water, _ = assigned(made)
    written(water, made, "water_contact", "很好。")

    with pytest.raises(NotPermitted):
        commands.accept_part(water, by=made.actor("director"))


def test_a_colleague_takes_over(made):
    _, _, finance = assigned(made)

    commands.hand_on(finance, contact_id=made.finance_colleague.pk, by=made.actor("finance_contact"))

    assert finance.contact == made.finance_colleague
    assert queries.my_parts(made.actor("finance_colleague")).get() == finance
    assert not queries.my_parts(made.actor("finance_contact")).exists()


def test_a_part_stays_in_its_unit(made):
    _, water, finance = assigned(made)

    with pytest.raises(RuleBroken, match="任职"):
        commands.hand_on(finance, contact_id=made.water_contact.pk, by=made.actor("finance_contact"))
    with pytest.raises(NotPermitted):
        commands.hand_on(finance, contact_id=made.finance_colleague.pk, by=made.actor("water_contact"))
    written(water, made, "water_contact", "很好。")
    with pytest.raises(RuleBroken, match="不能再转交"):
        commands.hand_on(water, contact_id=made.water_contact.pk, by=made.actor("water_contact"))


def test_entries_taken_away_are_free_again(made):
    task, water, _ = assigned(made)

    commands.withdraw_part(water, reason="改由农业部门写", by=made.actor("writer"))

    assert water.state == PartState.WITHDRAWN
    assert [row.heading for row in queries.entries(task) if row.part_id is None] == ["总体情况", "主要成效", "下一步打算"]
    assert not queries.my_parts(made.actor("water_contact")).exists()


def test_only_the_writer_takes_a_part_away_and_not_once_merged(made):
    _task, water, _ = assigned(made)
    with pytest.raises(NotPermitted):
        commands.withdraw_part(water, reason="不写了", by=made.actor("water_contact"))
    with pytest.raises(RuleBroken, match="说明理由"):
        commands.withdraw_part(water, reason="", by=made.actor("writer"))

    done = merged(made)

    with pytest.raises(RuleBroken, match="已经开始统稿"):
        commands.withdraw_part(done.parts.first(), reason="不写了", by=made.actor("writer"))


# ── reminders ────────────────────────────────────────────────────────────────


def test_the_writer_presses_and_not_twice_within_four_hours(made):
    _, water, _ = assigned(made)

    commands.remind_part(water, by=made.actor("writer"))

    assert water.reminder_count == 1
    assert notifications.notifications(made.actor("water_contact")).filter(kind="drafting.part_reminded").count() == 1
    with pytest.raises(RuleBroken, match="四小时内"):
        commands.remind_part(water, by=made.actor("writer"))


def test_others_do_not_press_and_nobody_is_pressed_for_what_is_in(made):
    _, water, _ = assigned(made)
    with pytest.raises(NotPermitted):
        commands.remind_part(water, by=made.actor("finance_contact"))
    written(water, made, "water_contact", "很好。")

    with pytest.raises(RuleBroken, match="不需要催稿"):
        commands.remind_part(water, by=made.actor("writer"))


def test_parts_due_by_the_next_working_day_are_reminded_of_once_a_day(made):
    assigned(made)

    with clock.frozen("2026-03-05 08:30"):
        assert commands.remind_due_parts(by=Actor.system()) == 0
    with clock.frozen("2026-03-06 08:30"):  # a Friday; due on Monday
        assert commands.remind_due_parts(by=Actor.system()) == 2
        assert commands.remind_due_parts(by=Actor.system()) == 0
    with clock.frozen("2026-03-07 08:30"):  # a Saturday
        assert commands.remind_due_parts(by=Actor.system()) == 0


def test_nobody_is_reminded_of_a_task_called_off(made):
    task, _, _ = assigned(made)
    commands.cancel(task, reason="不办了", by=made.actor("director"))

    with clock.frozen("2026-03-09 08:30"):
        assert commands.remind_due_parts(by=Actor.system()) == 0


def test_due_dates_lie_within_the_task(made):
    assert due_date(15).isoformat() == "2026-03-23"
