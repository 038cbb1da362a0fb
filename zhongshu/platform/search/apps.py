from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "zhongshu.platform.search"
    verbose_name = "检索"
