from typing import Any

from django.core.management.base import BaseCommand, CommandError

from zhongshu.kernel.errors import OfficeError
from zhongshu.platform.workflow.public import load_definitions


class Command(BaseCommand):
    help = "Publish the shipped process definitions that are not published yet (safe to run twice)."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_definitions()
        except OfficeError as error:
            details = "\n".join(error.facts.get("findings", []))
            raise CommandError(f"{error.message}\n{details}".strip()) from error
        self.stdout.write(f"已发布：{'、'.join(loaded)}" if loaded else "流程已是最新")
