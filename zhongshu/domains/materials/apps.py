from django.apps import AppConfig


class MaterialsConfig(AppConfig):
    name = "zhongshu.domains.materials"
    verbose_name = "素材库"

    def ready(self) -> None:
        from django.urls import reverse

        from zhongshu.domains.materials.policies import policy
        from zhongshu.kernel import kinds, menu
        from zhongshu.platform.audit import public as audit

        audit.describe_module("materials", "素材库")
        audit.describe("materials.registered", "登记素材")
        audit.describe("materials.closed", "办结素材")
        kinds.register(
            kinds.ObjectKind(
                kind="materials.material",
                label="素材",
                model="materials.Material",
                policy=policy,
                url=lambda pk: reverse("materials:detail", args=[pk]),
            )
        )
        menu.add(
            menu.MenuEntry(
                key="materials",
                label="素材库",
                url_name="materials:ledger",
                icon="clipboard",
                group="work",
            )
        )
