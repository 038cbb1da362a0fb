from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "zhongshu.platform.organizations"
    verbose_name = "组织机构"
