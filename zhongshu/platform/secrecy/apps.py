from django.apps import AppConfig


class SecrecyConfig(AppConfig):
    name = "zhongshu.platform.secrecy"
    verbose_name = "保密"

    def ready(self) -> None:
        from zhongshu.kernel import menu
        from zhongshu.platform.audit import public as audit

        audit.describe_module("secrecy", "保密")
        audit.describe("secrecy.refused_above_ceiling", "拒绝存储超出等级的内容")
        audit.describe("secrecy.copy_registered", "登记涉密纸质文件")
        audit.describe("secrecy.copy_handed_over", "移交涉密纸质文件")
        audit.describe("secrecy.copy_lent", "借出涉密纸质文件")
        audit.describe("secrecy.copy_given_back", "归还涉密纸质文件")
        audit.describe("secrecy.copy_recalled", "清退涉密纸质文件")
        audit.describe("secrecy.copy_destroyed", "销毁涉密纸质文件")
        audit.describe("secrecy.copy_archived", "归档涉密纸质文件")
        menu.add(
            menu.MenuEntry(
                key="secrecy.copies",
                label="涉密文件登记",
                url_name="secrecy:copies",
                icon="lock",
                group="manage",
                order=30,
                visible=lambda actor: actor.has("confidential_clerk"),
            )
        )
