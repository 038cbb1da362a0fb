from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "zhongshu.domains.figures"
    verbose_name = "一数一源"

    def ready(self) -> None:
        from django.urls import reverse

        from zhongshu.domains.figures.policies import policy
        from zhongshu.kernel import kinds, menu
        from zhongshu.platform.audit import public as audit

        audit.describe_module("figures", "一数一源")
        audit.describe("figures.registered", "登记指标")
        audit.describe("figures.closed", "办结指标")
        kinds.register(
            kinds.ObjectKind(
                kind="figures.figure",
                label="指标",
                model="figures.Figure",
                policy=policy,
                url=lambda pk: reverse("figures:detail", args=[pk]),
            )
        )
        menu.add(
            menu.MenuEntry(
                key="figures",
                label="一数一源",
                url_name="figures:ledger",
                icon="clipboard",
                group="work",
            )
        )
