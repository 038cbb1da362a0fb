"""Check that every stored file still has the digests that were recorded when it came in."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from zhongshu.platform.attachments import queries, storage


class Command(BaseCommand):
    help = "Check every stored file against its recorded SM3 and SHA-256."

    def handle(self, *args: Any, **options: Any) -> None:
        bad, checked = 0, 0
        for version in queries.versions().order_by("pk").iterator(500):
            checked += 1
            if problem := self._problem(version):
                bad += 1
                self.stderr.write(f"version {version.pk}: {problem}")
        if bad:
            raise CommandError(f"{bad} of {checked} files are not as they came in")
        self.stdout.write(f"{checked} files are as they came in")

    def _problem(self, version: Any) -> str:
        try:
            with storage.opened(version.path) as handle:
                found = storage.digests(handle.chunks(storage.CHUNK))
        except FileNotFoundError:
            return "missing"
        return "" if (found.sm3, found.sha256) == (version.sm3, version.sha256) else "changed"
