from django.apps import AppConfig


class MaterialsConfig(AppConfig):
    name = "zhongshu.domains.materials"
    verbose_name = "素材库"

    def ready(self) -> None:
        from django.urls import reverse

        from zhongshu.domains.materials import indexing, queries
        from zhongshu.domains.materials.policies import passage_policy, policy
        from zhongshu.kernel import aids, kinds, menu, remarks
        from zhongshu.platform.audit import public as audit
        from zhongshu.platform.search import public as search

        audit.describe_module("materials", "素材库")
        for action, sentence in (
            ("entered", "素材入库"),
            ("corrected", "更正素材"),
            ("validity_ended", "标明素材废止或被替代"),
            ("validity_restored", "恢复素材效力"),
            ("flowed_in", "已发公文入素材库"),
            ("quoted", "引用素材"),
        ):
            audit.describe(f"materials.{action}", sentence)

        kinds.register(
            kinds.ObjectKind(
                kind="materials.material",
                label="素材",
                model="materials.Material",
                policy=policy,
                url=lambda pk: reverse("materials:detail", args=[pk]),
                number_field="number",
                handled=False,
            )
        )
        kinds.register(
            kinds.ObjectKind(
                kind="materials.passage",
                label="素材段落",
                model="materials.Passage",
                policy=passage_policy,
                url=lambda pk: reverse("materials:passage", args=[pk]),
                title_field="text",
                handled=False,
            )
        )
        search.register_indexer("materials.passage", indexing.entries)
        remarks.register("materials", queries.remarks)
        aids.offer(aids.Aid("materials", "引用素材", "materials:picker", "book", order=10, key="m"))
        menu.add(menu.MenuEntry("materials", "素材库", "materials:library", "book", "lookup", order=31))
