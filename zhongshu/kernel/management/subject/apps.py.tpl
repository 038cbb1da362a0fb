from django.apps import AppConfig


class __Subject__Config(AppConfig):
    name = "__package__"
    verbose_name = "__label__"

    def ready(self) -> None:
        from django.urls import reverse

        from __package__.policies import policy
        from zhongshu.kernel import kinds, menu
        from zhongshu.platform.audit import public as audit

        audit.describe_module("__subject__", "__label__")
        audit.describe("__subject__.registered", "登记__item_label__")
        audit.describe("__subject__.closed", "办结__item_label__")
        kinds.register(
            kinds.ObjectKind(
                kind="__subject__.__item__",
                label="__item_label__",
                model="__subject__.__Item__",
                policy=policy,
                url=lambda pk: reverse("__subject__:detail", args=[pk]),
            )
        )
        menu.add(
            menu.MenuEntry(
                key="__subject__",
                label="__label__",
                url_name="__subject__:ledger",
                icon="clipboard",
                group="work",
            )
        )
