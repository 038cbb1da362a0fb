import datetime as dt
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.db import transaction

from zhongshu.kernel import clock
from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.jobs import commands, worker
from zhongshu.platform.jobs.backoff import delay
from zhongshu.platform.jobs.choices import State
from zhongshu.platform.jobs.commands.leases import LEASE_LOST
from zhongshu.platform.jobs.models import Job

pytestmark = pytest.mark.django_db
LEASE = dt.timedelta(seconds=30)
NINE = "2026-11-22 09:00:00"


@pytest.fixture
def done(handlers):
    """What the jobs of this test have done, in order."""
    done = []
    handlers.job("tests.note", max_attempts=2)(lambda text: done.append(text))
    handlers.job("tests.refuse", max_attempts=2)(_refuse)
    return done


def _refuse():
    raise RuleBroken("《机密标题》不能办理", code="tests_refused")


def test_ready_jobs_are_done_in_the_order_of_their_time(done):
    with clock.frozen(NINE) as now:
        commands.enqueue("tests.note", text="later", run_at=now + dt.timedelta(minutes=5))
        commands.enqueue("tests.note", text="second")
        commands.enqueue("tests.note", text="first", run_at=now - dt.timedelta(minutes=5))

        worker.drain()

    assert done == ["first", "second"]


def test_a_key_makes_a_job_unique_for_ever(done):
    first = commands.enqueue("tests.note", key="once", text="a")
    worker.drain()

    again = commands.enqueue("tests.note", key="once", text="b")
    worker.drain()

    assert again.pk == first.pk
    assert done == ["a"]


def test_an_unknown_job_is_refused_when_enqueued(done):
    with pytest.raises(LookupError):
        commands.enqueue("tests.nobody_does_this")

    assert not Job.objects.exists()


def test_a_job_of_a_command_that_failed_is_never_done(done):
    with suppress(RuntimeError), transaction.atomic():
        commands.enqueue("tests.note", text="a")
        raise RuntimeError

    worker.drain()

    assert done == []


def test_a_claimed_job_is_not_claimed_twice(done):
    commands.enqueue("tests.note", text="a")

    first, second = commands.claim("one", lease=LEASE), commands.claim("two", lease=LEASE)

    assert (first.worker, first.attempts, second) == ("one", 1, None)


def test_an_expired_lease_returns_the_job_and_the_late_worker_changes_nothing(done):
    commands.enqueue("tests.note", text="a")
    with clock.frozen(NINE) as now:
        Job.objects.update(run_at=now)
        late = commands.claim("one", lease=LEASE)
    with clock.frozen(now + LEASE + dt.timedelta(seconds=1)):
        reaped = commands.reap()
        taken_over = commands.claim("two", lease=LEASE)
        outcomes = [
            commands.finish(late),
            commands.renew(late, lease=LEASE),
            commands.fail(late, ValueError()),
            commands.finish(taken_over),
        ]

    assert reaped == 1
    assert outcomes == [False, False, False, True]
    assert Job.objects.values_list("state", "attempts", "worker").get() == (State.DONE, 2, "two")


def test_a_job_that_kills_its_workers_is_put_aside_after_its_last_attempt(done):
    commands.enqueue("tests.note", text="a")
    with clock.frozen(NINE) as now:
        Job.objects.update(run_at=now, attempts=1)
        commands.claim("one", lease=LEASE)
    with clock.frozen(now + dt.timedelta(minutes=1)):
        commands.reap()

    assert Job.objects.values_list("state", "attempts", "error").get() == (State.FAILED, 2, LEASE_LOST)


def test_a_failed_job_waits_longer_each_time_and_is_then_put_aside(done):
    with clock.frozen(NINE) as now:
        job = commands.enqueue("tests.refuse")
        worker.drain()
        job.refresh_from_db()
        assert (job.state, job.run_at) == (State.WAITING, now + dt.timedelta(seconds=10))
    with clock.frozen(now + dt.timedelta(seconds=11)):
        worker.drain()

    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.FAILED, 2)


def test_the_error_kept_names_class_code_and_place_but_never_the_words(done):
    job = commands.enqueue("tests.refuse")

    worker.drain()

    job.refresh_from_db()
    assert job.error.splitlines()[0] == "RuleBroken (tests_refused)"
    assert "机密标题" not in job.error


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 10), (2, 20), (5, 160), (20, 3600)])
def test_the_wait_doubles_up_to_an_hour(attempts, seconds):
    assert delay(attempts) == dt.timedelta(seconds=seconds)


def test_old_finished_jobs_are_removed_and_failed_ones_kept(done):
    with clock.frozen(NINE) as now:
        kept, gone = commands.enqueue("tests.note", text="a"), commands.enqueue("tests.note", text="b")
        Job.objects.filter(pk=gone.pk).update(state=State.DONE, finished_at=now)
        Job.objects.filter(pk=kept.pk).update(state=State.FAILED, finished_at=now)
    with clock.frozen(now + dt.timedelta(days=91)):
        removed = commands.remove_old()

    assert removed == 1
    assert list(Job.objects.values_list("pk", flat=True)) == [kept.pk]


def test_the_command_does_what_is_ready_and_ends(done, capsys):
    commands.enqueue("tests.note", text="a")

    call_command("work", drain=True)

    assert done == ["a"]
    assert capsys.readouterr().out == "1 done\n"
