from django.apps import AppConfig


class NumberingConfig(AppConfig):
    name = "zhongshu.platform.numbering"
    verbose_name = "编号"

    def ready(self) -> None:
        from zhongshu.platform.audit import public as audit

        audit.describe_module("numbering", "编号")
        audit.describe("numbering.taken", "取号")
        audit.describe("numbering.typed", "手工编号")
        audit.describe("numbering.reserved", "预留编号")
        audit.describe("numbering.voided", "编号作废")
        audit.describe("numbering.begun", "设置起始编号")
