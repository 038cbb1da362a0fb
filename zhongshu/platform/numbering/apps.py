from django.apps import AppConfig


class NumberingConfig(AppConfig):
    name = "zhongshu.platform.numbering"
    verbose_name = "编号"
