"""What 督查督办 does later or at night: each job calls one command.

Example::

    @schedule("supervision.remind", cron="0 8 * * *", label="提醒未办结的督查事项")
    def remind() -> int:
        return commands.remind(by=Actor.system("督查督办"))
"""
