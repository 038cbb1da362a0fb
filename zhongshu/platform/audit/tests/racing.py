"""Lets several threads work on one test database, as several web and worker processes do."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections


@contextmanager
def database_for_threads(folder: Path) -> Iterator[None]:
    """Give new threads a database that threads can share: PostgreSQL as it is, SQLite copied from memory into a file.

    On SQLite the calling thread stays on its own database in memory; look at results through ``race``.
    """
    if connection.vendor != "sqlite":
        yield
        return
    file = folder / "race.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    settings = connections.settings["default"]
    name = settings["NAME"]
    settings["NAME"] = str(file)
    try:
        yield
    finally:
        settings["NAME"] = name


def race(*tasks: Callable[[], Any]) -> list[Any]:
    """Run the tasks at once, each in a thread with its own connection; returns results or the exceptions, in order."""
    results: list[Any] = [None] * len(tasks)
    start = threading.Barrier(len(tasks))

    def run(number: int, task: Callable[[], Any]) -> None:
        try:
            start.wait()
            results[number] = task()
        except Exception as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number, task)) for number, task in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
