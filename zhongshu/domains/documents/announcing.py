"""What this module tells the kernel and the platform when it is loaded: kinds, menu, steps, sentences, search."""

from collections.abc import Iterator

from django.urls import reverse

from zhongshu.domains.documents import indexing, steps
from zhongshu.domains.documents.commands import issuing, registering
from zhongshu.domains.documents.models import IncomingDocument, OutgoingDocument
from zhongshu.domains.documents.policies import (
    KEEPERS,
    incoming_policy,
    intake_policy,
    may_report,
    outgoing_policy,
    receipt_policy,
)
from zhongshu.domains.documents.queries import incoming, outgoing
from zhongshu.kernel import answers, kinds, menu
from zhongshu.kernel.kinds import ObjectKind
from zhongshu.kernel.menu import MenuEntry
from zhongshu.platform.audit import public as audit
from zhongshu.platform.notifications import public as notifications
from zhongshu.platform.numbering import public as numbering
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.search import public as search
from zhongshu.platform.worklist import public as worklist

ACTIONS = {
    "drafted": "拟稿",
    "notice_drafted": "起草公文运转及差错情况通报",
    "draft_saved": "修改文稿",
    "word_copy_taken": "下载Word改稿",
    "word_copy_returned": "上传Word改稿",
    "word_copy_taken_in": "采用Word改稿",
    "word_copy_put_aside": "不采用Word改稿",
    "submitted": "送审",
    "check_overridden": "核准保留审核意见",
    "reviewed": "核稿",
    "countersigned": "会签",
    "approved": "审批",
    "approved_for_issue": "签发",
    "approval_reopened": "签发后修改，报原签批人复审",
    "change_explained": "说明修改理由",
    "text_opened": "打开文稿",
    "commented": "批注",
    "comment_replied": "答复批注",
    "comment_resolved": "处理批注",
    "comment_reopened": "重新打开批注",
    "redline_printed": "打印花脸稿",
    "final_checked": "复核",
    "numbered": "编号",
    "proofread": "校核",
    "printed": "印制",
    "sealed": "用印",
    "issued_without_seal": "免用印",
    "dispatched": "分发公文",
    "recalled": "撤回已发公文",
    "withdrawn": "撤销发文",
    "draft_cancelled": "作废文稿",
    "repealed": "废止公文",
    "revoked": "撤销已发公文",
    "terminated": "终止发文流程",
    "restored": "恢复发文流程",
    "receipt_signed": "签收",
    "receipt_returned": "退文",
    "receipts_chased": "催收",
    "received": "手工收文",
    "registered": "登记收文",
    "intake_uploaded": "上传来文文件",
    "intake_refused": "拒收来文文件",
    "intake_confirmed": "由文件登记收文",
    "intake_discarded": "放弃登记来文文件",
    "intake_restored": "恢复待登记文件",
    "intake_cleared": "清除放弃登记的文件内容",
    "intake_downloaded": "下载待登记文件原件",
    "registration_corrected": "更正登记内容",
    "deadline_extended": "批准延期",
    "preliminarily_reviewed": "初审",
    "handling_proposed": "拟办",
    "instructed": "批办",
    "allotted": "分办",
    "handled": "承办",
    "responded": "答复",
    "completed": "办结",
    "returned": "退文（已签收）",
    "withdrawn_by_sender": "来文机关撤回",
    "archived": "归档",
    "quota_set": "核定发文指标",
    "downloaded": "下载公文",
    "attachment_downloaded": "下载来文附件",
    "slip_printed": "打印稿纸或处理单",
}


# Which function answers which kind of sample case; the rules and the word model are loaded when they are asked.
ANSWERS = {
    "defects": "checks.answers:defect",
    "clean": "checks.answers:clean",
    "defect_docs": "checks.answers:document",
    "typos": "checks.typos.answers:sentence",
    "typo_words": "checks.typos.answers:word",
    "official_docs": "intake.answers:official_doc",
    "registration_files": "intake.answers:registration_file",
}


def announce() -> None:
    _kinds()
    for kind, name in ANSWERS.items():
        answers.register(kind, f"zhongshu.domains.documents.{name}")
    _menu()
    steps.announce()
    audit.describe_module("documents", "公文")
    for action, label in ACTIONS.items():
        audit.describe(f"documents.{action}", label)
    notifications.register_kind("documents.receipt_arrived", "来文待签收")
    notifications.register_kind("documents.receipt_chased", "催收来文")
    notifications.register_kind("documents.receipt_returned", "对方退文")
    notifications.register_kind("documents.commented", "文稿批注")
    numbering.define(issuing.OUTGOING_SERIES, "发文字号")
    numbering.define(issuing.ORDER_SERIES, "命令（令）编号", pattern="第{n}号", yearly=False)
    numbering.define(registering.INCOMING_SERIES, "收文号")
    search.register_indexer("documents.outgoing", _all_outgoing)
    search.register_indexer("documents.incoming", _all_incoming)
    worklist.register_drafts("documents.outgoing", outgoing.drafts, label="发文拟稿")


def _kinds() -> None:
    kinds.register(
        ObjectKind(
            kind="documents.outgoing", label="发文", model="documents.OutgoingDocument", policy=outgoing_policy,
            url=lambda pk: reverse("documents:detail", args=[pk]), text_digest=outgoing.text_digest, number_field="number",
            opened=outgoing.has_opened, read_columns=frozenset({"会签", "审批", "签发"}),
        )
    )  # fmt: skip
    kinds.register(
        ObjectKind(
            kind="documents.incoming", label="收文", model="documents.IncomingDocument", policy=incoming_policy,
            url=lambda pk: reverse("documents:incoming_detail", args=[pk]),
            text_digest=incoming.text_digest, number_field="number",
        )
    )  # fmt: skip
    kinds.register(
        ObjectKind(
            kind="documents.intake", label="待登记文件", model="documents.IntakeFile", policy=intake_policy,
            url=lambda pk: reverse("documents:intake_file", args=[pk]), handled=False,
        )
    )  # fmt: skip
    kinds.register(
        ObjectKind(
            kind="documents.receipt", label="来文", model="documents.Receipt", policy=receipt_policy,
            url=lambda pk: reverse("documents:received", args=[pk]), number_field="number",
        )
    )  # fmt: skip


def _menu() -> None:
    def person(actor) -> bool:
        return actor.person_id is not None

    def clerk(actor) -> bool:
        return actor.has(Duty.REGISTRY_CLERK)

    def keeper(actor) -> bool:
        return any(actor.has(duty) for duty in KEEPERS)

    for order, (key, label, url_name, icon, group, visible) in enumerate(
        (
            ("documents.draft", "发文拟稿", "documents:draft_new", "pencil", "documents", person),
            ("documents.outgoing", "发文登记簿", "documents:outgoing", "documents", "documents", person),
            ("documents.in_tray", "收文签收", "documents:in_tray", "inbox", "documents", clerk),
            ("documents.intake", "来文文件登记", "documents:intake", "upload", "documents", clerk),
            ("documents.receive", "手工收文", "documents:receive", "add-document", "documents", clerk),
            ("documents.incoming", "收文登记簿", "documents:incoming", "register", "documents", person),
            ("documents.unsigned", "签收情况", "documents:unsigned", "clock", "documents", keeper),
            (
                "documents.signings",
                "签发查询",
                "documents:signings",
                "search",
                "lookup",
                lambda a: keeper(a) or a.has(Duty.SIGNATORY),
            ),
            ("documents.notice", "运转通报", "documents:notice", "chart", "manage", lambda a: bool(may_report(a))),
            ("documents.quotas", "发文指标", "documents:quotas", "chart", "lookup", person),
        ),
        start=1,
    ):
        menu.add(MenuEntry(key, label, url_name, icon, group, order * 10, visible=visible))


def _all_outgoing() -> Iterator[search.Indexable]:
    for document in OutgoingDocument.objects.order_by("pk").iterator(chunk_size=500):
        yield indexing.outgoing_entry(document)


def _all_incoming() -> Iterator[search.Indexable]:
    for document in IncomingDocument.objects.order_by("pk").iterator(chunk_size=500):
        yield indexing.incoming_entry(document)
