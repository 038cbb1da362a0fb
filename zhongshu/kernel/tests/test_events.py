from dataclasses import dataclass

import pytest
from django.db import transaction

from zhongshu.kernel import events
from zhongshu.kernel.models import Outbox


@events.event("kernel.tried")
@dataclass(frozen=True)
class Tried:
    number: int


heard: list[int] = []


@events.subscribe(Tried)
def listen(fact: Tried) -> None:
    if fact.number < 0:
        raise ValueError("not to be had")
    heard.append(fact.number)


@pytest.fixture(autouse=True)
def _silence():
    heard.clear()


@pytest.mark.django_db
def test_a_fact_is_delivered_once_to_its_handler():
    events.publish(Tried(7))

    assert events.deliver_all() == 1
    assert events.deliver_all() == 0
    assert heard == [7]


@pytest.mark.django_db
def test_a_fact_falls_with_its_transaction():
    with transaction.atomic():
        events.publish(Tried(7))
        transaction.set_rollback(True)

    assert Outbox.objects.count() == 0


@pytest.mark.django_db
def test_a_failing_handler_leaves_the_fact_waiting_with_its_error():
    events.publish(Tried(-1))

    with pytest.raises(ValueError, match="not to be had"):
        events.deliver_all()

    row = Outbox.objects.get()
    assert row.delivered_at is None
    assert "ValueError" in row.error
