"""``manage.py load_calendars``: load the holiday arrangements that the package knows; safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from zhongshu.kernel.actors import Actor
from zhongshu.platform.calendars import official
from zhongshu.platform.calendars.commands import load_years


class Command(BaseCommand):
    help = "装载历年放假安排，可重复执行；已按通知原文导入的年份不变"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("years", nargs="*", type=int, help="年份，不写则装载全部")

    def handle(self, *args: Any, years: list[int], **options: Any) -> None:
        known = official.years()
        unknown = [year for year in years if year not in known]
        if unknown:
            raise CommandError(f"没有{unknown[0]}年的数据，请在工作日历页面导入国务院办公厅通知")
        changed = load_years(years or known, by=Actor.system("装载日历"))
        self.stdout.write(f"已装载{'、'.join(map(str, changed))}年" if changed else "放假安排已是最新")
