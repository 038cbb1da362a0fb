"""The worker process: does jobs, delivers stored facts, starts what is due, and keeps its leases."""

import datetime as dt
import logging
import os
import socket
import threading
from collections.abc import Callable

from django.db import DatabaseError, connection

from zhongshu.kernel import events
from zhongshu.platform.audit import public as audit
from zhongshu.platform.jobs import commands, registry
from zhongshu.platform.jobs.models import Job

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(seconds=30)
POLL = 0.3
PAUSE_AFTER_DATABASE_ERROR = 2.0
Renewal = Callable[[], bool]


def do_job(job: Job) -> bool:
    """Do one claimed job and write down how it ended; tells whether it succeeded."""
    try:
        result = registry.handler(job.name).function(**job.arguments)
    except Exception as error:  # the job runner's place: whatever one job does must not stop the others
        logger.warning("job %s %s failed at attempt %s: %s", job.pk, job.name, job.attempts, type(error).__name__)
        commands.fail(job, error)
        return False
    finally:
        audit.write_waiting()  # a refusal raised inside the job is kept although its transaction fell
    return commands.finish(job, result if isinstance(result, int | float | str | bool | list | dict) else None)


def drain(limit: int = 10_000) -> int:
    """Do everything that is ready now, in this process, and return how much was done; for tests and set-up."""
    name = worker_name()
    done = 0
    while done < limit:
        commands.enqueue_due()
        if _deliver_one(LEASE) or _do_one(name, LEASE):
            done += 1
            continue
        break
    return done


def worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


class Worker:
    """One worker process: the main thread does jobs, one thread delivers facts and starts schedules, one keeps the leases."""

    def __init__(self, *, name: str = "", lease: dt.timedelta = LEASE, poll: float = POLL) -> None:
        self.name = name or worker_name()
        self.lease = lease
        self.poll = poll
        self._stopping = threading.Event()
        self._renewals: dict[str, Renewal] = {}
        self._lock = threading.Lock()

    def stop(self) -> None:
        """Finish what is in hand, then end."""
        self._stopping.set()

    def run(self) -> None:
        """Work until told to stop."""
        commands.load_schedules()
        commands.start_worker(self.name)
        threads = [
            threading.Thread(target=self._repeat, args=(self._deliver, self.poll), name="deliver"),
            threading.Thread(target=self._repeat, args=(self._keep, self.lease.total_seconds() / 4), name="keep"),
        ]
        for thread in threads:
            thread.start()
        try:
            self._repeat(self._work, self.poll, close=False)
        finally:
            self._stopping.set()
            for thread in threads:
                thread.join()
            commands.stop_worker(self.name)

    def _repeat(self, step: Callable[[], bool], wait: float, *, close: bool = True) -> None:
        while not self._stopping.is_set():
            try:
                busy = step()
            except DatabaseError:
                # The database was restarted or is busy: leases make it safe to try again with a fresh connection.
                logger.exception("worker %s lost the database", self.name)
                connection.close()
                self._stopping.wait(PAUSE_AFTER_DATABASE_ERROR)
                continue
            if not busy:
                self._stopping.wait(wait)
        if close:
            connection.close()

    def _work(self) -> bool:
        return _do_one(self.name, self.lease, self._held)

    def _deliver(self) -> bool:
        commands.enqueue_due()
        return _deliver_one(self.lease, self._held)

    def _keep(self) -> bool:
        with self._lock:
            renewals = list(self._renewals.values())
        for renew in renewals:
            renew()
        commands.beat(self.name)
        commands.reap()
        return False

    def _held(self, label: str, renewal: Renewal | None) -> None:
        with self._lock:
            if renewal is None:
                self._renewals.pop(label, None)
            else:
                self._renewals[label] = renewal


def _not_kept(label: str, renewal: Renewal | None) -> None:
    """Keep no lease: what is done here is done within it."""


def _do_one(worker: str, lease: dt.timedelta, held: Callable[[str, Renewal | None], None] = _not_kept) -> bool:
    job = commands.claim(worker, lease=lease)
    if job is None:
        return False
    held("job", lambda: commands.renew(job, lease=lease))
    try:
        do_job(job)
    finally:
        held("job", None)
    return True


def _deliver_one(lease: dt.timedelta, held: Callable[[str, Renewal | None], None] = _not_kept) -> bool:
    row = commands.claim_event(lease=lease)
    if row is None:
        return False
    held("event", lambda: commands.renew_event(row, lease=lease))
    try:
        events.deliver(row)
    except Exception:  # the kernel has logged it and kept the error; the fact waits for its next attempt
        commands.release_event(row)
    finally:
        held("event", None)
    return True
