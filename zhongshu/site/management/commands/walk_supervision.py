"""Walk one matter from a leader's handwriting to its close-out, and verify the record (走一遍督查)."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from zhongshu.platform.organizations.public import Unit
from zhongshu.site.demonstration import playing
from zhongshu.site.demonstration.supervision_walk import SupervisionWalk


class Command(BaseCommand):
    help = "用演示城市走一遍督查：手写批示、立项、分解、交办、反馈、提醒、延期、核查、销号、通报，最后核验审计记录"

    def handle(self, *args: Any, **options: Any) -> None:
        if not Unit.objects.exists():
            call_command("load_demonstration")
        playing.forget()
        result = SupervisionWalk(self.stdout.write).whole()
        item = result.item
        self.stdout.write(f"督查事项 {item.number} {item.get_state_display()}，批示原文：{item.sources.get().words}")
        self.stdout.write(f"通报文稿编号 {result.circular.document_id}")
        call_command("verify_audit", stdout=self.stdout)
