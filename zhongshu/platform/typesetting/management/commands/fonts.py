from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from zhongshu.kernel.errors import RuleBroken

from ...fonts import library
from ...fonts.choice import faces
from ...fonts.install import InstallFailed, install, missing_packages
from ...fonts.roles import ROLES


class Command(BaseCommand):
    help = "Show which fonts play which part, or install open ones without root."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="show the face chosen for each role")
        actions.add_parser(
            "install", help="fetch the missing fonts from the distribution's packages, or else from the Python package index"
        )

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        if action == "install":
            try:
                install(self.stdout.write)
            except InstallFailed as failure:
                raise CommandError(str(failure)) from failure
        self._list()

    def _list(self) -> None:
        try:
            chosen = faces()
        except RuleBroken as refusal:
            raise CommandError(refusal.message) from refusal
        for name, role in ROLES.items():
            face = chosen.chains[name][0]
            proper = chosen.library.find(role.proper)
            self.stdout.write(f"{role.label}：{face.name}{'' if proper else f'（代替{role.proper[0]}）'}  {face.path}")
        for name in library.library().damaged:
            self.stdout.write(f"已跳过损坏的字体文件：{name}")
        missing = missing_packages()
        if missing:
            self.stdout.write(f"尚未安装：{'、'.join(package.name for package in missing)}。运行 manage.py fonts install 可安装")
