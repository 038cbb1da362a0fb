from django.apps import AppConfig


class TypesettingConfig(AppConfig):
    name = "zhongshu.platform.typesetting"
    verbose_name = "排版"

    def ready(self) -> None:
        from zhongshu.kernel import answers as registry

        from . import answers

        registry.register("ofd", answers.ofd)
        registry.register("crypto_kat", answers.cryptography)
