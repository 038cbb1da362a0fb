from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "zhongshu.platform.jobs"
    verbose_name = "后台任务"

    def ready(self) -> None:
        from zhongshu.kernel import menu
        from zhongshu.platform.audit import public as audit

        autodiscover_modules("tasks")
        audit.describe_module("jobs", "后台任务")
        audit.describe("jobs.retried", "重试后台任务")
        audit.describe("jobs.discarded", "放弃后台任务")
        audit.describe("jobs.event_retried", "重新投递事件")
        menu.add(
            menu.MenuEntry(
                "jobs",
                "后台任务",
                "jobs:overview",
                "jobs",
                "manage",
                order=60,
                visible=lambda actor: actor.administrator == "system",
            )
        )
