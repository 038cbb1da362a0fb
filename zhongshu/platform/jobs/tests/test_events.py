import datetime as dt
from dataclasses import dataclass

import pytest

from zhongshu.kernel import clock
from zhongshu.kernel.events import event, publish, subscribe
from zhongshu.kernel.models import Outbox
from zhongshu.platform.jobs import commands, queries, worker

pytestmark = pytest.mark.django_db
LEASE = dt.timedelta(seconds=30)
_heard: list[int] = []


@event("tests.heard")
@dataclass(frozen=True)
class Heard:
    number: int


@subscribe(Heard)
def _hear(fact):
    if fact.number < 0:
        raise ValueError("不能处理")
    _heard.append(fact.number)


@pytest.fixture(autouse=True)
def _silence():
    _heard.clear()


def test_facts_are_delivered_in_order_once():
    publish(Heard(1))
    publish(Heard(2))

    worker.drain()
    worker.drain()

    assert _heard == [1, 2]


def test_a_fact_held_by_a_worker_is_left_alone_until_its_lease_ends():
    with clock.frozen("2026-11-22 09:00") as now:
        publish(Heard(1))
        held = commands.claim_event(lease=LEASE)
        assert commands.claim_event(lease=LEASE) is None
    with clock.frozen(now + dt.timedelta(seconds=20)):
        assert commands.renew_event(held, lease=LEASE)
    with clock.frozen(now + dt.timedelta(seconds=40)):
        assert commands.claim_event(lease=LEASE) is None
    with clock.frozen(now + dt.timedelta(seconds=51)):
        assert commands.claim_event(lease=LEASE).attempts == 2


def test_a_failing_fact_waits_and_does_not_stop_the_others():
    with clock.frozen("2026-11-22 09:00") as now:
        publish(Heard(-1))
        publish(Heard(5))
        worker.drain()

    failing = queries.failing_events().get()
    assert _heard == [5]
    assert (failing.attempts, failing.next_try_at) == (1, now + dt.timedelta(seconds=10))


def test_a_fact_is_put_aside_after_ten_attempts():
    publish(Heard(-1))
    Outbox.objects.update(attempts=queries.EVENT_ATTEMPTS)

    worker.drain()

    assert queries.health().stuck_events == 1
    assert Outbox.objects.get().attempts == queries.EVENT_ATTEMPTS
