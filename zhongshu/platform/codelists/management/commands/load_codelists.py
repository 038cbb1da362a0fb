"""``manage.py load_codelists``: bring the shipped reference data up to date; safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand

from zhongshu.kernel.actors import Actor
from zhongshu.platform.codelists.commands import load


class Command(BaseCommand):
    help = "装载平台自带的代码表，可重复执行"

    def handle(self, *args: Any, **options: Any) -> None:
        changed = load(by=Actor.system("装载代码表"))
        self.stdout.write(f"代码表已更新：{'、'.join(changed)}" if changed else "代码表已是最新")
