from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "zhongshu.domains.directory"
    verbose_name = "通讯录"

    def ready(self) -> None:
        from django.urls import reverse

        from zhongshu.domains.directory import policies
        from zhongshu.kernel import kinds, menu
        from zhongshu.platform.audit import public as audit

        audit.describe_module("directory", "通讯录")
        for action, sentence in (
            ("visibility_changed", "调整通讯录可见范围"),
            ("import_previewed", "上传通讯录文件"),
            ("import_applied", "导入通讯录"),
            ("import_discarded", "放弃导入通讯录"),
            ("exported", "导出通讯录"),
        ):
            audit.describe(f"directory.{action}", sentence)
        kinds.register(
            kinds.ObjectKind(
                kind="directory.import",
                label="通讯录导入",
                model="directory.ContactImport",
                policy=policies.imports,
                url=lambda pk: reverse("directory:import", args=[pk]),
                title_field="file_name",
                handled=False,
            )
        )
        menu.add(
            menu.MenuEntry(key="directory", label="通讯录", url_name="directory:search", icon="phone", group="lookup", order=10)
        )
