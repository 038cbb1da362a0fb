from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "zhongshu.platform.attachments"
    verbose_name = "附件"
