"""What __label__ does later or at night: each job calls one command.

Example::

    @schedule("__subject__.remind", cron="0 8 * * *", label="提醒未办结的__item_label__")
    def remind() -> int:
        return commands.remind(by=Actor.system("__label__"))
"""
