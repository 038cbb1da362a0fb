"""Lets the test runner empty append-only tables between tests; nothing outside the tests may do so."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from zhongshu.platform.audit import writer


def allow_emptying() -> None:
    """Make Django's flush, which cleans up after transactional tests, set the append-only triggers aside while it runs."""
    for connection in connections.all():
        # On the class: a test that drives a browser may end on another connection object than it began on.
        operations = type(connection.ops)
        flush = operations.execute_sql_flush

        def execute_sql_flush(self, sql_list, flush=flush) -> None:
            with _without_triggers(self.connection):
                flush(self, sql_list)

        operations.execute_sql_flush = execute_sql_flush


@contextmanager
def _without_triggers(connection: BaseDatabaseWrapper) -> Iterator[None]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%append_only%'")
            triggers = cursor.fetchall()
            remove = [f'DROP TRIGGER "{name}"' for name, _ in triggers]
            restore = [sql for _, sql in triggers]
        else:
            cursor.execute(
                "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE '%%append_only%%'"
            )
            triggers = cursor.fetchall()
            remove = [f"ALTER TABLE {table} DISABLE TRIGGER {name}" for table, name in triggers]
            restore = [f"ALTER TABLE {table} ENABLE TRIGGER {name}" for table, name in triggers]
        for statement in remove:
            cursor.execute(statement)
        try:
            yield
        finally:
            for statement in restore:
                cursor.execute(statement)


def forget_waiting() -> None:
    """Drop the entries that wait in this thread for the end of a transaction."""
    writer._queue().clear()
