from django.apps import AppConfig


class WorklistConfig(AppConfig):
    name = "zhongshu.platform.worklist"
    verbose_name = "事项"
