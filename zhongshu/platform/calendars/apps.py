from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "zhongshu.platform.calendars"
    verbose_name = "工作日历"
