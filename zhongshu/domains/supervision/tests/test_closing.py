import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from zhongshu.domains.supervision.commands import closing, reporting
from zhongshu.domains.supervision.models import ItemEvent, SupervisionItem
from zhongshu.domains.supervision.tests.factories import completed, in_progress, parts_of, reported
from zhongshu.kernel import clock
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.kernel.models import Outbox
from zhongshu.platform.organizations.public import Duty, PostDuty
from zhongshu.platform.organizations.tests.factories import PostFactory, PostHoldingFactory, actor_for

pytestmark = pytest.mark.django_db


def verify(office, item, person, **values):
    given = {"kind": "desk", "passed": True, "words": "与结果一致。", **values}
    return closing.verify(item, by=office.actor(person), **given)


def test_a_reported_result_is_verified_completed_closed_out_and_filed(office):
    item = reported(office)

    verify(office, item, office.second)
    closing.complete(item, conclusion="改造完成。", by=office.actor(office.supervisor))
    closing.close_out(item, by=office.actor(office.supervisor))
    closing.archive(item, by=office.actor(office.supervisor))

    item.refresh_from_db()
    assert (item.state, item.completed_date, item.close_out_date) == ("archived", dt.date(2026, 11, 23), dt.date(2026, 11, 23))
    assert Outbox.objects.get(name="supervision.item_completed").payload["working_days_late"] == 0


def test_what_comes_late_is_said_to_be_late_by_so_many_working_days(office):
    with clock.frozen("2026-11-23 09:00"):
        item = in_progress(office)
    with clock.frozen("2026-12-10 09:00"):
        for part, head in zip(reversed(parts_of(item)), (office.heads[1], office.heads[0]), strict=True):
            reporting.give_feedback(part, kind="completion", words="完成。", by=office.actor(head))
        item.refresh_from_db()
    with clock.frozen("2026-12-20 09:00"):
        verify(office, item, office.second)
        closing.complete(item, conclusion="完成。", by=office.actor(office.supervisor))

    assert item.completed_date == dt.date(2026, 12, 10)
    assert Outbox.objects.get(name="supervision.item_completed").payload["working_days_late"] == 3


def test_of_two_verifiers_at_once_one_is_told_so(office):
    item = reported(office)
    other = SupervisionItem.objects.get(pk=item.pk)
    verify(office, item, office.second)

    with pytest.raises(StaleState):
        verify(office, other, office.supervisor, passed=False)

    assert item.verifications.count() == 1


def test_who_reported_or_answers_does_not_verify(office):
    item = reported(office)
    person = office.heads[0]
    post = PostFactory(unit=office.organ)
    PostDuty.objects.create(post=post, duty=Duty.SUPERVISOR)
    PostHoldingFactory(person=person, post=post)

    with pytest.raises(NotPermitted, match="报结人、责任人以外"):
        closing.verify(item, kind="desk", passed=True, words="属实。", by=actor_for(person))
    with pytest.raises(NotPermitted, match="核查"):
        verify(office, item, office.stranger)

    assert not item.verifications.exists()


def test_a_visit_needs_a_place_and_a_day_that_has_been(office):
    item = reported(office)

    for values, sentence in (
        ({"kind": "visit"}, "请填写核查地点"),
        ({"kind": "call_back"}, "请填写回访对象"),
        ({"checked_date": dt.date(2026, 12, 1)}, "不能晚于今天"),
        ({"words": " "}, "请写明核查情况"),
    ):
        with pytest.raises(RuleBroken, match=sentence):
            verify(office, item, office.second, **values)


def test_a_result_that_is_not_so_goes_back_to_the_units(office):
    item = reported(office)

    verify(office, item, office.second, passed=False, words="还有2条没有通水。")

    item.refresh_from_db()
    assert (item.state, item.reported_date) == ("in_progress", None)
    assert set(item.parts.values_list("state", flat=True)) == {"in_progress"}


def test_what_is_not_verified_is_neither_completed_nor_closed_out(office):
    item = reported(office)

    with pytest.raises(RuleBroken, match="待核查"):
        closing.complete(item, conclusion="完成。", by=office.actor(office.supervisor))
    with pytest.raises(RuleBroken, match="待核查"):
        closing.close_out(item, by=office.actor(office.supervisor))


def test_only_the_supervisors_close_out(office):
    item = completed(office)

    for person in (office.heads[0], office.stranger):
        with pytest.raises(NotPermitted):
            closing.close_out(item, by=office.actor(person))


def test_a_matter_that_came_back_is_taken_up_again_and_counted(office):
    item = completed(office)
    closing.close_out(item, by=office.actor(office.supervisor))

    closing.reopen(item, reason="群众反映又停水", working_days=5, by=office.actor(office.supervisor))

    item.refresh_from_db()
    assert (item.state, item.reopenings, item.deadline, item.completed_date) == ("in_progress", 1, dt.date(2026, 11, 30), None)
    with pytest.raises(RuleBroken, match="承办中"):
        closing.reopen(item, reason="再来", working_days=5, by=office.actor(office.supervisor))


def test_the_record_is_append_only(office):
    item = completed(office)

    for change in (
        lambda: ItemEvent.objects.filter(item=item).update(words="改"),
        lambda: ItemEvent.objects.filter(item=item).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert list(item.events.values_list("kind", flat=True)) == [
        "docketed", "assigned", "signed", "signed", "feedback", "reported", "verified", "completed",
    ]  # fmt: skip
