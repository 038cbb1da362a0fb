from importlib import import_module

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "zhongshu.domains.documents"
    verbose_name = "公文"

    def ready(self) -> None:
        from zhongshu.domains.documents import announcing, proving
        from zhongshu.platform.audit import public as audit

        announcing.announce()
        audit.evidence.register("已发公文", proving.changed_documents)
        import_module("zhongshu.domains.documents.tasks")  # registers by being read
