from importlib import import_module

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "zhongshu.domains.supervision"
    verbose_name = "督查督办"

    def ready(self) -> None:
        from zhongshu.domains.supervision import announcing, inspection_announcing
        from zhongshu.kernel import answers

        announcing.announce()
        inspection_announcing.announce()
        answers.register("decomposition", "zhongshu.domains.supervision.decomposition.answers:decomposition")
        import_module("zhongshu.domains.supervision.tasks")  # registers by being read
