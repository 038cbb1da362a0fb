"""Who may do what with yearly targets; each rule once."""

from django.db.models import Q

from zhongshu.domains.supervision.models import Target, TargetSheet
from zhongshu.domains.supervision.policies import CONTACTS, overseen_organs, supervised_organs
from zhongshu.domains.supervision.target_choices import SheetState
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.policy import Policy

_KNOWN = (SheetState.ISSUED, SheetState.CLOSED)


def _carries(actor: Actor) -> Q:
    """Return the condition that a target is carried, or answered for, by the actor or one of the actor's organs."""
    helped = Target.supporting_units.through.objects.filter(unit__organ__in=actor.organ_ids)
    own = Q(lead_unit__organ__in=actor.organ_ids) | Q(responsible__in=actor.acts_as) | Q(leader__in=actor.acts_as)
    return own | Q(pk__in=helped.values("target"))


sheet_policy = Policy(TargetSheet)
sheet_policy.allow(
    "view",
    "查看目标责任书",
    lambda actor: (
        Q(organ__in=overseen_organs(actor))
        | Q(state__in=_KNOWN, pk__in=Target.objects.filter(leader__in=actor.acts_as).values("sheet"))
    ),
)
sheet_policy.allow("manage", "编制目标责任书", lambda actor: Q(organ__in=supervised_organs(actor)))

target_policy = Policy(Target)
target_policy.allow(
    "view",
    "查看目标",
    lambda actor: Q(sheet__organ__in=overseen_organs(actor)) | (Q(sheet__state__in=_KNOWN, voided_at=None) & _carries(actor)),
)
target_policy.allow("manage", "编制目标", lambda actor: Q(sheet__organ__in=supervised_organs(actor)))
target_policy.allow(
    "report",
    "报告目标进度",
    lambda actor: Q(responsible__in=actor.acts_as) | Q(lead_unit__organ__in=actor.organs_where(*CONTACTS)),
)
target_policy.allow("verify", "核实目标进度", lambda actor: Q(sheet__organ__in=overseen_organs(actor)))
