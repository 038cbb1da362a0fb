from zhongshu.domains.directory import commands
from zhongshu.kernel.actors import Actor
from zhongshu.platform.jobs.public import schedule


@schedule("directory.discard_stale_previews", cron="20 3 * * *", label="清理未确认的通讯录导入")
def discard_stale_previews() -> int:
    return commands.discard_stale_previews(by=Actor.system("通讯录清理"))
