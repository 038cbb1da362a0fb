from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "zhongshu.platform.notifications"
    verbose_name = "消息"

    def ready(self) -> None:
        from zhongshu.kernel import context, menu
        from zhongshu.platform.notifications import queries

        context.contribute_counts(
            "notifications",
            lambda request: {"unread": queries.unread_count(request.actor)} if request.actor.person_id else {},
        )
        menu.add(menu.MenuEntry("notifications", "消息", "notifications:list", "bell", "work", order=90, badge="unread"))
