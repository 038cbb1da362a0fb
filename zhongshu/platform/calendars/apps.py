from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "zhongshu.platform.calendars"
    verbose_name = "工作日历"

    def ready(self) -> None:
        from zhongshu.kernel import menu
        from zhongshu.platform.audit import public as audit
        from zhongshu.platform.calendars import answers

        answers.register()
        audit.describe_module("calendars", "工作日历")
        audit.describe("calendars.year_loaded", "装载放假安排")
        audit.describe("calendars.notice_imported", "导入放假通知")
        audit.describe("calendars.day_arranged", "安排本机关工作日")
        audit.describe("calendars.day_withdrawn", "撤销本机关工作日安排")
        menu.add(
            menu.MenuEntry(
                key="calendars",
                label="工作日历",
                url_name="calendars:this_year",
                icon="calendar",
                group="lookup",
                order=80,
                visible=lambda actor: True,
            )
        )
