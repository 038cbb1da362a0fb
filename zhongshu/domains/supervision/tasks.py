"""What runs by itself: reminders and escalations on working days."""

from zhongshu.domains.supervision.commands import urging
from zhongshu.kernel.actors import Actor
from zhongshu.platform.jobs import public as jobs


@jobs.schedule("supervision.remind", cron="30 8 * * *", label="督查到期提醒和逾期提请")
def remind() -> None:
    urging.remind(by=Actor.system())
