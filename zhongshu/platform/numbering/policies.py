"""Who sees and keeps an organ's series of numbers."""

from django.db.models import Q

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.policy import Policy
from zhongshu.platform.numbering.models import Counter
from zhongshu.platform.organizations.public import Duty

KEEPERS = (Duty.REGISTRY_CLERK, Duty.OFFICE_DIRECTOR, Duty.DEPUTY_OFFICE_DIRECTOR)

policy = Policy(Counter)
policy.allow("view", "查看编号使用情况", lambda actor: Q(organ__in=actor.organs_where(*KEEPERS)))
policy.allow("keep", "预留、作废编号", lambda actor: Q(organ__in=actor.organs_where(Duty.REGISTRY_CLERK)))


def may_begin(actor: Actor, organ_id: int | None) -> bool:
    """Tell whether the actor may open a series of the organ by reserving or setting where it begins."""
    return actor.is_system or (organ_id, Duty.REGISTRY_CLERK.value) in actor.duties
