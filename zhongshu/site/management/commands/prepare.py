"""Bring the database, the reference data and the static files up to date (准备). Safe to run at every start."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

# Idempotent loaders of reference data, low to high.
LOADERS = ["load_codelists", "load_calendars", "load_definitions", "load_collective_names"]


class Command(BaseCommand):
    help = "升级数据库结构、装入基础数据、收集静态文件（可重复执行）"

    def handle(self, *args: Any, **options: Any) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
        if self._changed("reference", [settings.BASE_DIR / "zhongshu"], "*.py", "*.bpmn", "*.json"):
            for name in LOADERS:
                if name in get_commands():
                    call_command(name)
        if self._changed("static", [settings.BASE_DIR / "zhongshu"], "static/**/*"):
            call_command("collectstatic", interactive=False, verbosity=0)
        self._record()

    def _changed(self, name: str, folders: list[Path], *patterns: str) -> bool:
        digest = hashlib.sha256(str(connection.settings_dict["NAME"]).encode())
        for folder in folders:
            for pattern in patterns:
                for file in sorted(folder.rglob(pattern)):
                    if file.is_file():
                        stat = file.stat()
                        digest.update(f"{file}:{stat.st_size}:{stat.st_mtime_ns}".encode())
        self._seen = getattr(self, "_seen", {}) | {name: digest.hexdigest()}
        stamp = settings.DATA_DIR / f".prepared-{name}"
        return not stamp.exists() or stamp.read_text() != digest.hexdigest()

    def _record(self) -> None:
        for name, digest in self._seen.items():
            (settings.DATA_DIR / f".prepared-{name}").write_text(digest)
