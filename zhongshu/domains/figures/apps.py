from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "zhongshu.domains.figures"
    verbose_name = "一数一源"

    def ready(self) -> None:
        from django.urls import reverse

        from zhongshu.domains.figures import burdens, errands
        from zhongshu.domains.figures.policies import import_policy, policy
        from zhongshu.domains.figures.queries import texts
        from zhongshu.kernel import aids, kinds, menu, remarks
        from zhongshu.platform.audit import public as audit
        from zhongshu.platform.notifications import public as notifications

        audit.describe_module("figures", "一数一源")
        for action, sentence in (
            ("registered", "登记数据项"),
            ("amended", "修改数据项口径和维护信息"),
            ("transferred", "移交数据项"),
            ("retired", "停用数据项"),
            ("restored", "恢复数据项"),
            ("value_recorded", "填报数值"),
            ("value_verified", "核定数值"),
            ("value_revised", "修订数值"),
            ("asked", "要数"),
            ("declined", "说明不能报数的情况"),
            ("quoted", "引用数据"),
            ("import_previewed", "上传数据文件"),
            ("import_applied", "导入数据"),
            ("import_discarded", "放弃导入数据"),
        ):
            audit.describe(f"figures.{action}", sentence)
        kinds.register(
            kinds.ObjectKind(
                kind="figures.figure",
                label="数据项",
                model="figures.Figure",
                policy=policy,
                url=lambda pk: reverse("figures:detail", args=[pk]),
                title_field="name",
                number_field="code",
                handled=False,
            )
        )
        kinds.register(
            kinds.ObjectKind(
                kind="figures.figure_import",
                label="数据导入",
                model="figures.FigureImport",
                policy=import_policy,
                url=lambda pk: reverse("figures:import", args=[pk]),
                title_field="file_name",
                handled=False,
            )
        )
        notifications.register_kind("figures.asked", "要数")
        notifications.register_kind("figures.request_answered", "要数已答复")
        notifications.register_kind("figures.value_revised", "引用的数据已修订")
        burdens.announce()
        errands.announce()
        remarks.register("figures", texts.remarks)
        aids.offer(aids.Aid("figures", "引用数据", "figures:picker", "number", order=20, key="g"))
        menu.add(menu.MenuEntry("figures", "一数一源", "figures:catalogue", "database", "lookup", order=30))
