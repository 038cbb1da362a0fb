from datetime import datetime

import pytest
from django.test import Client

from zhongshu.kernel import clock
from zhongshu.kernel.models import Outbox
from zhongshu.platform.accounts.tests.factories import signed_in, signed_in_administrator
from zhongshu.platform.jobs import commands, queries
from zhongshu.platform.jobs.choices import State
from zhongshu.platform.jobs.models import Job
from zhongshu.platform.organizations.tests.factories import UnitFactory, person_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    """The browser of the system administrator."""
    return signed_in_administrator(Client(), "system")


def job(**fields):
    values = {"name": "jobs.remove_old", "state": State.FAILED, "error": "ValueError", "run_at": clock.now()}
    return Job.objects.create(**values | {"created_at": clock.now()} | fields)


def test_failed_jobs_are_shown_first_with_what_can_be_done(keeper):
    job()
    job(state=State.DONE, name="tests.done")

    page = keeper.get("/jobs/").content.decode()

    assert all(text in page for text in ("清理过期任务记录", "重试", "放弃", "ValueError", "没有在线的工作进程"))
    assert "tests.done" not in page
    assert "tests.done" in keeper.get("/jobs/?state=").content.decode()


def test_a_job_is_retried_and_another_given_up(keeper):
    first, second = job(), job()

    answers = [keeper.post(f"/jobs/{first.pk}/retry/"), keeper.post(f"/jobs/{second.pk}/discard/", {"reason": "无用"})]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert list(Job.objects.order_by("pk").values_list("state", flat=True)) == [State.WAITING, State.DISCARDED]


def test_giving_up_without_a_reason_is_refused(keeper):
    answer = keeper.post(f"/jobs/{job().pk}/discard/", {"reason": ""})

    assert answer.status_code == 422
    assert "请填写放弃的原因" in answer.content.decode()


def test_a_failing_fact_is_shown_and_delivered_again(keeper):
    row = Outbox.objects.create(name="tests.stuck", payload={}, created_at=clock.now(), attempts=10, error="ValueError: 秘密")

    page = keeper.get("/jobs/").content.decode()
    answer = keeper.post(f"/jobs/events/{row.pk}/retry/")

    assert "tests.stuck" in page
    assert "秘密" not in page
    assert answer.status_code == 302


@pytest.mark.parametrize("kind", ["security", "audit", ""])
def test_nobody_else_comes_in(kind):
    client = signed_in_administrator(Client(), kind) if kind else signed_in(Client(), person_in(UnitFactory()))
    failed = job()

    answers = [client.get("/jobs/"), client.post(f"/jobs/{failed.pk}/retry/")]

    assert [answer.status_code for answer in answers] == [403, 403]
    failed.refresh_from_db()
    assert failed.state == State.FAILED


def test_health_names_the_longest_wait_and_the_living_workers():
    with clock.frozen("2026-11-22 09:00"):
        commands.start_worker("one")
        commands.start_worker("two")
        commands.stop_worker("two")
        job(state=State.WAITING, run_at=datetime.fromisoformat("2026-11-22T08:59+08:00"))
        health = queries.health()
    with clock.frozen("2026-11-22 09:05"):
        later = queries.workers_alive()

    assert (health.oldest_wait, health.workers_alive, health.waiting, later) == (60, 1, 1, [])


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_costs_the_same_for_one_job_and_for_many(keeper, count, django_assert_max_num_queries):
    for _ in range(count):
        job()
    keeper.get("/jobs/")

    with django_assert_max_num_queries(12):
        keeper.get("/jobs/")
