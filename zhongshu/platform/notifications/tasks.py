"""Sending, in the background."""

from zhongshu.platform.jobs.public import job, schedule
from zhongshu.platform.notifications import commands
from zhongshu.platform.notifications.commands.notifying import DIGEST_HOUR, DIGEST_MINUTE, SEND


@job(SEND, label="发送消息", max_attempts=6)
def send(delivery_id: int) -> str:
    return commands.send(delivery_id)


@schedule("notifications.send_digests", cron=f"{DIGEST_MINUTE} {DIGEST_HOUR} * * *", label="发送每日消息汇总")
def send_digests() -> int:
    return commands.send_digests()
