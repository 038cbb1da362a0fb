"""What 一数一源 does later or at night: each job calls one command.

Example::

    @schedule("figures.remind", cron="0 8 * * *", label="提醒未办结的指标")
    def remind() -> int:
        return commands.remind(by=Actor.system("一数一源"))
"""
