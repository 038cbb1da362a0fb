from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "zhongshu.platform.audit"
    verbose_name = "审计"
