from django.apps import AppConfig


class CodelistsConfig(AppConfig):
    name = "zhongshu.platform.codelists"
    verbose_name = "代码表"

    def ready(self) -> None:
        from zhongshu.kernel import menu
        from zhongshu.platform.audit import public as audit

        audit.describe_module("codelists", "代码表")
        audit.describe("codelists.list_loaded", "装载代码表")
        audit.describe("codelists.value_added", "增加代码")
        audit.describe("codelists.value_retired", "停用代码")
        menu.add(
            menu.MenuEntry(
                key="codelists",
                label="代码表",
                url_name="codelists:lists",
                icon="list",
                group="manage",
                order=60,
                visible=lambda actor: actor.administrator == "system",
            )
        )
