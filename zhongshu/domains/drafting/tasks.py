"""What runs at night."""

from zhongshu.domains.drafting import commands
from zhongshu.kernel.actors import Actor
from zhongshu.platform.jobs.public import schedule


@schedule("drafting.remind_due_parts", cron="30 8 * * *", label="提醒临近交稿的章节")
def remind_due_parts() -> int:
    """Remind of parts that are due; safe to run twice."""
    return commands.remind_due_parts(by=Actor.system("文稿起草"))
