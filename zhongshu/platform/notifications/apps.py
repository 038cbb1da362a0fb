from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "zhongshu.platform.notifications"
    verbose_name = "消息"

    def ready(self) -> None:
        from zhongshu.kernel import menu

        menu.add(menu.MenuEntry("notifications", "消息", "notifications:list", "bell", "work", order=90, badge="unread"))
