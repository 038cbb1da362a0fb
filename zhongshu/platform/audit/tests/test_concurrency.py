import pytest
from django.db import connection, transaction

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.audit import checker, public
from zhongshu.platform.audit.models import Entry
from zhongshu.platform.audit.tests.racing import race

WRITERS = 16
COMMANDS = 12


def commands_of(writer: int) -> int:
    """Do some commands, each with two entries; every fourth one is rolled back. Returns how many entries should stand."""
    by = Actor(person_id=writer, name=f"试用{writer}")
    kept = 0
    for number in range(COMMANDS):
        try:
            with transaction.atomic():
                public.record("documents.dispatched", ObjectRef("documents.outgoing", number), by=by)
                public.record("documents.sealed", ObjectRef("documents.outgoing", number), by=by)
                if number % 4 == 3:
                    raise LookupError
                kept += 2
        except LookupError:
            pass
    return kept


def check_log() -> tuple[checker.Verdict, int]:
    with connection.cursor() as cursor:
        return checker.check(cursor), Entry.objects.count()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_leave_sound_chains_and_lose_nothing(database_for_threads):
    kept = race(*[lambda writer=writer: commands_of(writer) for writer in range(WRITERS)])

    [(verdict, count)] = race(check_log)
    assert kept == [18] * WRITERS
    assert (verdict.sound, verdict.entries, count) == (True, 18 * WRITERS, 18 * WRITERS)


@pytest.mark.django_db(transaction=True)
def test_two_open_transactions_do_not_wait_for_each_other_where_the_database_has_row_locks(database_for_threads):
    if not connection.features.has_select_for_update_skip_locked:
        # SQLite has a single writer; there is nothing that could wait for a row.
        assert connection.vendor == "sqlite"
        return
    by = Actor(person_id=1, name="试用")
    ref = ObjectRef("documents.outgoing", 1)

    def while_another_is_open() -> int:
        public.record("documents.dispatched", ref, by=by)
        return Entry.objects.values("chain").distinct().count()

    with transaction.atomic():
        public.record("documents.dispatched", ref, by=by)
        [chains_committed] = race(while_another_is_open)
        public.record("documents.dispatched", ref, by=by)

    assert chains_committed == 1
    assert Entry.objects.values("chain").distinct().count() == 2
    assert check_log()[0].sound
