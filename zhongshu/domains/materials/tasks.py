"""What 素材库 does later or at night: each job calls one command.

Example::

    @schedule("materials.remind", cron="0 8 * * *", label="提醒未办结的素材")
    def remind() -> int:
        return commands.remind(by=Actor.system("素材库"))
"""
