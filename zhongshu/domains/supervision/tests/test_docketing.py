import datetime as dt

import pytest

from zhongshu.domains.supervision.commands import docketing
from zhongshu.domains.supervision.commands.assigning import PartPlan, add_supporting, assign, break_down
from zhongshu.domains.supervision.models import Part, SupervisionItem
from zhongshu.domains.supervision.tests.factories import SOURCE, assigned, completed, docketed, parts_of
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.models import Outbox
from zhongshu.platform.audit import public as audit
from zhongshu.platform.notifications import public as notifications

pytestmark = pytest.mark.django_db


def messages(office, person) -> int:
    return notifications.notifications(office.actor(person), kind="supervision.assigned").count()


def test_an_item_has_a_number_a_lead_one_person_and_its_sentence(office):
    item = docketed(office)

    assert (item.number, item.state, item.lead_unit, item.responsible) == (
        "云政办督〔2026〕1号", "docketed", office.units[0], office.heads[0],
    )  # fmt: skip
    source = item.sources.get()
    assert (source.sentence, source.words) == (SOURCE.sentence, SOURCE.words)
    assert len(source.sentence_digest) == 64
    assert [(part.unit, part.role) for part in parts_of(item)] == [(office.units[0], "lead"), (office.units[1], "supporting")]


def test_the_limit_explains_itself(office):
    item = docketed(office)

    assert item.deadline == dt.date(2026, 12, 7)
    assert item.warning_date == dt.date(2026, 12, 2)
    assert "10个工作日" in item.deadline_explanation


def test_a_stranger_dockets_nothing(office):
    with pytest.raises(NotPermitted, match="立项由督查部门办理"):
        docketing.docket(
            title="一件事", outcome="办成", source=SOURCE, lead_unit_id=office.units[0].pk, by=office.actor(office.stranger)
        )

    assert not SupervisionItem.objects.exists()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"outcome": " "}, "可核实的结果"),
        ({"source": docketing.Source(kind="other")}, "立项依据"),
        ({"working_days": None, "deadline": dt.date(2026, 11, 20)}, "不能早于今天"),
        ({"working_days": None, "deadline": dt.date(2026, 12, 6)}, "请改为12月4日或12月7日"),
        ({"working_days": None, "deadline": dt.date(2027, 3, 1)}, "尚未导入2027年放假安排"),
        ({"working_days": 60}, "尚未导入2027年放假安排"),
        ({"secrecy_level": 3}, "秘密"),
    ],
)
def test_what_cannot_stand_on_a_ledger_is_refused_with_a_sentence(office, values, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        docketed(office, **values)

    assert not SupervisionItem.objects.exists()


def test_a_supporting_unit_is_not_the_lead(office):
    with pytest.raises(RuleBroken, match="“云州市水利局”已是牵头单位，不能同时列为协办单位"):
        docketed(office, supporting_unit_ids=[office.units[0].pk])


def test_a_dissolved_unit_gets_nothing(office):
    office.units[1].active = False
    office.units[1].save()

    with pytest.raises(RuleBroken, match="“云州市财政局”已撤销，不能交办"):
        docketed(office)


def test_a_unit_dissolved_after_docketing_is_found_on_assigning(office):
    item = docketed(office)
    office.units[1].active = False
    office.units[1].save()

    with pytest.raises(RuleBroken, match="已撤销"):
        assign(item, by=office.actor(office.supervisor))

    item.refresh_from_db()
    assert item.state == "docketed"


def test_the_responsible_person_works_in_the_lead_unit(office):
    with pytest.raises(RuleBroken, match="不在“云州市水利局”任职"):
        docketed(office, responsible_id=office.heads[1].pk)


def test_an_item_is_broken_down_to_units_and_what_was_planned_before_is_replaced(office):
    item = docketed(office)

    break_down(
        item,
        [
            PartPlan(office.units[2].pk, "牵头改造", "12条"),
            PartPlan(office.units[1].pk, "落实资金", deadline=dt.date(2026, 12, 1)),
        ],
        by=office.actor(office.supervisor),
    )

    live = Part.objects.filter(item=item, state="planned").order_by("pk")
    assert [(part.unit, part.role, part.deadline) for part in live] == [
        (office.units[2], "lead", dt.date(2026, 12, 7)), (office.units[1], "supporting", dt.date(2026, 12, 1)),
    ]  # fmt: skip
    item.refresh_from_db()
    assert (item.lead_unit, item.responsible) == (office.units[2], office.heads[2])


def test_a_part_is_not_due_after_its_item(office):
    item = docketed(office)

    with pytest.raises(RuleBroken, match="晚于事项的办理时限"):
        break_down(item, [PartPlan(office.units[0].pk, deadline=dt.date(2026, 12, 8))], by=office.actor(office.supervisor))


def test_a_stranger_breaks_nothing_down(office):
    with pytest.raises(NotPermitted):
        break_down(docketed(office), [PartPlan(office.units[0].pk)], by=office.actor(office.heads[0]))


def test_after_assigning_an_item_is_not_broken_down_anew_but_a_unit_may_be_added(office):
    item = assigned(office)

    with pytest.raises(RuleBroken, match="增加协办"):
        break_down(item, [PartPlan(office.units[0].pk)], by=office.actor(office.supervisor))
    part = add_supporting(item, PartPlan(office.units[2].pk, "配合"), by=office.actor(office.supervisor))

    assert part.state == "assigned"
    with pytest.raises(RuleBroken, match="该单位已是牵头单位"):
        add_supporting(item, PartPlan(office.units[0].pk), by=office.actor(office.supervisor))


def test_nothing_is_broken_down_into_a_circle(office):
    whole = docketed(office)
    half = docketed(office, parent=whole)
    quarter = docketed(office, parent=half)

    with pytest.raises(RuleBroken, match="不能循环分解"):
        docketing.place_under(whole, quarter, by=office.actor(office.supervisor))

    whole.refresh_from_db()
    assert whole.parent is None


def test_assigning_tells_the_units_and_publishes_a_fact(office):
    item = assigned(office)

    told = {person.pk for person in [*office.heads, *office.contacts] if messages(office, person)}
    assert told == {office.heads[0].pk, office.contacts[0].pk, office.heads[1].pk, office.contacts[1].pk}
    assert Outbox.objects.get(name="supervision.item_assigned").payload["unit_ids"] == [unit.pk for unit in office.units[:2]]
    assert [entry.action for entry in audit.trail(item.ref)][-1] == "supervision.assigned"


def test_a_repeated_instruction_is_joined(office):
    item = docketed(office)

    docketing.join(
        item,
        docketing.Source(kind="instruction", words="请督查室跟进。", leader_id=office.leader.pk),
        by=office.actor(office.supervisor),
    )

    item.refresh_from_db()
    assert item.sources.count() == 2
    assert item.leader == office.leader


def test_a_completed_item_joins_nothing(office):
    item = completed(office)

    with pytest.raises(RuleBroken, match="已办结或撤项"):
        docketing.join(item, docketing.Source(kind="instruction", words="再办。"), by=office.actor(office.supervisor))


def test_an_item_is_changed_with_a_reason_and_the_record_keeps_what_stood_before(office):
    item = docketed(office)

    docketing.change(
        item,
        title="落实管网改造",
        outcome="12条通水",
        requirement="",
        grade="urgent",
        reason="领导要求提级",
        by=office.actor(office.supervisor),
    )

    assert (item.title, item.grade) == ("落实管网改造", "urgent")
    assert item.events.last().facts["before"]["title"] == "落实城区供水管网改造"


def test_a_voided_item_takes_its_parts_along_and_is_not_voided_twice(office):
    item = assigned(office)

    docketing.void(item, reason="重复立项", by=office.actor(office.supervisor))

    assert {part.state for part in parts_of(item)} == {"cancelled"}
    with pytest.raises(RuleBroken, match="已撤项"):
        docketing.void(item, reason="再撤", by=office.actor(office.supervisor))
