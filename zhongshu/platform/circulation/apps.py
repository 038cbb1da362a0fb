from django.apps import AppConfig


class CirculationConfig(AppConfig):
    name = "zhongshu.platform.circulation"
    verbose_name = "传阅"
