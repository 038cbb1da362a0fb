import datetime as dt

import pytest
from django.db import transaction

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.audit import public
from zhongshu.platform.audit.models import Entry

pytestmark = pytest.mark.django_db
READER = Actor(person_id=7, name="试用甲")
DOCUMENT = ObjectRef("documents.incoming", 5, "内部事项")


def test_opening_a_marked_object_twice_within_ten_minutes_is_one_reading():
    with clock.frozen("2026-11-22 09:00"):
        public.record_reading(DOCUMENT, READER)
    with clock.frozen("2026-11-22 09:09"):
        public.record_reading(DOCUMENT, READER)
    with clock.frozen("2026-11-22 09:11"):
        public.record_reading(DOCUMENT, READER)

    assert len(public.readings(DOCUMENT)) == 2


def test_each_reader_is_noted():
    public.record_reading(DOCUMENT, READER)
    public.record_reading(DOCUMENT, Actor(person_id=8, name="试用乙"))

    assert [entry.person_name for entry in public.readings(DOCUMENT)] == ["试用乙", "试用甲"]


def test_the_trail_tells_what_happened_in_order_and_leaves_readings_out():
    public.describe("documents.registered", "登记")
    with clock.frozen("2026-11-22 09:00"):
        public.record("documents.registered", DOCUMENT, by=READER)
        public.record_reading(DOCUMENT, READER)
    with clock.frozen("2026-11-22 10:00"):
        public.record("documents.proposed", DOCUMENT, by=READER)

    assert [entry.sentence for entry in public.trail(DOCUMENT)] == ["登记", "documents.proposed"]


def test_a_long_trail_shows_the_newest_entries():
    for number in range(5):
        with clock.frozen(dt.datetime(2026, 11, 22, 9, number, tzinfo=dt.UTC)):
            public.record("documents.registered", DOCUMENT, by=READER, number=number)

    assert [entry.facts_read["number"] for entry in public.trail(DOCUMENT, limit=2)] == [3, 4]


def test_a_refusal_outlives_the_transaction_that_it_undoes():
    with transaction.atomic():
        public.record_regardless("secrecy.refused", DOCUMENT, by=READER, level=5)
        transaction.set_rollback(True)

    assert not Entry.objects.exists()
    assert public.write_waiting() == 1
    assert Entry.objects.get().facts_read == {"level": 5}


def test_a_refusal_outside_a_transaction_is_written_at_once():
    public.record_regardless("secrecy.refused", DOCUMENT, by=READER)

    assert Entry.objects.get().action == "secrecy.refused"
    assert public.write_waiting() == 0


def test_the_end_of_a_request_writes_what_waited(client):
    with transaction.atomic():
        public.record_regardless("secrecy.refused", DOCUMENT, by=READER)
        transaction.set_rollback(True)

    client.get("/healthz")

    assert Entry.objects.get().person_name == "试用甲"
