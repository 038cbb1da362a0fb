from django.apps import AppConfig


class SecrecyConfig(AppConfig):
    name = "zhongshu.platform.secrecy"
    verbose_name = "保密"
