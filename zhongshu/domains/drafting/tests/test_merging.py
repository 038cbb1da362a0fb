import pytest

from zhongshu.domains.drafting import commands, queries
from zhongshu.domains.drafting.choices import TaskState
from zhongshu.domains.drafting.tests.factories import approved, assigned, merged, written
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.kernel.models import Outbox
from zhongshu.kernel.refs import ObjectRef

pytestmark = pytest.mark.django_db


def sources(task):
    return [(one.text, one.writer.name, one.editor_name) for one in queries.passages(task)]


def test_the_parts_are_put_together_in_the_order_of_the_outline(made):
    task = merged(made)

    assert task.state == TaskState.MERGING
    assert task.merged_text.split("\n") == [
        "一、总体情况",
        "（一）主要成效",
        "全市完成水利投资12亿元。",
        "治理河道35公里。",
        "二、财政保障",
        "安排专项资金3亿元。",
        "三、下一步打算",
    ]
    assert [one.writer.unit_name for one in queries.passages(task)] == [
        *["云州市水利局"] * 4,
        *["云州市财政局"] * 2,
        str(made.section),
    ]


def test_parts_that_are_not_taken_hold_the_merging(made):
    task, water, _ = assigned(made)
    written(water, made, "water_contact", "很好。")

    with pytest.raises(RuleBroken, match="还有2个章节没有采用"):
        commands.begin_merging(task, by=made.actor("writer"))

    task.refresh_from_db()
    assert task.state == TaskState.WRITING


def test_nothing_given_out_is_nothing_to_merge(made):
    with pytest.raises(RuleBroken, match="还没有分工"):
        commands.begin_merging(approved(made), by=made.actor("writer"))


def test_others_do_not_merge_and_nothing_is_merged_twice(made):
    task, _, _ = assigned(made)
    with pytest.raises(NotPermitted):
        commands.begin_merging(task, by=made.actor("head"))

    done = merged(made)

    with pytest.raises(RuleBroken, match="统稿"):
        commands.begin_merging(done, by=made.actor("writer"))


def test_editing_keeps_who_wrote_what(made):
    task = merged(made)
    text = task.merged_text.replace("12亿元", "13亿元") + "\n继续抓好水利建设。"

    commands.save_merged(task, text=text, revision=task.merged_revision, by=made.actor("writer"))

    found = sources(task)
    assert ("全市完成水利投资13亿元。", made.water_contact.name, made.writer.name) in found
    assert ("治理河道35公里。", made.water_contact.name, "") in found
    assert found[-1] == ("继续抓好水利建设。", made.writer.name, "")


def test_shares_are_counted_by_unit(made):
    assert queries.shares(queries.passages(merged(made)))[1] == ("云州市财政局", made.finance_contact.name, 16)


def test_a_save_over_anothers_loses_nothing(made):
    task = merged(made)
    commands.save_merged(task, text="先到", revision=task.merged_revision, by=made.actor("writer"))

    with pytest.raises(StaleState, match="刚刚保存"):
        commands.save_merged(task, text="后到", revision=task.merged_revision - 1, by=made.actor("writer"))

    task.refresh_from_db()
    assert task.merged_text == "先到"


def test_others_do_not_edit_and_nothing_is_edited_before_or_after(made):
    task, _, _ = assigned(made)
    with pytest.raises(RuleBroken, match="不在统稿阶段"):
        commands.save_merged(task, text="改", revision=0, by=made.actor("writer"))
    done = merged(made)
    with pytest.raises(NotPermitted):
        commands.save_merged(done, text="改", revision=done.merged_revision, by=made.actor("water_contact"))
    commands.hand_over(done, by=made.actor("writer"))

    with pytest.raises(RuleBroken, match="不在统稿阶段"):
        commands.save_merged(done, text="改", revision=done.merged_revision, by=made.actor("writer"))


def test_a_marked_sentence_is_not_kept(made):
    task = merged(made)

    with pytest.raises(RuleBroken):
        commands.save_merged(task, text="机密★10年\n某事", revision=task.merged_revision, by=made.actor("writer"))


def test_the_text_goes_on(made):
    task = merged(made)

    commands.hand_over(task, by=made.actor("writer"))

    assert task.state == TaskState.HANDED_OVER
    assert Outbox.objects.get(name="drafting.task_handed_over").payload == {
        "task_id": task.pk,
        "organ_id": made.organ.pk,
        "writer_id": made.writer.pk,
    }
    text = queries.manuscript(task.pk)
    assert text.text == task.merged_text
    assert ("治理河道35公里。", made.water_contact.name, "云州市水利局", "") in text.written_by


def test_others_hand_nothing_over_and_an_empty_text_stays(made):
    task = merged(made)
    with pytest.raises(NotPermitted):
        commands.hand_over(task, by=made.actor("head"))
    commands.save_merged(task, text=" ", revision=task.merged_revision, by=made.actor("writer"))

    with pytest.raises(RuleBroken, match="还是空的"):
        commands.hand_over(task, by=made.actor("writer"))


def test_nothing_is_handed_over_before_it_is_merged(made):
    task, _, _ = assigned(made)

    with pytest.raises(RuleBroken, match="分头起草"):
        commands.hand_over(task, by=made.actor("writer"))


def test_a_document_is_noted_once(made):
    task = merged(made)
    assert not commands.note_document(task.pk, ObjectRef("documents.outgoing", 1))
    commands.hand_over(task, by=made.actor("writer"))

    assert commands.note_document(task.pk, ObjectRef("documents.outgoing", 1))
    assert not commands.note_document(task.pk, ObjectRef("documents.outgoing", 2))
    assert queries.has_document(task.pk)
