from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "zhongshu.site"
    label = "zhongshu_site"
    verbose_name = "站点"
