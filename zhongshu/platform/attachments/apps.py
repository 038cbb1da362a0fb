from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "zhongshu.platform.attachments"
    verbose_name = "附件"

    def ready(self) -> None:
        from zhongshu.platform.audit import public as audit

        audit.describe_module("attachments", "附件")
        for action, label in {
            "attachments.added": "上传附件",
            "attachments.replaced": "更新附件",
            "attachments.voided": "作废附件",
            "attachments.downloaded": "下载附件",
            "attachments.previewed": "预览附件",
        }.items():
            audit.describe(action, label)
        from zhongshu.platform.attachments.proving import changed_files

        audit.evidence.register("附件", changed_files)
