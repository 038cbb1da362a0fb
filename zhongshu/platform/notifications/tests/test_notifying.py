from contextlib import suppress

import pytest
from django.db import transaction

from zhongshu.kernel.actors import Actor
from zhongshu.platform.jobs.models import Job
from zhongshu.platform.notifications import commands, kinds
from zhongshu.platform.notifications.models import Notification
from zhongshu.platform.notifications.queries import notifications, unread_count
from zhongshu.platform.notifications.tests.factories import REF, SENDER, actor_for, clerk, tell
from zhongshu.platform.organizations.tests.factories import administrator

pytestmark = pytest.mark.django_db


def test_each_person_is_told_once():
    first, second = clerk(), clerk()

    told = tell(first, second, first)

    assert told == 2
    row = notifications(actor_for(first)).get()
    assert (row.text, row.ref, row.sender_name) == ("请办理《关于防汛的通知》", REF, "周督办")


def test_people_see_only_their_own():
    first, second = clerk(), clerk()
    tell(first)

    assert (unread_count(actor_for(first)), unread_count(actor_for(second))) == (1, 0)


def test_what_is_above_the_reader_s_level_is_not_shown():
    person = clerk(clearance=0)
    tell(person, secrecy=1)

    assert unread_count(actor_for(person)) == 0


def test_administrators_have_no_notifications():
    tell(clerk())

    assert unread_count(administrator("system")) == 0


def test_a_notification_falls_with_the_command_that_made_it():
    person = clerk()
    with suppress(RuntimeError), transaction.atomic():
        tell(person)
        raise RuntimeError

    assert not Notification.objects.exists()


def test_those_in_a_role_are_told_but_not_the_actor():
    drafter, handler = clerk(), clerk()
    kinds.register_role(REF.kind, "drafter", lambda pk: [drafter.pk])
    kinds.register_role(REF.kind, "handler", lambda pk: [handler.pk, drafter.pk])

    told = commands.notify_roles(
        REF, ["drafter", "handler", "unknown"], kind="tests.arrived", text="已签发", by=actor_for(drafter)
    )

    assert told == 1
    assert Notification.objects.get().recipient_id == handler.pk


def test_without_an_object_a_notification_stands_alone():
    person = clerk()

    commands.notify([person.pk], kind="tests.arrived", text="系统将于今晚升级", by=SENDER)

    assert Notification.objects.get().ref_kind == ""


def test_two_hundred_people_are_told_in_as_many_queries_as_one(django_assert_num_queries):
    people = [clerk() for _ in range(30)]
    with django_assert_num_queries(3):  # savepoint, insert, release
        tell(people[0])
    with django_assert_num_queries(3):
        tell(*people)

    assert not Job.objects.exists()


def test_own_notifications_are_marked_read_and_others_left_alone():
    first, second = clerk(), clerk()
    tell(first, second)
    ids = list(Notification.objects.values_list("pk", flat=True))

    marked = commands.mark_read(ids, by=actor_for(first))

    assert (marked, unread_count(actor_for(first)), unread_count(actor_for(second))) == (1, 0, 1)
    assert commands.mark_read(ids, by=actor_for(first)) == 0


def test_all_means_all_that_had_been_shown():
    person = clerk()
    for _ in range(3):
        tell(person)
    shown = Notification.objects.order_by("pk")[1]

    commands.mark_all_read(by=actor_for(person), until=shown)
    assert unread_count(actor_for(person)) == 1
    commands.mark_all_read(by=actor_for(person))

    assert unread_count(actor_for(person)) == 0


def test_opening_the_object_reads_what_was_said_about_it():
    person = clerk()
    tell(person)
    tell(person, ref=None)

    commands.mark_read_about(REF, by=actor_for(person))

    assert unread_count(actor_for(person)) == 1


def test_an_unknown_kind_is_shown_as_a_reminder():
    assert kinds.kind("tests.unknown").label == "提醒"


def test_marking_as_administrator_marks_nothing():
    tell(clerk())

    assert commands.mark_all_read(by=Actor(person_id=None, name="甲", administrator="audit")) == 0
