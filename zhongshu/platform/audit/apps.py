from django.apps import AppConfig
from django.core.signals import request_finished


class AuditConfig(AppConfig):
    name = "zhongshu.platform.audit"
    verbose_name = "审计"

    def ready(self) -> None:
        from zhongshu.kernel import menu
        from zhongshu.platform.audit import actions, queries, writer

        request_finished.connect(writer.write_waiting, dispatch_uid="audit.write_waiting")
        actions.describe_module("audit", "审计")
        actions.describe(queries.READING, "阅读标密文件")
        menu.add(
            menu.MenuEntry(
                key="audit.log",
                label="审计日志",
                url_name="audit:log",
                icon="shield",
                group="manage",
                order=90,
                visible=lambda actor: actor.administrator == "audit",
            )
        )
