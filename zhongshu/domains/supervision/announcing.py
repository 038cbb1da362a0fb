"""What supervision tells the kernel and the platform when it is loaded: kinds, menu, sentences, numbers, search."""

from django.urls import reverse

from zhongshu.domains.supervision import errands, indexing, policies
from zhongshu.domains.supervision.choices import EventKind
from zhongshu.domains.supervision.commands.docketing import SERIES
from zhongshu.domains.supervision.import_policies import import_policy
from zhongshu.domains.supervision.queries import burdens as burden_queries
from zhongshu.kernel import burdens, kinds, menu
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.kinds import ObjectKind
from zhongshu.kernel.menu import MenuEntry
from zhongshu.platform.audit import public as audit
from zhongshu.platform.notifications import public as notifications
from zhongshu.platform.numbering import public as numbering
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.search import public as search

MESSAGES = (
    ("assigned", "督查交办", False),
    ("urged", "督查催办", True),
    ("refused", "退回交办", False),
    ("feedback", "督查反馈", False),
    ("returned", "反馈需补充", False),
    ("extension", "延期申请和答复", False),
    ("changed", "督查事项变动", False),
    ("completed", "批示事项办结", False),
    ("proposed", "立项建议", False),
)
OTHER_ACTIONS = {
    "proposed": "提出立项建议",
    "proposal_declined": "不予立项",
    "notice_requested": "生成督查文书",
    "taken_apart": "分解文稿",
    "breakdown_docketed": "按分解稿立项",
    "breakdown_discarded": "放弃分解稿",
    "rules_changed": "调整督查规则",
    "exported": "导出督查台账",
    "estimate_changed": "调整基层负担估计",
    "ledger_uploaded": "上传督查台账",
    "ledger_taken_in": "导入督查台账",
    "ledger_discarded": "放弃导入督查台账",
}


def announce() -> None:
    _kinds()
    _ledger_import_kinds()
    _menu()
    audit.describe_module("supervision", "督查督办")
    for kind in EventKind:
        audit.describe(f"supervision.{kind.value}", kind.label)
    for action, sentence in OTHER_ACTIONS.items():
        audit.describe(f"supervision.{action}", sentence)
    for name, label, urgent in MESSAGES:
        notifications.register_kind(f"supervision.{name}", label, urgent=urgent)
    burdens.announce("supervision", burden_queries.KINDS, burden_queries.asked)
    burdens.keep_estimates(burden_queries.estimates)
    numbering.define(SERIES, "督查编号")
    search.register_indexer("supervision.item", indexing.all_items)
    errands.announce()


def _kinds() -> None:
    kinds.register(
        ObjectKind(
            kind="supervision.item", label="督查事项", model="supervision.SupervisionItem", policy=policies.policy,
            url=lambda pk: reverse("supervision:detail", args=[pk]), number_field="number",
        )
    )  # fmt: skip
    kinds.register(
        ObjectKind(
            kind="supervision.proposal", label="立项建议", model="supervision.Proposal", policy=policies.proposal_policy,
            url=lambda pk: reverse("supervision:proposal", args=[pk]), title_field="ref_title", handled=False,
        )
    )  # fmt: skip
    kinds.register(
        ObjectKind(
            kind="supervision.notice", label="督查文书", model="supervision.Notice", policy=policies.notice_policy,
            url=lambda pk: reverse("supervision:notice", args=[pk]), handled=False,
        )
    )  # fmt: skip
    kinds.register(
        ObjectKind(
            kind="supervision.breakdown", label="分解稿", model="supervision.Breakdown", policy=policies.breakdown_policy,
            url=lambda pk: reverse("supervision:breakdown", args=[pk]), handled=False,
        )
    )  # fmt: skip


def _ledger_import_kinds() -> None:
    kinds.register(
        ObjectKind(
            kind="supervision.ledger_import", label="台账导入", model="supervision.LedgerImport", policy=import_policy,
            url=lambda pk: reverse("supervision:import", args=[pk]), title_field="file_name", handled=False,
        )
    )  # fmt: skip


def _menu() -> None:
    def person(actor: Actor) -> bool:
        return actor.person_id is not None

    def overseer(actor: Actor) -> bool:
        return bool(policies.overseen_organs(actor))

    def leader(actor: Actor) -> bool:
        return actor.has(Duty.LEADER) or actor.has(Duty.PRINCIPAL_HEAD) or actor.has(Duty.SECRETARY_GENERAL)

    for order, (key, label, url_name, icon, group, visible) in enumerate(
        (
            ("supervision.ledger", "督查台账", "supervision:ledger", "clipboard", "supervision", overseer),
            ("supervision.proposals", "立项建议", "supervision:proposals", "proposal", "supervision", overseer),
            ("supervision.breakdowns", "任务分解", "supervision:breakdowns", "branch", "supervision", overseer),
            ("supervision.statistics", "督查统计", "supervision:statistics", "chart", "supervision", overseer),
            ("supervision.notices", "督查文书", "supervision:notices", "slip", "supervision", overseer),
            ("supervision.burden", "基层负担", "supervision:burden", "clock", "supervision", person),
            ("supervision.mine", "我单位承办", "supervision:mine", "tasks", "supervision", person),
            ("supervision.instructions", "我的批示", "supervision:instructions", "flag", "supervision", leader),
        ),
        start=1,
    ):
        menu.add(MenuEntry(key, label, url_name, icon, group, order * 10, visible=visible))
    menu.add(
        MenuEntry(
            "supervision.rules", "督查规则", "supervision:rules", "settings", "manage", 80,
            visible=lambda actor: actor.administrator == "system",
        )
    )  # fmt: skip
