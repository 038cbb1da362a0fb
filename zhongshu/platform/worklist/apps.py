from importlib import import_module

from django.apps import AppConfig


class WorklistConfig(AppConfig):
    name = "zhongshu.platform.worklist"
    verbose_name = "事项"

    def ready(self) -> None:
        from zhongshu.kernel import context, menu
        from zhongshu.platform.notifications import public as notifications
        from zhongshu.platform.worklist.queries import statistics
        from zhongshu.platform.worklist.queries.counts import counts

        import_module("zhongshu.platform.worklist.tasks")  # registers by being read
        context.contribute_counts("worklist", lambda request: counts(request.actor)[0])
        notifications.register_kind("worklist.followed", "关注事项进展")
        for entry in (
            menu.MenuEntry("worklist.to_do", "待办", "worklist:to_do", "inbox", "work", order=10, badge="to_do"),
            menu.MenuEntry("worklist.to_read", "待阅", "worklist:to_read", "reading", "work", order=20, badge="to_read"),
            menu.MenuEntry("worklist.in_progress", "在办", "worklist:in_progress", "hourglass", "work", order=30),
            menu.MenuEntry("worklist.done", "已办", "worklist:done", "check-circle", "work", order=40),
            menu.MenuEntry("worklist.started", "我发起", "worklist:started", "send", "work", order=50),
            menu.MenuEntry("worklist.followed", "关注", "worklist:followed", "star", "work", order=60),
            menu.MenuEntry("worklist.drafts", "草稿", "worklist:drafts", "draft", "work", order=70),
            menu.MenuEntry(
                "worklist.statistics",
                "环节用时",
                "worklist:statistics",
                "chart",
                "manage",
                order=60,
                visible=lambda actor: any(actor.has(duty) for duty in statistics.DUTIES),
            ),
            menu.MenuEntry(
                "worklist.hand_over",
                "离任移交",
                "worklist:hand_over",
                "swap",
                "manage",
                order=70,
                visible=lambda actor: actor.has("flow_administrator"),
            ),
        ):
            menu.add(entry)
