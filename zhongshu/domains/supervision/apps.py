from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "zhongshu.domains.supervision"
    verbose_name = "督查督办"

    def ready(self) -> None:
        from django.urls import reverse

        from zhongshu.domains.supervision.policies import policy
        from zhongshu.kernel import kinds, menu
        from zhongshu.platform.audit import public as audit

        audit.describe_module("supervision", "督查督办")
        audit.describe("supervision.registered", "登记督查事项")
        audit.describe("supervision.closed", "办结督查事项")
        kinds.register(
            kinds.ObjectKind(
                kind="supervision.supervision_item",
                label="督查事项",
                model="supervision.SupervisionItem",
                policy=policy,
                url=lambda pk: reverse("supervision:detail", args=[pk]),
            )
        )
        menu.add(
            menu.MenuEntry(
                key="supervision",
                label="督查督办",
                url_name="supervision:ledger",
                icon="clipboard",
                group="work",
            )
        )
