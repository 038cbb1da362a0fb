"""Real worker processes on one real database, for what only processes can show.

On SQLite each test gets a database file of its own with just the tables of the queue; on PostgreSQL the test database is shared.
"""

import datetime as dt
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection, connections

from zhongshu.kernel.models import Outbox
from zhongshu.platform.jobs import models, worker

_TABLES = (Outbox, models.Job, models.Schedule, models.Worker)
_fork = multiprocessing.get_context("fork")


class Office:
    """A database that several processes share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings: dict[str, Any] | None = None
        self.children: list = []
        if connection.vendor == "sqlite":
            self.settings = {**connection.settings_dict, "NAME": str(folder / "queue.sqlite3")}
            self.ask(_create_tables)
        else:
            self.ask(_empty_tables)

    def ask(self, question: Callable[..., Any], *arguments: Any) -> Any:
        """Run the function in a process of its own on the shared database and return its answer."""
        mine, theirs = _fork.Pipe()
        child = self._start(lambda: theirs.send(question(*arguments)))
        assert mine.poll(30), "no answer"
        answer = mine.recv()
        child.join()
        return answer

    def hire(self, name: str, *, lease: float) -> Any:
        """Start a worker process."""
        process = self._start(lambda: _work(name, lease))
        self.children.append(process)
        return process

    def wait_until(self, question: Callable[[], Any], wanted: Any, *, seconds: float = 30) -> Any:
        """Ask again and again until the answer is as wanted; returns the last answer."""
        end = time.monotonic() + seconds
        answer = self.ask(question)
        while answer != wanted and time.monotonic() < end:
            time.sleep(0.05)
            answer = self.ask(question)
        return answer

    def dismiss(self) -> None:
        """Stop every worker gracefully."""
        for child in self.children:
            if child.is_alive():
                os.kill(child.pid, signal.SIGTERM)
        for child in self.children:
            child.join(20)
            if child.is_alive():
                child.kill()
        self.ask(_empty_tables)

    def _start(self, work: Callable[[], Any]) -> Any:
        process = _fork.Process(target=self._inside, args=(work,))
        process.start()
        return process

    def _inside(self, work: Callable[[], Any]) -> None:
        # The inherited connection belongs to the parent: it is forgotten, not closed.
        del connections["default"]
        if self.settings:
            connections.settings["default"] = self.settings
        code = 1
        try:
            work()
            code = 0
        finally:
            connection.close()
            os._exit(code)


def _create_tables() -> None:
    with connection.schema_editor() as editor:
        for model in _TABLES:
            editor.create_model(model)


def _empty_tables() -> None:
    for model in _TABLES:
        model.objects.all().delete()


def _work(name: str, lease: float) -> None:
    process = worker.Worker(name=name, lease=dt.timedelta(seconds=lease), poll=0.02)
    signal.signal(signal.SIGTERM, lambda *_: process.stop())
    process.run()
