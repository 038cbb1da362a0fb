"""Do background work until stopped: jobs, deliveries, schedules."""

import datetime as dt
import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from zhongshu.platform.jobs import worker


class Command(BaseCommand):
    help = "Do background work until stopped (SIGTERM or Ctrl-C: the job in hand is finished first)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--drain", action="store_true", help="do what is ready now, then end")
        seconds = worker.LEASE.total_seconds()
        parser.add_argument("--lease", type=float, default=seconds, help="seconds until a dead worker's job is taken over")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["drain"]:
            self.stdout.write(f"{worker.drain()} done")
            return
        process = worker.Worker(lease=dt.timedelta(seconds=options["lease"]))
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: process.stop())
        self.stdout.write(f"working as {process.name}")
        process.run()
        self.stdout.write("stopped")
