from django.apps import AppConfig


class NumberingConfig(AppConfig):
    name = "zhongshu.platform.numbering"
    verbose_name = "编号"

    def ready(self) -> None:
        from zhongshu.kernel import menu
        from zhongshu.platform.audit import public as audit
        from zhongshu.platform.numbering import policies

        audit.describe_module("numbering", "编号")
        audit.describe("numbering.taken", "取号")
        audit.describe("numbering.typed", "手工编号")
        audit.describe("numbering.reserved", "预留编号")
        audit.describe("numbering.voided", "编号作废")
        audit.describe("numbering.begun", "设置起始编号")
        menu.add(
            menu.MenuEntry(
                key="numbering.counters",
                label="编号管理",
                url_name="numbering:counters",
                icon="number",
                group="manage",
                order=40,
                visible=lambda actor: bool(actor.organs_where(*policies.KEEPERS)),
            )
        )
