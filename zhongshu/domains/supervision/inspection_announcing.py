"""What inspection tasks and yearly targets tell the kernel and the platform when they are loaded."""

from django.conf import settings
from django.urls import reverse

from zhongshu.domains.supervision import inspection_policies as inspecting
from zhongshu.domains.supervision import policies
from zhongshu.domains.supervision import target_policies as targets
from zhongshu.domains.supervision.commands.inspection_planning import INSPECTION_SERIES
from zhongshu.domains.supervision.inspection_choices import InspectionEventKind
from zhongshu.domains.supervision.target_choices import TargetEventKind
from zhongshu.kernel import kinds, menu
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.kinds import ObjectKind
from zhongshu.kernel.menu import MenuEntry
from zhongshu.platform.attachments import public as attachments
from zhongshu.platform.audit import public as audit
from zhongshu.platform.notifications import public as notifications
from zhongshu.platform.numbering import public as numbering


def announce() -> None:
    _kinds()
    _menu()
    for kind in InspectionEventKind:
        audit.describe(f"supervision.inspection_{kind.value}", kind.label)
    for event in TargetEventKind:
        audit.describe(f"supervision.target_{event.value}", f"年度目标：{event.label}")
    notifications.register_kind("supervision.inspection", "督查任务和进点", urgent=False)
    notifications.register_kind("supervision.target", "年度目标", urgent=False)
    numbering.define(INSPECTION_SERIES, "督查任务编号")
    attachments.limit_pictures("supervision.item", lambda: _photos(each_person=True))
    attachments.limit_pictures("supervision.finding", lambda: _photos(each_person=False))


def _photos(*, each_person: bool) -> attachments.PictureLimit:
    return attachments.PictureLimit(settings.SUPERVISION_PHOTOS, settings.SUPERVISION_PHOTO_MEGABYTES, each_person=each_person)


def _kinds() -> None:
    kinds.register(
        ObjectKind(
            kind="supervision.inspection", label="督查任务", model="supervision.InspectionPlan",
            policy=inspecting.inspection_policy, url=lambda pk: reverse("supervision:inspection", args=[pk]),
            number_field="number", handled=False,
        )
    )  # fmt: skip
    kinds.register(
        ObjectKind(
            kind="supervision.visit", label="督查进点", model="supervision.InspectionVisit", policy=inspecting.visit_policy,
            url=lambda pk: reverse("supervision:visit", args=[pk]), title_field="place", handled=False,
        )
    )  # fmt: skip
    kinds.register(
        ObjectKind(
            kind="supervision.finding", label="督查发现的问题", model="supervision.InspectionFinding",
            policy=inspecting.finding_policy, url=lambda pk: reverse("supervision:finding", args=[pk]), title_field="fact",
            handled=False,
        )
    )  # fmt: skip
    kinds.register(
        ObjectKind(
            kind="supervision.target_sheet", label="目标责任书", model="supervision.TargetSheet", policy=targets.sheet_policy,
            url=lambda pk: reverse("supervision:target_sheet", args=[pk]), handled=False,
        )
    )  # fmt: skip
    kinds.register(
        ObjectKind(
            kind="supervision.target", label="年度目标", model="supervision.Target", policy=targets.target_policy,
            url=lambda pk: reverse("supervision:target", args=[pk]), handled=False,
        )
    )  # fmt: skip


def _menu() -> None:
    def overseer(actor: Actor) -> bool:
        return bool(policies.overseen_organs(actor))

    def person(actor: Actor) -> bool:
        return actor.person_id is not None

    for order, (key, label, url_name, icon, visible) in enumerate(
        (
            ("supervision.inspections", "督查任务", "supervision:inspections", "eye", person),
            ("supervision.visits", "进点安排", "supervision:visits", "calendar", overseer),
            ("supervision.inspected", "查到我单位", "supervision:inspected", "building", person),
            ("supervision.target_sheets", "目标管理", "supervision:target_sheets", "target", overseer),
            ("supervision.own_targets", "我单位目标", "supervision:own_targets", "scale", person),
        ),
        start=1,
    ):
        menu.add(MenuEntry(key, label, url_name, icon, "supervision", 80 + order, visible=visible))
    menu.add(
        MenuEntry(
            "supervision.quotas", "综合督查次数", "supervision:quotas", "scale", "manage", 81,
            visible=lambda actor: actor.administrator == "system",
        )
    )  # fmt: skip
