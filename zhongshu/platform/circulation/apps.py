from django.apps import AppConfig


class CirculationConfig(AppConfig):
    name = "zhongshu.platform.circulation"
    verbose_name = "传阅"

    def ready(self) -> None:
        from zhongshu.platform.audit import public as audit
        from zhongshu.platform.notifications import public as notifications

        audit.describe_module("circulation", "传阅")
        for action, label in {
            "circulation.round_started": "发起传阅",
            "circulation.read": "阅毕",
            "circulation.passed_on": "转阅",
            "circulation.readers_added": "增加传阅人",
            "circulation.cancelled": "取消传阅",
            "circulation.chased": "催阅",
        }.items():
            audit.describe(action, label)
        notifications.register_kind("circulation.received", "新待阅")
        notifications.register_kind("circulation.chased", "催阅")
