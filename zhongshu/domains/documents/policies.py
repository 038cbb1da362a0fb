"""Who may do what with documents; each rule once. The kernel adds clearance to every rule of a marked model."""

from django.db.models import Q

from zhongshu.domains.documents.choices import AllotmentState
from zhongshu.domains.documents.models import (
    Allotment,
    DocumentQuota,
    IncomingDocument,
    IntakeFile,
    JointOrgan,
    OutgoingDocument,
    Receipt,
    SavedView,
    Signing,
    TextComment,
)
from zhongshu.domains.documents.models.outgoing import AFTER_APPROVAL, EDITABLE, IN_FLOW, ISSUED
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.policy import NOBODY, Policy
from zhongshu.platform.circulation import public as circulation
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.workflow import public as workflow

# Those who keep the documents of an organ (文秘部门 and its head).
KEEPERS = (Duty.REGISTRY_CLERK, Duty.ARCHIVIST, Duty.OFFICE_DIRECTOR)


def own_units(actor: Actor) -> frozenset[int]:
    """Return the units in which the person works: sections, and the organ itself only for whoever sits there directly."""
    sections = actor.unit_ids - actor.organ_ids
    return sections | ({actor.unit_id} if actor.unit_id else frozenset())


def _drafter(actor: Actor) -> Q:
    return Q(drafter__in=actor.acts_as)


def _keeper(actor: Actor) -> Q:
    return Q(organ__in=actor.organs_where(*KEEPERS))


def _took_part(kind: str, actor: Actor) -> Q:
    return Q(pk__in=workflow.participated(kind, actor))


def _reads(kind: str, actor: Actor) -> Q:
    return Q(pk__in=circulation.reader_of(kind, actor))


def _holds(kind: str, actor: Actor) -> Q:
    """Return the condition that an item about the object is in the person's hands now."""
    mine = workflow.items_to_do(actor).filter(instance__ref_kind=kind)
    return Q(pk__in=mine.values("instance__ref_id"))


def _joint_keeper(actor: Actor) -> Q:
    organs = actor.organs_where(Duty.REGISTRY_CLERK, Duty.OFFICE_DIRECTOR)
    return Q(pk__in=JointOrgan.objects.filter(organ__in=organs).values("document")) if organs else NOBODY


outgoing_policy = Policy(OutgoingDocument)
outgoing_policy.allow(
    "view",
    "查看发文",
    lambda actor: (
        _drafter(actor)
        | Q(drafting_unit__in=own_units(actor))
        | _keeper(actor)
        | _joint_keeper(actor)
        | _took_part("documents.outgoing", actor)
        | _reads("documents.outgoing", actor)
    ),
)
# What an organ's own register shows: a part of "view" that one index answers.
outgoing_policy.allow("keep", "登记发文", _keeper)
outgoing_policy.allow(
    "edit",
    "修改文稿",
    lambda actor: (_drafter(actor) & Q(state__in=EDITABLE)) | (_holds("documents.outgoing", actor) & ~Q(state__in=ISSUED)),
)
outgoing_policy.allow(
    "attach",
    "上传附件",
    lambda actor: (
        (_drafter(actor) & Q(state__in=EDITABLE)) | (_holds("documents.outgoing", actor) & Q(state__in=IN_FLOW - AFTER_APPROVAL))
    ),
)
outgoing_policy.allow("submit", "送审", lambda actor: _drafter(actor))
outgoing_policy.allow("handle", "办理当前环节", lambda actor: _took_part("documents.outgoing", actor))
outgoing_policy.allow("withdraw", "撤销发文", lambda actor: _drafter(actor))
outgoing_policy.allow("cancel", "作废文稿", lambda actor: _drafter(actor))
outgoing_policy.allow(
    "follow_receipts", "查看签收情况", lambda actor: _drafter(actor) | _keeper(actor) | _took_part("documents.outgoing", actor)
)
outgoing_policy.allow("chase", "催收", lambda actor: _drafter(actor) | _keeper(actor))
outgoing_policy.allow("recall", "撤回已发公文", lambda actor: _keeper(actor))
outgoing_policy.allow("repeal", "废止公文", lambda actor: Q(organ__in=actor.organs_where(Duty.OFFICE_DIRECTOR)))
outgoing_policy.allow(
    "override_check",
    "核准保留审核意见",
    lambda actor: Q(organ__in=actor.organs_where(Duty.OFFICE_DIRECTOR, Duty.REVIEWER)),
)
outgoing_policy.allow("amend", "签发后修改", lambda actor: _took_part("documents.outgoing", actor) & Q(state__in=AFTER_APPROVAL))

# Who works on the text talks about it: the drafter, and those through whose hands it passed.
outgoing_policy.allow("comment", "批注", lambda actor: _drafter(actor) | _took_part("documents.outgoing", actor))


def _about_visible(actor: Actor, action: str) -> Q:
    return Q(document__in=outgoing_policy.allowed(actor, action).values("pk"))


comment_policy = Policy(TextComment)
comment_policy.allow("view", "查看批注", lambda actor: _about_visible(actor, "view"))
comment_policy.allow("reply", "答复批注", lambda actor: _about_visible(actor, "comment"))
comment_policy.allow(
    "resolve",
    "处理批注",
    lambda actor: Q(document__in=OutgoingDocument.objects.filter(drafter__in=actor.acts_as).values("pk")),
)
comment_policy.allow("reopen", "重新打开批注", lambda actor: Q(person__in=actor.acts_as))

receipt_policy = Policy(Receipt)
receipt_policy.allow("view", "查看来文", lambda actor: Q(organ__in=actor.organs_where(*KEEPERS)))
receipt_policy.allow("sign", "签收", lambda actor: Q(organ__in=actor.organs_where(Duty.REGISTRY_CLERK)))
receipt_policy.allow("return", "退文", lambda actor: Q(organ__in=actor.organs_where(Duty.REGISTRY_CLERK)))
receipt_policy.allow(
    "follow",
    "查看签收情况",
    lambda actor: (
        Q(sender__in=actor.organs_where(*KEEPERS))
        | Q(document__in=OutgoingDocument.objects.filter(drafter__in=actor.acts_as).values("pk"))
    ),
)

incoming_policy = Policy(IncomingDocument)


def _allotted(actor: Actor) -> Q:
    pending = Allotment.objects.filter(unit__in=own_units(actor)).exclude(state=AllotmentState.CANCELLED)
    return Q(pk__in=pending.values("document"))


incoming_policy.allow(
    "view",
    "查看收文",
    lambda actor: (
        _keeper(actor) | _allotted(actor) | _took_part("documents.incoming", actor) | _reads("documents.incoming", actor)
    ),
)
# What an organ's own register shows: a part of "view" that one index answers.
incoming_policy.allow("keep", "保管收文", _keeper)
incoming_policy.allow("register", "登记收文", lambda actor: Q(organ__in=actor.organs_where(Duty.REGISTRY_CLERK)))
incoming_policy.allow("handle", "办理当前环节", lambda actor: _took_part("documents.incoming", actor))
incoming_policy.allow("edit", "修改登记内容", lambda actor: Q(organ__in=actor.organs_where(Duty.REGISTRY_CLERK)))
incoming_policy.allow(
    "chase",
    "催办",
    lambda actor: Q(organ__in=actor.organs_where(Duty.REGISTRY_CLERK, Duty.OFFICE_DIRECTOR)) | Q(chaser__in=actor.acts_as),
)
incoming_policy.allow("archive", "列入归档", lambda actor: Q(organ__in=actor.organs_where(Duty.ARCHIVIST, Duty.REGISTRY_CLERK)))


incoming_policy.allow(
    "attach",
    "上传附件",
    lambda actor: Q(organ__in=actor.organs_where(Duty.REGISTRY_CLERK)) | _holds("documents.incoming", actor),
)


intake_policy = Policy(IntakeFile)
intake_policy.allow("view", "查看待登记文件", lambda actor: Q(organ__in=actor.organs_where(Duty.REGISTRY_CLERK)))
intake_policy.allow("handle", "登记来文文件", lambda actor: Q(organ__in=actor.organs_where(Duty.REGISTRY_CLERK)))

signing_policy = Policy(Signing)
signing_policy.allow("view", "签发查询", lambda actor: Q(organ__in=actor.organs_where(*KEEPERS)) | Q(person__in=actor.acts_as))

quota_policy = Policy(DocumentQuota)
quota_policy.allow(
    "view",
    "查看发文指标",
    lambda actor: Q(unit__in=actor.unit_ids) | Q(unit__organ__in=actor.organs_where(*KEEPERS)),
)
quota_policy.allow("set", "核定发文指标", lambda actor: Q(unit__organ__in=actor.organs_where(Duty.OFFICE_DIRECTOR)))

saved_view_policy = Policy(SavedView)
saved_view_policy.allow("view", "常用查询", lambda actor: Q(person=actor.person_id))
saved_view_policy.allow("remove", "删除常用查询", lambda actor: Q(person=actor.person_id))

__all__ = [
    "KEEPERS",
    "comment_policy",
    "incoming_policy",
    "intake_policy",
    "outgoing_policy",
    "own_units",
    "quota_policy",
    "receipt_policy",
    "saved_view_policy",
    "signing_policy",
]

# Those who report on an organ's handling of documents (公文运转及差错情况通报).
REPORTERS = (Duty.OFFICE_DIRECTOR, Duty.SECRETARY_GENERAL, Duty.DEPUTY_SECRETARY_GENERAL, Duty.REGISTRY_CLERK)


def may_report(actor: Actor) -> frozenset[int]:
    """Return the organs on whose handling of documents the actor reports."""
    return actor.organs_where(*REPORTERS)
