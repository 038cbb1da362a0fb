import pytest

from zhongshu.domains.drafting import commands, queries
from zhongshu.domains.drafting.choices import TaskState
from zhongshu.domains.drafting.models import OutlineEntry
from zhongshu.domains.drafting.tests.factories import OUTLINE, approved, outlined, requested
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.notifications import public as notifications

pytestmark = pytest.mark.django_db


def test_the_writer_writes_the_outline(made):
    task = requested(made)

    commands.save_outline(task, text=OUTLINE, by=made.actor("writer"))

    rows = queries.entries(task)
    assert [f"{row.number}{row.heading}" for row in rows] == ["一、总体情况", "（一）主要成效", "二、财政保障", "三、下一步打算"]
    assert rows[0].points == "今年主要指标完成情况。"


def test_an_entry_that_stays_or_is_reworded_keeps_its_discussion(made):
    task = outlined(made)
    entry = next(row for row in queries.entries(task) if row.heading == "财政保障")
    commands.comment(task, words="请写明资金缺口", entry_id=entry.pk, by=made.actor("director"))

    commands.save_outline(task, text="一、资金来源\n二、财政保障和资金\n三、总体情况", by=made.actor("writer"))

    rows = queries.entries(task)
    assert [[one.words for one in row.comments.all()] for row in rows if "财政保障" in row.heading] == [["请写明资金缺口"]]


def test_an_entry_taken_out_is_kept_hidden(made):
    task = outlined(made)

    commands.save_outline(task, text="一、总体情况", by=made.actor("writer"))

    assert [row.heading for row in queries.entries(task)] == ["总体情况"]
    assert OutlineEntry.objects.filter(task=task, removed=True).count() == 3


@pytest.mark.parametrize(("text", "sentence"), [("一、", "第1条没有标题"), ("一、" + "长" * 201, "超过200字")])
def test_a_bad_outline_is_refused_and_nothing_changes(made, text, sentence):
    task = outlined(made)

    with pytest.raises(RuleBroken, match=sentence):
        commands.save_outline(task, text=text, by=made.actor("writer"))

    assert len(queries.entries(task)) == 4


def test_others_do_not_write_the_outline(made):
    task = outlined(made)

    with pytest.raises(NotPermitted):
        commands.save_outline(task, text="一、别的", by=made.actor("head"))

    assert len(queries.entries(task)) == 4


def test_an_approved_outline_stands(made):
    task = approved(made)

    with pytest.raises(RuleBroken, match="已送审或已审定"):
        commands.save_outline(task, text="一、别的", by=made.actor("writer"))


def test_the_outline_goes_to_the_section_head(made):
    task = outlined(made)

    commands.submit_outline(task, by=made.actor("writer"))

    assert task.state == TaskState.IN_OUTLINE_REVIEW
    assert notifications.notifications(made.actor("head")).get().kind == "drafting.outline_submitted"


def test_an_empty_outline_is_not_submitted(made):
    task = requested(made)

    with pytest.raises(RuleBroken, match="还是空的"):
        commands.submit_outline(task, by=made.actor("writer"))

    task.refresh_from_db()
    assert task.state == TaskState.OUTLINING


def test_others_do_not_submit_the_outline(made):
    with pytest.raises(NotPermitted):
        commands.submit_outline(outlined(made), by=made.actor("director"))


def test_an_outline_is_submitted_once(made):
    with pytest.raises(RuleBroken, match="分头起草"):
        commands.submit_outline(approved(made), by=made.actor("writer"))


def test_the_section_head_approves(made):
    task = approved(made)

    assert task.state == TaskState.WRITING
    assert task.outline_approved_at is not None


def test_a_remark_without_answer_holds_the_approval(made):
    task = outlined(made)
    commands.comment(task, words="缺少问题部分", by=made.actor("director"))
    commands.submit_outline(task, by=made.actor("writer"))

    with pytest.raises(RuleBroken, match="还有1条讨论意见没有处理"):
        commands.approve_outline(task, by=made.actor("head"))

    commands.answer_comment(task.comments.get(), answer="已采纳", by=made.actor("writer"))
    commands.approve_outline(task, by=made.actor("head"))
    assert task.state == TaskState.WRITING


def test_the_writer_does_not_approve(made):
    task = outlined(made)
    commands.submit_outline(task, by=made.actor("writer"))

    with pytest.raises(NotPermitted):
        commands.approve_outline(task, by=made.actor("writer"))

    task.refresh_from_db()
    assert task.state == TaskState.IN_OUTLINE_REVIEW


def test_an_outline_not_submitted_is_not_approved(made):
    with pytest.raises(RuleBroken, match="拟提纲"):
        commands.approve_outline(outlined(made), by=made.actor("head"))


def test_an_outline_goes_back_with_a_reason(made):
    task = outlined(made)
    commands.submit_outline(task, by=made.actor("writer"))

    commands.return_outline(task, reason="结构再紧凑些", by=made.actor("head"))

    task.refresh_from_db()
    assert (task.state, task.outline_returned_reason) == (TaskState.OUTLINING, "结构再紧凑些")


def test_an_outline_does_not_go_back_without_a_reason(made):
    task = outlined(made)
    commands.submit_outline(task, by=made.actor("writer"))

    with pytest.raises(RuleBroken, match="说明意见"):
        commands.return_outline(task, reason=" ", by=made.actor("head"))


def test_only_the_section_head_returns_an_outline_and_only_while_it_is_reviewed(made):
    task = outlined(made)
    with pytest.raises(RuleBroken, match="拟提纲"):
        commands.return_outline(task, reason="再想想", by=made.actor("head"))
    commands.submit_outline(task, by=made.actor("writer"))

    with pytest.raises(NotPermitted):
        commands.return_outline(task, reason="再想想", by=made.actor("director"))


def test_a_remark_reaches_the_writer(made):
    task = outlined(made)
    entry = queries.entries(task)[0]

    commands.comment(task, words="补充数据", entry_id=entry.pk, by=made.actor("head"))

    assert task.comments.get().person_name == made.head.name
    assert notifications.notifications(made.actor("writer")).filter(kind="drafting.outline_commented").count() == 1


def test_a_stranger_does_not_remark(made):
    with pytest.raises(NotPermitted):
        commands.comment(outlined(made), words="看看", by=made.actor("finance_contact"))


def test_nothing_is_remarked_on_a_task_called_off(made):
    task = outlined(made)
    commands.cancel(task, reason="不办了", by=made.actor("director"))

    with pytest.raises(RuleBroken, match="已办结"):
        commands.comment(task, words="看看", by=made.actor("head"))


def test_empty_words_and_entries_gone_are_refused(made):
    task = outlined(made)
    entry = queries.entries(task)[-1]
    commands.save_outline(task, text="一、总体情况", by=made.actor("writer"))

    with pytest.raises(RuleBroken, match="请填写意见"):
        commands.comment(task, words=" ", by=made.actor("head"))
    with pytest.raises(RuleBroken, match="已被删去"):
        commands.comment(task, words="这条", entry_id=entry.pk, by=made.actor("head"))


def test_a_remark_is_answered_once_and_by_the_writer(made):
    task = outlined(made)
    made_comment = commands.comment(task, words="补充数据", by=made.actor("head"))

    with pytest.raises(NotPermitted):
        commands.answer_comment(made_comment, answer="已采纳", by=made.actor("head"))
    with pytest.raises(RuleBroken, match="如何处理"):
        commands.answer_comment(made_comment, answer="", by=made.actor("writer"))
    commands.answer_comment(made_comment, answer="已采纳", by=made.actor("writer"))
    with pytest.raises(RuleBroken, match="已经处理过"):
        commands.answer_comment(made_comment, answer="又采纳", by=made.actor("writer"))

    assert task.comments.get().answer == "已采纳"
