from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from zhongshu.kernel.actors import Actor
from zhongshu.platform.accounts import commands
from zhongshu.platform.accounts.choices import AdministratorKind


class Command(BaseCommand):
    help = "设立三名管理员（系统、安全、审计），或为其中一名重新发放一次性密码；密码只显示一次"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kinds", nargs="*", choices=[*AdministratorKind.values, []], help="不写则三名都设立")

    def handle(self, *args: Any, **options: Any) -> None:
        for kind in options["kinds"] or AdministratorKind.values:
            account, password = commands.establish_administrator(kind, username=kind, by=Actor.system("服务器命令行"))
            self.stdout.write(f"{account.name}\t用户名 {account.username}\t一次性密码 {password}")
