from django.apps import AppConfig


class CodelistsConfig(AppConfig):
    name = "zhongshu.platform.codelists"
    verbose_name = "代码表"
