from django.apps import AppConfig


class OpinionsConfig(AppConfig):
    name = "zhongshu.platform.opinions"
    verbose_name = "意见"

    def ready(self) -> None:
        from zhongshu.platform.audit import public as audit

        audit.describe_module("opinions", "意见")
        audit.describe("opinions.recorded", "签署意见")
        from zhongshu.platform.opinions.proving import changed_opinions

        audit.evidence.register("意见", changed_opinions)
