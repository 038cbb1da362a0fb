"""Build the full-text index anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from zhongshu.platform.search import commands
from zhongshu.platform.search.indexing import indexers


class Command(BaseCommand):
    help = "Build the full-text index anew; searching goes on meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kinds", nargs="*", help="only these kinds, such as documents.outgoing")

    def handle(self, *args: Any, **options: Any) -> None:
        if unknown := sorted(set(options["kinds"]) - set(indexers())):
            raise CommandError(f"no module indexes {', '.join(unknown)}; known: {', '.join(sorted(indexers())) or 'none'}")
        for kind, count in commands.reindex(options["kinds"]):
            self.stdout.write(f"{kind}: {count}")
