from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "zhongshu.platform.notifications"
    verbose_name = "消息"
