from django.apps import AppConfig


class TypesettingConfig(AppConfig):
    name = "zhongshu.platform.typesetting"
    verbose_name = "排版"
