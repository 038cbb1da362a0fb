from django.apps import AppConfig


class TypesettingConfig(AppConfig):
    name = "zhongshu.platform.typesetting"
    verbose_name = "排版"

    def ready(self) -> None:
        from zhongshu.kernel import answers as registry
        from zhongshu.kernel import menu

        from . import answers

        registry.register("ofd", answers.ofd)
        registry.register("crypto_kat", answers.cryptography)
        menu.add(
            menu.MenuEntry(
                key="typesetting", label="签章验证", url_name="typesetting:verify", icon="shield", group="lookup", order=90
            )
        )
