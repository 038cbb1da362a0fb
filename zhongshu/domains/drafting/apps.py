from importlib import import_module

from django.apps import AppConfig

ACTIONS = {
    "task_requested": "交办起草任务",
    "task_cancelled": "终止起草任务",
    "outline_saved": "拟提纲",
    "outline_commented": "对提纲提出意见",
    "comment_answered": "处理提纲意见",
    "outline_submitted": "提纲送审",
    "outline_approved": "审定提纲",
    "outline_returned": "退回提纲",
    "part_assigned": "分配章节",
    "part_handed_on": "转交章节",
    "part_saved": "保存章节",
    "part_submitted": "交稿",
    "part_returned": "退回章节",
    "part_accepted": "采用章节",
    "part_withdrawn": "收回章节",
    "part_reminded": "催稿",
    "merging_begun": "开始统稿",
    "merged_text_saved": "保存统稿",
    "handed_over": "转拟稿",
    "printed": "打印文稿",
}
KINDS = {
    "task_requested": "起草任务",
    "task_cancelled": "起草任务终止",
    "outline_commented": "提纲有新意见",
    "comment_answered": "提纲意见已处理",
    "outline_submitted": "提纲待审定",
    "outline_approved": "提纲已审定",
    "outline_returned": "提纲退回",
    "part_assigned": "章节待起草",
    "part_submitted": "章节已交稿",
    "part_returned": "章节退回修改",
    "part_accepted": "章节已采用",
    "part_withdrawn": "章节收回",
    "part_reminded": "催稿",
    "handed_over": "文稿转拟稿",
}


class DraftingConfig(AppConfig):
    name = "zhongshu.domains.drafting"
    verbose_name = "文稿起草"

    def ready(self) -> None:
        from django.urls import reverse

        from zhongshu.domains.drafting import errands, policies
        from zhongshu.kernel import kinds, menu
        from zhongshu.platform.audit import public as audit
        from zhongshu.platform.notifications import public as notifications

        audit.describe_module("drafting", "文稿起草")
        for action, sentence in ACTIONS.items():
            audit.describe(f"drafting.{action}", sentence)
        for kind, label in KINDS.items():
            notifications.register_kind(f"drafting.{kind}", label)
        kinds.register(
            kinds.ObjectKind(
                kind="drafting.task", label="起草任务", model="drafting.DraftingTask", policy=policies.tasks,
                url=lambda pk: reverse("drafting:detail", args=[pk]),
            )
        )  # fmt: skip
        kinds.register(
            kinds.ObjectKind(
                kind="drafting.part", label="章节任务", model="drafting.Part", policy=policies.parts,
                url=lambda pk: reverse("drafting:part", args=[pk]),
            )
        )  # fmt: skip
        errands.announce()
        menu.add(menu.MenuEntry("drafting", "文稿起草", "drafting:ledger", "layers", "documents", 12))
        menu.add(menu.MenuEntry("drafting.parts", "我的章节", "drafting:my_parts", "pen", "work", 60))
        import_module("zhongshu.domains.drafting.tasks")  # registers by being read
