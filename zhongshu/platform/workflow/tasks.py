"""Background work: timers, warnings, ended delegations."""

from zhongshu.platform.jobs.public import schedule
from zhongshu.platform.workflow import public as workflow


@schedule("workflow.timers", cron="* * * * *")
def fire_timers() -> None:
    """Fire drawn timers that are due."""
    workflow.fire_timers()


@schedule("workflow.warnings", cron="*/5 * * * *")
def warn_due() -> None:
    """Warn holders whose limit nears or has passed."""
    workflow.warn_due()


@schedule("workflow.delegations", cron="*/10 * * * *")
def return_ended_delegations() -> None:
    """Give unopened items back when a delegation is over."""
    workflow.return_ended_delegations()
