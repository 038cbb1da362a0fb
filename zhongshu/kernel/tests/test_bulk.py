"""Rows written with plain SQL are the same as those the ORM writes."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from zhongshu.kernel import clock
from zhongshu.kernel.bulk import insert_many
from zhongshu.kernel.models import Outbox

pytestmark = pytest.mark.django_db
MOMENT = dt.datetime(2026, 11, 23, 1, 2, 3, 456000, tzinfo=dt.UTC)


def test_rows_come_back_as_they_were_given():
    payloads = [{"文": "甲", "n": 1}, {}, {"list": [1, "二", None]}]

    insert_many(Outbox, (Outbox(name="some.fact", payload=payload, created_at=MOMENT) for payload in payloads))

    assert list(Outbox.objects.order_by("pk").values_list("payload", "created_at", "delivered_at")) == [
        (payload, MOMENT, None) for payload in payloads
    ]


def test_a_row_that_the_database_refuses_undoes_all():
    rows = [Outbox(name="some.fact", payload={}, created_at=clock.now()), Outbox(name="some.fact", payload={}, created_at=None)]

    with pytest.raises(IntegrityError), transaction.atomic():
        insert_many(Outbox, rows)

    assert not Outbox.objects.exists()
