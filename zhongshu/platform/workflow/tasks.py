"""Background work: timers, warnings, ended delegations."""

from zhongshu.platform.jobs.public import schedule
from zhongshu.platform.workflow import public as workflow


@schedule("workflow.timers", cron="* * * * *", label="流程定时")
def fire_timers() -> None:
    """Fire drawn timers that are due."""
    workflow.fire_timers()


@schedule("workflow.warnings", cron="*/5 * * * *", label="到期与超期提醒")
def warn_due() -> None:
    """Warn holders whose limit nears or has passed."""
    workflow.warn_due()


@schedule("workflow.delegations", cron="*/10 * * * *", label="收回委托到期的待办")
def return_ended_delegations() -> None:
    """Give unopened items back when a delegation is over."""
    workflow.return_ended_delegations()


@schedule("workflow.drafts", cron="40 2 * * *", label="清理已办事项的暂存意见")
def drop_stale_drafts() -> None:
    """Forget drafts of opinions on items that are done."""
    workflow.drop_stale_drafts()
