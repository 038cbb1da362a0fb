from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "zhongshu.platform.workflow"
    verbose_name = "流程"
