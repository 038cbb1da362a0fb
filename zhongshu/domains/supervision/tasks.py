"""What runs by itself: reminders and escalations on working days."""

from zhongshu.domains.supervision.commands import importing, taking_in, urging
from zhongshu.kernel.actors import Actor
from zhongshu.platform.jobs import public as jobs
from zhongshu.platform.organizations import public as organizations


@jobs.job(importing.READ, label="读取督查台账", max_attempts=2)
def read_ledger(import_id: int) -> None:
    importing.read(import_id)


@jobs.job(taking_in.APPLY, label="导入督查台账", max_attempts=3)
def take_in_ledger(import_id: int, person_id: int, post_id: int) -> None:
    taking_in.take_in_later(import_id, by=organizations.actor_of(person_id, post_id))


@jobs.schedule("supervision.discard_stale_ledgers", cron="25 3 * * *", label="清理未确认的台账导入")
def discard_stale_ledgers() -> int:
    return importing.discard_stale(by=Actor.system("台账清理"))


@jobs.schedule("supervision.remind", cron="30 8 * * *", label="督查到期提醒和逾期提请")
def remind() -> None:
    urging.remind(by=Actor.system())
