from importlib import import_module

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "zhongshu.domains.documents"
    verbose_name = "公文"

    def ready(self) -> None:
        from zhongshu.domains.documents import announcing, proving
        from zhongshu.domains.documents.checks import answers as checks
        from zhongshu.domains.documents.checks.typos import answers as typos
        from zhongshu.platform.audit import public as audit

        announcing.announce()
        checks.register()
        typos.register()
        audit.evidence.register("已发公文", proving.changed_documents)
        import_module("zhongshu.domains.documents.tasks")  # registers by being read
