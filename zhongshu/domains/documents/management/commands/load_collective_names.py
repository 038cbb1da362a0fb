"""Load the collective names of organs (同类型机关统称)."""

from typing import Any

from django.core.management.base import BaseCommand

from zhongshu.domains.documents.commands.collectives import load_collective_names


class Command(BaseCommand):
    help = "装入同类型机关统称（可重复执行）"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"新增统称 {load_collective_names()} 个")
