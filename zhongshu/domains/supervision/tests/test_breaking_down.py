import datetime as dt

import pytest

from zhongshu.domains.supervision.commands import breaking_down
from zhongshu.domains.supervision.models import BreakdownTask, SupervisionItem
from zhongshu.domains.supervision.tests.factories import docketed
from zhongshu.kernel.errors import NotPermitted, RuleBroken

pytestmark = pytest.mark.django_db

TEXT = """全市城建工作会议任务分解

一、供水管网
（一）12月18日前完成12条老旧供水管网改造，水压合格率达到98%以上。（责任单位：市水利局；配合单位：市财政局）
（二）制定供水应急预案，12月4日前报市政府。（责任单位：市住建局）
"""


@pytest.fixture
def breakdown(office):
    for unit, short in zip(office.units, ("市水利局", "市财政局", "市住建局"), strict=True):
        unit.short_name = short
        unit.save()
    return breaking_down.take_apart(TEXT, title="", source_kind="work_report", by=office.actor(office.supervisor))


def test_every_task_stands_beside_its_sentence(office, breakdown):
    tasks = list(breakdown.tasks.all())

    assert len(tasks) == 2
    assert [TEXT[task.begin : task.end] for task in tasks] == [task.sentence for task in tasks]
    assert [task.lead_unit for task in tasks] == [office.units[0], office.units[2]]
    assert tasks[0].supporting_units == [office.units[1].pk]
    assert [task.deadline for task in tasks] == [dt.date(2026, 12, 18), dt.date(2026, 12, 4)]


def test_a_stranger_takes_nothing_apart_nor_decides(office, breakdown):
    with pytest.raises(NotPermitted):
        breaking_down.take_apart(TEXT, title="", source_kind="other", by=office.actor(office.stranger))
    with pytest.raises(NotPermitted):
        breaking_down.decide_task(breakdown.tasks.first(), to="accepted", by=office.actor(office.stranger))


def test_accepted_tasks_are_docketed_with_their_sentences_and_dropped_ones_are_not(office, breakdown):
    by = office.actor(office.supervisor)
    first, second = breakdown.tasks.all()
    breaking_down.decide_task(first, to="accepted", by=by)
    breaking_down.decide_task(second, to="dropped", by=by)

    [item] = breaking_down.docket_accepted(breakdown, by=by)

    source = item.sources.get()
    assert (source.sentence, source.text_digest) == (first.sentence, breakdown.text_digest)
    assert (item.lead_unit, item.deadline) == (office.units[0], dt.date(2026, 12, 18))
    with pytest.raises(RuleBroken, match="已经立项或放弃"):
        breaking_down.decide_task(second, to="proposed", by=by)


def test_nothing_is_docketed_where_one_task_cannot_be(office, breakdown):
    by = office.actor(office.supervisor)
    for task in breakdown.tasks.all():
        breaking_down.decide_task(task, to="accepted", by=by)
    office.units[2].active = False
    office.units[2].save()

    with pytest.raises(RuleBroken, match=r"已撤销.*本次没有立项任何任务"):
        breaking_down.docket_accepted(breakdown, by=by)

    assert not SupervisionItem.objects.exists()
    breakdown.refresh_from_db()
    assert breakdown.state == "open"


def test_without_acceptance_nothing_is_docketed(office, breakdown):
    with pytest.raises(RuleBroken, match="还没有接受任何任务"):
        breaking_down.docket_accepted(breakdown, by=office.actor(office.supervisor))


def test_tasks_are_split_and_merged_and_keep_their_sentences(office, breakdown):
    by = office.actor(office.supervisor)
    first, second = breakdown.tasks.all()

    twin = breaking_down.split_task(first, by=by)
    assert (twin.sentence, breakdown.tasks.count()) == (first.sentence, 3)
    breaking_down.merge_task(twin, by=by)
    merged = breaking_down.merge_task(BreakdownTask.objects.get(pk=second.pk), by=by)

    assert breakdown.tasks.get() == merged
    assert second.sentence in merged.sentence
    assert set(merged.supporting_units) == {office.units[1].pk, office.units[2].pk}
    with pytest.raises(RuleBroken, match="前面没有可以合并的任务"):
        breaking_down.merge_task(merged, by=by)


def test_a_task_without_a_lead_is_not_accepted(office, breakdown):
    task = breakdown.tasks.first()
    BreakdownTask.objects.filter(pk=task.pk).update(lead_unit=None)
    task.refresh_from_db()

    with pytest.raises(RuleBroken, match="还没有牵头单位"):
        breaking_down.decide_task(task, to="accepted", by=office.actor(office.supervisor))


def test_an_item_is_broken_down_to_items_below_it(office):
    parent = docketed(office)
    by = office.actor(office.supervisor)
    for unit, short in zip(office.units, ("市水利局", "市财政局", "市住建局"), strict=True):
        unit.short_name = short
        unit.save()
    breakdown = breaking_down.take_apart(TEXT, title="", source_kind="work_report", parent=parent, by=by)
    breaking_down.decide_task(breakdown.tasks.first(), to="accepted", by=by)

    [item] = breaking_down.docket_accepted(breakdown, by=by)

    assert item.parent == parent


def test_eighty_thousand_characters_are_taken_apart_and_nothing_is_lost(office):
    text = TEXT * (80_000 // len(TEXT))

    breakdown = breaking_down.take_apart(text, title="长报告", source_kind="work_report", by=office.actor(office.supervisor))

    assert breakdown.text == text
    assert breakdown.tasks.count() >= 2


@pytest.mark.parametrize(("text", "sentence"), [(" ", "请粘贴要分解的文字"), ("机密★10年\n一、任务", "机密")])
def test_what_cannot_be_taken_apart_is_refused(office, text, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        breaking_down.take_apart(text, title="", source_kind="other", by=office.actor(office.supervisor))
