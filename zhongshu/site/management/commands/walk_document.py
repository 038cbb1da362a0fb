"""Walk one document from the draft to the completed answer, and verify the record (走一遍主线)."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from zhongshu.platform.organizations.public import Unit
from zhongshu.site.demonstration import playing
from zhongshu.site.demonstration.walk import Walk


class Command(BaseCommand):
    help = "用演示城市走一遍主线：拟稿到分发、退文与签收、拟办批示承办办结，最后核验审计记录"

    def handle(self, *args: Any, **options: Any) -> None:
        if not Unit.objects.exists():
            call_command("load_demonstration")
        playing.forget()
        walk = Walk(self.stdout.write)
        document, incoming = walk.whole()
        self.stdout.write(
            f"发文 {document.number} 已分发，{incoming.organ} 收文 {incoming.number} {incoming.get_state_display()}"
        )
        self.stdout.write(f"经手 {len(set(walk.people))} 人")
        call_command("verify_audit", stdout=self.stdout)
