"""Who may do what with inspection tasks; each rule once.

A task is seen by the organ that keeps it, its group and its approver. An inspected unit sees its own visit once it may know of it, and
the findings about it once they have been told.
"""

from django.db.models import Q

from zhongshu.domains.supervision.inspection_choices import COUNTED_PLANS
from zhongshu.domains.supervision.models import (
    GroupMember,
    InspectionFinding,
    InspectionPlan,
    InspectionQuota,
    InspectionStatement,
    InspectionVisit,
)
from zhongshu.domains.supervision.policies import CONTACTS, overseen_organs, supervised_organs
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.policy import Policy
from zhongshu.platform.organizations.public import Duty

# Who speaks for the body that goes out, when a joint visit is proposed.
SPEAKERS = (Duty.OFFICE_DIRECTOR, Duty.PRINCIPAL_HEAD, Duty.SUPERVISOR)


def _in_group(actor: Actor, place: str) -> Q:
    """Return the condition that the actor goes with a group of the plan; ``place`` is the plan's own column."""
    members = GroupMember.objects.filter(person__in=actor.acts_as, removed_at=None)
    return Q(**{f"{place}__in": members.values("group__plan")})


def _told(actor: Actor) -> Q:
    """Return the condition that a visit concerns the actor's unit, which may know of it."""
    return Q(unit__organ__in=actor.organ_ids, shown_at__isnull=False)


def _sends(actor: Actor, place: str = "") -> Q:
    """Return the condition that the actor speaks for the body that goes out; ``place`` leads to the plan."""
    return Q(**{f"{place}department__organ__in": actor.organs_where(*SPEAKERS)})


inspection_policy = Policy(InspectionPlan)
inspection_policy.allow(
    "view",
    "查看督查任务",
    lambda actor: Q(organ__in=overseen_organs(actor)) | Q(approver__in=actor.acts_as) | _sends(actor) | _in_group(actor, "pk"),
)
inspection_policy.allow("arrange", "安排督查任务", lambda actor: Q(organ__in=supervised_organs(actor)))
inspection_policy.allow("approve", "批准超出年度次数的督查", lambda actor: Q(approver__in=actor.acts_as))

visit_policy = Policy(InspectionVisit)
visit_policy.allow(
    "view",
    "查看进点安排",
    lambda actor: Q(plan__organ__in=overseen_organs(actor)) | _sends(actor, "plan__") | _in_group(actor, "plan") | _told(actor),
)
visit_policy.allow("inspect", "现场督查", lambda actor: Q(plan__organ__in=supervised_organs(actor)) | _in_group(actor, "plan"))
visit_policy.allow("state", "说明情况", lambda actor: _told(actor) & Q(unit__organ__in=actor.organs_where(*CONTACTS)))
visit_policy.allow(
    "agree",
    "答复合并进点",
    lambda actor: Q(plan__organ__in=supervised_organs(actor)) | _sends(actor, "plan__"),
)
# Bodies tell each other where they go and when, not what for; what is unannounced or marked is told to nobody.
visit_policy.allow(
    "coordinate",
    "统筹进点安排",
    lambda actor: (
        Q(plan__organ__in=overseen_organs(actor))
        | _sends(actor, "plan__")
        | _in_group(actor, "plan")
        | (Q(plan__unannounced=False, secrecy=0, plan__state__in=COUNTED_PLANS) if overseen_organs(actor) else Q(pk__in=()))
    ),
)

finding_policy = Policy(InspectionFinding)
finding_policy.allow(
    "view",
    "查看督查发现的问题",
    lambda actor: (
        Q(plan__organ__in=overseen_organs(actor))
        | _sends(actor, "plan__")
        | _in_group(actor, "plan")
        | Q(unit__organ__in=actor.organ_ids, visit__finished_at__isnull=False)
    ),
)
finding_policy.allow(
    "attach",
    "上传现场照片",
    lambda actor: (Q(plan__organ__in=supervised_organs(actor)) | _in_group(actor, "plan")) & Q(visit__state="underway"),
)

statement_policy = Policy(InspectionStatement)
statement_policy.allow(
    "view",
    "查看单位说明",
    lambda actor: (
        Q(visit__plan__organ__in=overseen_organs(actor))
        | _sends(actor, "visit__plan__")
        | _in_group(actor, "visit__plan")
        | Q(visit__unit__organ__in=actor.organ_ids)
    ),
)
statement_policy.allow("answer", "答复单位说明", lambda actor: Q(visit__plan__organ__in=supervised_organs(actor)))

quota_policy = Policy(InspectionQuota)
quota_policy.allow("view", "查看综合督查年度次数", lambda actor: Q())
