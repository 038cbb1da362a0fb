"""What the installation itself does at night."""

from django.core.management import call_command

from zhongshu.platform.jobs.public import schedule


@schedule("site.clear_sessions", cron="10 3 * * *", label="清理过期的登录会话")
def clear_sessions() -> None:
    """Forget sessions that have run out."""
    call_command("clearsessions")
