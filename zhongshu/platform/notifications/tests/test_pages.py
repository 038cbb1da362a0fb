import json

import pytest
from django.test import Client

from zhongshu.platform.accounts.tests.factories import signed_in
from zhongshu.platform.notifications.models import Notification, Rhythm
from zhongshu.platform.notifications.queries import unread_count
from zhongshu.platform.notifications.tests.factories import actor_for, clerk, tell

pytestmark = pytest.mark.django_db


def browser(person):
    return signed_in(Client(), person)


def test_the_list_shows_the_unread_and_on_request_all():
    person = clerk()
    client = browser(person)
    tell(person, text="第一条<b>")
    Notification.objects.update(read_at="2026-11-22T09:00+08:00")
    tell(person, text="第二条")

    unread, everything = client.get("/notifications/").content.decode(), client.get("/notifications/?show=all").content.decode()

    assert ("第一条" in unread, "第二条" in unread) == (False, True)
    assert "第一条&lt;b&gt;" in everything


def test_ticked_ones_are_marked_and_the_badge_is_told():
    person, other = clerk(), clerk()
    tell(person, other)
    tell(person)
    ids = list(Notification.objects.order_by("pk").values_list("pk", flat=True))[:2]

    answer = browser(person).post("/notifications/read/", {"id": [*ids, "x", "9" * 30]}, headers={"HX-Request": "true"})

    assert json.loads(answer["HX-Trigger"]) == {"counts": {"unread": 1}}
    assert (unread_count(actor_for(person)), unread_count(actor_for(other))) == (1, 1)


def test_all_are_marked_but_not_what_came_after_the_page():
    person = clerk()
    tell(person)
    newest = Notification.objects.get().pk
    tell(person)

    browser(person).post("/notifications/read/", {"all": "1", "newest": newest})

    assert unread_count(actor_for(person)) == 1


def test_opening_marks_as_read_and_a_stranger_finds_nothing():
    person = clerk()
    tell(person)
    pk = Notification.objects.get().pk

    assert browser(clerk()).get(f"/notifications/{pk}/").status_code == 404
    assert unread_count(actor_for(person)) == 1
    assert browser(person).get(f"/notifications/{pk}/").status_code == 302
    assert unread_count(actor_for(person)) == 0


def test_the_badge_is_polled():
    person = clerk()
    tell(person)

    answer = browser(person).get("/notifications/poll/")

    assert (answer.status_code, json.loads(answer["HX-Trigger"])) == (204, {"counts": {"unread": 1}})


def test_preferences_are_kept(mail):
    person = clerk()
    client = browser(person)

    answer = client.post(
        "/notifications/preferences/", {"mail:": "on", "pace": "daily", "quiet_from": "22:00", "quiet_until": "07:00"}
    )

    assert answer.status_code == 302
    assert Rhythm.objects.get(person=person).pace == "daily"
    assert " checked" in client.get("/notifications/preferences/").content.decode()


def test_half_quiet_hours_are_refused_on_the_page():
    answer = browser(clerk()).post("/notifications/preferences/", {"pace": "at_once", "quiet_from": "22:00"})

    assert answer.status_code == 422
    assert "同时填写" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_costs_the_same_for_one_and_for_many(count, django_assert_max_num_queries):
    person = clerk()
    client = browser(person)
    for _ in range(count):
        tell(person)
    client.get("/notifications/")

    with django_assert_max_num_queries(6):
        client.get("/notifications/")
