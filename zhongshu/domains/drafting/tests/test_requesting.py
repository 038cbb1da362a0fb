import datetime as dt

import pytest

from zhongshu.domains.drafting import commands, queries
from zhongshu.domains.drafting.choices import TaskState
from zhongshu.domains.drafting.models import DraftingTask
from zhongshu.domains.drafting.tests.factories import approved, assigned, due_date, merged, requested
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.notifications import public as notifications
from zhongshu.platform.organizations.tests.factories import PersonFactory, actor_for

pytestmark = pytest.mark.django_db


def test_a_text_is_asked_of_a_person_until_a_day(made):
    task = requested(made)

    assert (task.state, task.writer, task.unit, task.organ) == (TaskState.OUTLINING, made.writer, made.section, made.organ)
    assert task.section_head == made.head
    assert notifications.unread_count(made.actor("writer")) == 1


def test_without_a_named_one_the_head_of_the_writers_section_approves(made):
    task = commands.request_task(title="报告", writer_id=made.writer.pk, due_date=due_date(), by=made.actor("director"))

    assert task.section_head == made.head


def test_a_section_head_who_writes_is_approved_by_whoever_asked(made):
    task = commands.request_task(title="报告", writer_id=made.head.pk, due_date=due_date(), by=made.actor("director"))

    assert task.section_head == made.director


def test_whoever_holds_no_post_asks_for_nothing(made):
    with pytest.raises(NotPermitted, match="没有任职岗位"):
        commands.request_task(title="报告", writer_id=made.writer.pk, due_date=due_date(), by=actor_for(PersonFactory()))

    assert not DraftingTask.objects.exists()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"due_date": dt.date(2026, 3, 1)}, "不能早于今天"),
        ({"title": "关于某事的报告 秘密★1年"}, "秘密"),
        ({"secrecy_level": 3}, "国家秘密|秘密"),
    ],
)
def test_what_cannot_be_asked_for(made, values, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        requested(made, **values)

    assert not DraftingTask.objects.exists()


def test_the_writer_works_in_the_organ_that_asks(made):
    with pytest.raises(RuleBroken, match="本机关人员"):
        requested(made, writer_id=made.finance_contact.pk)


def test_nobody_approves_his_own_outline(made):
    with pytest.raises(RuleBroken, match="不能是执笔人本人"):
        commands.request_task(
            title="报告",
            writer_id=made.writer.pk,
            section_head_id=made.writer.pk,
            due_date=due_date(),
            by=made.actor("director"),
        )


def test_who_asked_may_call_the_task_off(made):
    task, _water, _ = assigned(made)

    commands.cancel(task, reason="上级已发文", by=made.actor("director"))

    task.refresh_from_db()
    assert (task.state, task.ended_reason) == (TaskState.CANCELLED, "上级已发文")
    assert notifications.notifications(made.actor("water_contact")).filter(kind="drafting.task_cancelled").exists()


def test_a_stranger_calls_nothing_off(made):
    task = approved(made)

    with pytest.raises(NotPermitted):
        commands.cancel(task, reason="不办了", by=made.actor("writer"))

    task.refresh_from_db()
    assert task.state == TaskState.WRITING


def test_what_has_gone_on_is_not_called_off(made):
    task = merged(made)
    commands.hand_over(task, by=made.actor("writer"))

    with pytest.raises(RuleBroken, match="已转拟稿"):
        commands.cancel(task, reason="不办了", by=made.actor("director"))


def test_those_who_take_part_see_the_task_and_others_do_not(made):
    task, _, _ = assigned(made)

    seen = {
        name: queries.ledger(made.actor(name)).filter(pk=task.pk).exists()
        for name in ("writer", "head", "director", "water_contact", "finance_contact", "finance_colleague")
    }

    assert seen == dict.fromkeys(seen, True)
    assert not queries.ledger(actor_for(PersonFactory(clearance=2))).exists()


def test_whoever_is_not_cleared_does_not_see_the_task(made):
    task = requested(made, secrecy_level=1)

    assert queries.ledger(made.actor("writer")).filter(pk=task.pk).exists()
    assert not queries.ledger(actor_for(made.writer, clearance=0)).exists()


def test_the_system_may_read_all(made):
    task = requested(made)

    assert queries.ledger(Actor.system()).get() == task
