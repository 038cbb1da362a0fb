from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "zhongshu.domains.directory"
    verbose_name = "通讯录"
