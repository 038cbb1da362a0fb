import os
import signal
import time
from collections import Counter
from dataclasses import dataclass

import pytest

from zhongshu.kernel import clock
from zhongshu.kernel.events import event, publish, subscribe
from zhongshu.kernel.models import Outbox
from zhongshu.platform.jobs import commands, registry
from zhongshu.platform.jobs.choices import State
from zhongshu.platform.jobs.models import Job, Schedule, Worker
from zhongshu.platform.jobs.tests.processes import Office

LEASE = 1.0


@pytest.fixture
def office(django_db_setup, tmp_path, django_db_blocker):
    """A database that worker processes share."""
    with django_db_blocker.unblock():
        office = Office(tmp_path)
        yield office
        office.dismiss()


@pytest.fixture
def notebook(tmp_path, monkeypatch):
    """A file in which jobs leave their trace, one line each."""
    path = tmp_path / "notebook"
    path.touch()

    def write(line):
        with path.open("a") as handle:
            handle.write(f"{line}\n")

    monkeypatch.setattr(registry, "_handlers", dict(registry._handlers))
    monkeypatch.setattr(registry, "_crons", {})
    registry.job("tests.note")(lambda number: write(number))
    registry.job("tests.slow_note")(lambda seconds: (write("begun"), time.sleep(seconds), write("done")))
    return lambda: path.read_text().split()


def test_a_job_whose_worker_is_killed_is_done_once_within_two_leases(office, notebook):
    office.ask(lambda: commands.enqueue("tests.slow_note", seconds=0.3).pk)
    first = office.hire("first", lease=LEASE)
    _wait(lambda: notebook() == ["begun"])
    os.kill(first.pid, signal.SIGKILL)
    killed_at = time.monotonic()

    office.hire("second", lease=LEASE)
    _wait(lambda: "done" in notebook())
    took = time.monotonic() - killed_at

    assert office.wait_until(_outcomes, [(State.DONE, 2)]) == [(State.DONE, 2)]
    assert notebook() == ["begun", "begun", "done"]
    assert took < 2 * LEASE + 0.3


def test_a_long_job_keeps_its_lease_while_its_worker_lives(office, notebook):
    office.ask(lambda: commands.enqueue("tests.slow_note", seconds=2.5).pk)
    office.hire("first", lease=0.8)
    office.hire("second", lease=0.8)

    assert office.wait_until(_outcomes, [(State.DONE, 1)]) == [(State.DONE, 1)]
    assert notebook() == ["begun", "done"]


def test_a_worker_told_to_stop_finishes_the_job_in_hand_and_takes_no_other(office, notebook):
    office.ask(_enqueue_two_slow_notes)
    worker = office.hire("first", lease=20)
    _wait(lambda: notebook() == ["begun"])

    os.kill(worker.pid, signal.SIGTERM)
    worker.join(20)

    assert worker.exitcode == 0
    assert office.ask(_outcomes) == [(State.DONE, 1), (State.WAITING, 0)]
    assert office.ask(lambda: Worker.objects.exclude(stopped_at=None).count()) == 1


def test_two_workers_do_five_hundred_jobs_once_each(office, notebook):
    office.ask(_enqueue_notes, 500)
    office.hire("first", lease=20)
    office.hire("second", lease=20)

    _wait(lambda: len(notebook()) >= 500, seconds=60)

    assert office.wait_until(_outcomes, [(State.DONE, 1)] * 500) == [(State.DONE, 1)] * 500
    assert Counter(notebook()) == Counter(str(number) for number in range(500))


def test_three_workers_make_one_job_per_slot(office, notebook):
    registry._crons["tests.slot"] = "0 0 1 1 *"  # the next slot is far away, however slow the machine
    registry.job("tests.slot")(lambda: None)
    office.ask(_schedule_due_slot)
    for name in ("first", "second", "third"):
        office.hire(name, lease=20)

    office.wait_until(lambda: Job.objects.filter(state=State.DONE).count(), 1)

    assert office.ask(lambda: Job.objects.count()) == 1
    assert office.ask(lambda: Schedule.objects.get().next_run_at > clock.now()) is True


def test_a_fact_whose_worker_is_killed_in_mid_delivery_is_delivered_by_the_next(office, notebook):
    @event("tests.slow_fact")
    @dataclass(frozen=True)
    class SlowFact:
        seconds: float

    @subscribe(SlowFact)
    def react(fact):
        registry.handler("tests.slow_note").function(seconds=fact.seconds)

    office.ask(lambda: publish(SlowFact(0.3)))
    first = office.hire("first", lease=LEASE)
    _wait(lambda: notebook() == ["begun"])
    os.kill(first.pid, signal.SIGKILL)

    office.hire("second", lease=LEASE)

    delivered = office.wait_until(lambda: Outbox.objects.exclude(delivered_at=None).count(), 1)
    assert delivered == 1
    assert notebook() == ["begun", "begun", "done"]


def _enqueue_notes(count):
    for number in range(count):
        commands.enqueue("tests.note", number=number)
    return count


def _enqueue_two_slow_notes():
    return [commands.enqueue("tests.slow_note", seconds=0.5).pk for _ in range(2)]


def _schedule_due_slot():
    commands.load_schedules()
    return Schedule.objects.update(next_run_at=clock.now())


def _outcomes():
    return [(State(state), attempts) for state, attempts in Job.objects.order_by("pk").values_list("state", "attempts")]


def _wait(condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    assert condition()
