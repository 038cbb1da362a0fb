import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from freezegun import freeze_time

from zhongshu.platform.accounts.models import LogInSession
from zhongshu.platform.accounts.tests.factories import PASSWORD, AccountFactory, signed_in
from zhongshu.platform.organizations.models import Person
from zhongshu.platform.organizations.tests.factories import (
    PostFactory,
    PostHoldingFactory,
    SectionFactory,
    UnitFactory,
    actor_for,
    person_in,
)

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 11, 22, 1, 0, tzinfo=dt.UTC)


def enter(client, account, **extra):
    return client.post("/accounts/log-in/", {"username": account.username, "password": PASSWORD, **extra})


def member():
    return AccountFactory(person=person_in(UnitFactory()))


def test_logging_in_leads_to_the_page_that_was_asked_for(client):
    response = enter(client, member(), next="/organizations/delegations/")

    assert response.status_code == 302
    assert response.url == "/organizations/delegations/"


def test_logging_in_never_leads_to_another_host(client):
    assert enter(client, member(), next="https://evil.example/").url == "/"


def test_a_session_left_alone_for_half_an_hour_ends(client):
    account = member()
    with freeze_time(START) as now:
        enter(client, account)
        now.tick(dt.timedelta(minutes=29))
        assert client.get("/accounts/").status_code == 200
        now.tick(dt.timedelta(minutes=31))
        response = client.get("/accounts/?x=1")

    assert response.status_code == 302
    assert response.url == "/accounts/log-in/?next=%2Faccounts%2F%3Fx%3D1&ended=idle"
    assert LogInSession.objects.count() == 0


def test_a_part_of_a_page_asked_for_after_the_time_out_is_401_so_that_nothing_typed_is_lost(client):
    with freeze_time(START) as now:
        enter(client, member())
        now.tick(dt.timedelta(minutes=31))
        response = client.post("/organizations/delegations/new/", headers={"HX-Request": "true"})

    assert response.status_code == 401


def test_what_a_page_asks_for_by_itself_does_not_count_as_use(client, settings):
    settings.ROOT_URLCONF = "zhongshu.platform.accounts.tests.polling_urls"
    with freeze_time(START) as now:
        enter(client, member())
        for _ in range(3):
            now.tick(dt.timedelta(minutes=9))
            assert client.get("/counts/").status_code == 200
        now.tick(dt.timedelta(minutes=4))
        response = client.get("/counts/")

    assert response.status_code == 302
    assert response.url.startswith("/accounts/log-in/")


def test_a_click_is_written_down_once_a_minute_at_most(client, django_assert_num_queries):
    with freeze_time(START):
        enter(client, member())
        client.get("/organizations/people/?q=x")
        with django_assert_num_queries(3):  # session, account, people by name
            client.get("/organizations/people/?q=x")


def test_a_request_costs_the_session_and_the_account_only(client, django_assert_num_queries, settings):
    settings.ROOT_URLCONF = "zhongshu.platform.accounts.tests.polling_urls"
    enter(client, member())
    client.get("/counts/")

    with django_assert_num_queries(2):
        client.get("/counts/")


def test_where_one_session_is_the_rule_a_second_log_in_ends_the_first(settings):
    settings.ONE_SESSION_PER_ACCOUNT = True
    account = member()
    first, second = Client(), Client()
    enter(first, account)
    enter(second, account)

    assert first.get("/accounts/").status_code == 302
    assert second.get("/accounts/").status_code == 200


def test_people_see_and_end_their_own_sessions_elsewhere(client):
    account = member()
    elsewhere = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36"})
    enter(elsewhere, account)
    enter(client, account)

    assert "Chrome / Windows" in client.get("/accounts/").text
    other = LogInSession.objects.order_by("pk").first()
    assert client.post(f"/accounts/sessions/{other.pk}/end/").status_code == 302

    assert elsewhere.get("/accounts/").status_code == 302
    assert client.get("/accounts/").status_code == 200
    assert Session.objects.count() == 1


def test_nobody_ends_the_session_of_somebody_else(client):
    victim, stranger = member(), member()
    enter(Client(), victim)
    enter(client, stranger)
    session = LogInSession.objects.get(account=victim)

    assert client.post(f"/accounts/sessions/{session.pk}/end/").status_code == 404
    assert LogInSession.objects.filter(pk=session.pk).exists()


def test_a_disabled_account_is_out_at_the_next_click(client):
    account = member()
    enter(client, account)
    type(account).objects.update(is_active=False)

    assert client.get("/accounts/").status_code == 302


def test_a_one_time_password_must_be_changed_before_anything_else(client):
    account = member()
    type(account).objects.update(must_change_password=True)
    enter(client, account)

    assert client.get("/organizations/delegations/").url == "/accounts/password/"
    fragment = client.get("/organizations/delegations/", headers={"HX-Request": "true"})
    assert fragment.headers["HX-Redirect"] == "/accounts/password/"
    assert client.get("/accounts/password/").status_code == 200


def test_a_password_older_than_ninety_days_must_be_changed(client):
    with freeze_time(START) as now:
        account = member()
        now.tick(dt.timedelta(days=91))
        enter(client, account)
        assert client.get("/accounts/").url == "/accounts/password/"


def test_changing_the_password_keeps_this_browser_and_ends_the_others(client):
    account = member()
    elsewhere = Client()
    enter(elsewhere, account)
    enter(client, account)

    response = client.post("/accounts/password/", {"present": PASSWORD, "new": "Another#Word9", "again": "Another#Word9"})

    assert response.url == "/accounts/"
    page = client.get("/accounts/")
    assert page.status_code == 200
    assert "本机" in page.text
    assert elsewhere.get("/accounts/").status_code == 302


def test_two_different_new_passwords_are_refused(client):
    signed_in(client, member().person)

    response = client.post("/accounts/password/", {"present": PASSWORD, "new": "Another#Word9", "again": "Other#Word99"})

    assert response.status_code == 422
    assert "两次输入的新密码不一致" in response.text


def test_a_person_of_two_posts_switches_between_them(client):
    organ = UnitFactory()
    person = person_in(organ)
    other = PostFactory(unit=SectionFactory(parent=UnitFactory(name="云州市审计局")), name="联络员")
    PostHoldingFactory(person=person, post=other, is_primary=False)
    signed_in(client, person)

    response = client.post("/accounts/post/", {"post": other.pk, "next": "/accounts/"})

    assert response.url == "/accounts/"
    assert "云州市审计局" in client.get("/accounts/").text


def test_nobody_switches_into_a_post_of_somebody_else(client):
    person, stranger = person_in(UnitFactory()), person_in(UnitFactory())
    post_id = actor_for(stranger).post_id
    signed_in(client, person)

    assert client.post("/accounts/post/", {"post": post_id}).status_code == 403
    assert "post_id" not in client.session


def test_a_changed_clearance_counts_at_the_next_click(client):
    person = person_in(UnitFactory(), clearance=2)
    signed_in(client, person)
    assert client.get("/accounts/").wsgi_request.actor.clearance == 2

    Person.objects.filter(pk=person.pk).update(clearance=0)

    assert client.get("/accounts/").wsgi_request.actor.clearance == 0


def test_logging_out_ends_the_session(client):
    enter(client, member())

    assert client.post("/accounts/log-out/").url == "/accounts/log-in/?ended=left"
    assert client.get("/accounts/").status_code == 302
    assert LogInSession.objects.count() == 0
