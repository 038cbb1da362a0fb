"""Who may do what with supervision; each rule once. The kernel adds clearance to every rule of a marked model."""

from django.db.models import Q

from zhongshu.domains.supervision.choices import LIVE_PARTS, PartState
from zhongshu.domains.supervision.models import (
    Breakdown,
    Extension,
    GradeRule,
    ItemSource,
    LightRule,
    Notice,
    Part,
    Proposal,
    SavedView,
    SupervisionItem,
)
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.policy import NOBODY, Policy
from zhongshu.platform.organizations.public import Duty

# Those who answer for supervision in an organ besides the section: its office's heads.
OVERSEERS = (Duty.OFFICE_DIRECTOR, Duty.DEPUTY_OFFICE_DIRECTOR, Duty.SECRETARY_GENERAL, Duty.DEPUTY_SECRETARY_GENERAL)
# Those who act for a unit toward the supervisors: its contact, its office and its head.
CONTACTS = (Duty.CONTACT_PERSON, Duty.REGISTRY_CLERK, Duty.OFFICE_DIRECTOR, Duty.PRINCIPAL_HEAD)


def supervised_organs(actor: Actor) -> frozenset[int]:
    """Return the organs whose ledger the actor keeps."""
    return actor.organs_where(Duty.SUPERVISOR)


def overseen_organs(actor: Actor) -> frozenset[int]:
    """Return the organs whose whole ledger the actor reads."""
    return actor.organs_where(Duty.SUPERVISOR, *OVERSEERS)


def _own_parts(actor: Actor) -> Q:
    """Return the condition that a part belongs to one of the actor's units, or to the actor."""
    return Q(unit__in=actor.unit_ids) | Q(responsible__in=actor.acts_as)


def _takes_part(actor: Actor) -> Q:
    # A unit that refused or passed its part on no longer reads the item; one whose part was taken away neither.
    parts = Part.objects.filter(_own_parts(actor), state__in=LIVE_PARTS).exclude(state=PartState.PLANNED)
    return Q(pk__in=parts.values("item"))


def _instructed(actor: Actor) -> Q:
    sources = ItemSource.objects.filter(leader__in=actor.acts_as)
    return Q(pk__in=sources.values("item")) | Q(leader_in_charge__in=actor.acts_as)


policy = Policy(SupervisionItem)
policy.allow(
    "view",
    "查看督查事项",
    lambda actor: (
        Q(organ__in=overseen_organs(actor)) | _takes_part(actor) | _instructed(actor) | Q(responsible__in=actor.acts_as)
    ),
)
# What an organ's own ledger shows: the part of "view" that one index answers.
policy.allow("keep", "查看本机关督查台账", lambda actor: Q(organ__in=overseen_organs(actor)))
policy.allow("supervise", "督办", lambda actor: Q(organ__in=supervised_organs(actor)))
policy.allow("verify", "核查", lambda actor: Q(organ__in=overseen_organs(actor)))
policy.allow(
    "approve_extension",
    "审批延期",
    lambda actor: Q(organ__in=actor.organs_where(*OVERSEERS)) | Q(leader__in=actor.acts_as),
)
policy.allow("attach", "上传佐证材料", lambda actor: Q(organ__in=supervised_organs(actor)) | _takes_part(actor))

part_policy = Policy(Part)
part_policy.allow("view", "查看承办任务", lambda actor: _own_parts(actor) | Q(item__organ__in=overseen_organs(actor)))
part_policy.allow(
    "handle", "承办", lambda actor: Q(responsible__in=actor.acts_as) | Q(unit__organ__in=actor.organs_where(*CONTACTS))
)

proposal_policy = Policy(Proposal)
proposal_policy.allow("view", "查看立项建议", lambda actor: Q(organ__in=overseen_organs(actor)))
proposal_policy.allow("decide", "确认立项建议", lambda actor: Q(organ__in=supervised_organs(actor)))

extension_policy = Policy(Extension)
extension_policy.allow("view", "查看延期申请", lambda actor: Q(item__organ__in=overseen_organs(actor)))

notice_policy = Policy(Notice)
notice_policy.allow("view", "查看督查文书", lambda actor: Q(organ__in=overseen_organs(actor)))
notice_policy.allow("retry", "重新生成督查文书", lambda actor: Q(organ__in=supervised_organs(actor)))

breakdown_policy = Policy(Breakdown)
breakdown_policy.allow("view", "查看分解稿", lambda actor: Q(organ__in=overseen_organs(actor)))
breakdown_policy.allow("break_down", "分解任务", lambda actor: Q(organ__in=supervised_organs(actor)))

saved_view_policy = Policy(SavedView)
saved_view_policy.allow("use", "使用常用视图", lambda actor: Q(person=actor.person_id) if actor.person_id else NOBODY)

rule_policy = Policy(LightRule)
rule_policy.allow("view", "查看亮灯规则", lambda actor: Q())
grade_policy = Policy(GradeRule)
grade_policy.allow("view", "查看督办级别规则", lambda actor: Q())
