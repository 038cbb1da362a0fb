import pytest

from zhongshu.kernel import clock
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.models import Outbox
from zhongshu.platform.audit import public as audit
from zhongshu.platform.jobs import commands
from zhongshu.platform.jobs.choices import State
from zhongshu.platform.jobs.models import Job
from zhongshu.platform.organizations.tests.factories import UnitFactory, actor_for, administrator, person_in

pytestmark = pytest.mark.django_db


def failed_job(**fields):
    values = {"name": "jobs.remove_old", "state": State.FAILED, "attempts": 5, "run_at": clock.now(), "created_at": clock.now()}
    return Job.objects.create(**values | fields)


def stuck_event():
    return Outbox.objects.create(name="tests.stuck", payload={}, created_at=clock.now(), attempts=10, error="ValueError: x")


def stranger():
    return actor_for(person_in(UnitFactory(), "office_director"))


def test_the_system_administrator_retries_a_failed_job():
    job = failed_job()

    commands.retry(job, by=administrator("system"))

    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.WAITING, 0)


@pytest.mark.parametrize("kind", ["security", "audit"])
def test_the_other_administrators_cannot_retry(kind):
    job = failed_job()

    with pytest.raises(NotPermitted):
        commands.retry(job, by=administrator(kind))

    job.refresh_from_db()
    assert job.state == State.FAILED


def test_a_person_of_the_office_cannot_retry_or_discard():
    job = failed_job()
    for attempt in (lambda: commands.retry(job, by=stranger()), lambda: commands.discard(job, reason="无用", by=stranger())):
        with pytest.raises(NotPermitted):
            attempt()

    job.refresh_from_db()
    assert job.state == State.FAILED


@pytest.mark.parametrize("state", [State.WAITING, State.DONE, State.DISCARDED])
def test_only_a_failed_job_is_retried(state):
    job = failed_job(state=state)

    with pytest.raises(RuleBroken, match="只有失败的任务"):
        commands.retry(job, by=administrator("system"))

    job.refresh_from_db()
    assert job.state == state


def test_a_failed_job_is_discarded_with_a_reason():
    job = failed_job()

    commands.discard(job, reason="对象已作废", by=administrator("system"))

    job.refresh_from_db()
    assert job.state == State.DISCARDED
    assert [entry.action for entry in audit.trail(audit.ref_of(job))] == ["jobs.discarded"]


def test_a_job_is_not_discarded_without_a_reason():
    job = failed_job()

    with pytest.raises(RuleBroken, match="请填写放弃的原因"):
        commands.discard(job, reason=" ", by=administrator("system"))

    job.refresh_from_db()
    assert job.state == State.FAILED


def test_a_finished_job_cannot_be_discarded():
    job = failed_job(state=State.DONE)

    with pytest.raises(RuleBroken):
        commands.discard(job, reason="无用", by=administrator("system"))

    job.refresh_from_db()
    assert job.state == State.DONE


def test_a_stuck_fact_is_delivered_again():
    row = stuck_event()

    commands.retry_event(row, by=administrator("system"))

    row.refresh_from_db()
    assert row.attempts == 0


def test_a_stranger_cannot_deliver_again():
    row = stuck_event()

    with pytest.raises(NotPermitted):
        commands.retry_event(row, by=stranger())

    row.refresh_from_db()
    assert row.attempts == 10


def test_a_delivered_fact_is_not_delivered_again():
    row = stuck_event()
    Outbox.objects.update(delivered_at=clock.now())

    with pytest.raises(RuleBroken, match="已投递"):
        commands.retry_event(row, by=administrator("system"))
