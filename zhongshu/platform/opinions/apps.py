from django.apps import AppConfig


class OpinionsConfig(AppConfig):
    name = "zhongshu.platform.opinions"
    verbose_name = "意见"
