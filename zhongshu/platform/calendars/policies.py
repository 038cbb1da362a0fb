"""Who may see and make an organ's own arrangements."""

from django.db.models import Q

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.policy import Policy
from zhongshu.platform.calendars.models import OfficeDay
from zhongshu.platform.organizations.public import Duty

ARRANGERS = (Duty.OFFICE_DIRECTOR, Duty.DEPUTY_OFFICE_DIRECTOR)

policy = Policy(OfficeDay)
policy.allow("view", "查看本机关工作日安排", lambda actor: Q(organ__in=actor.organ_ids))
policy.allow("withdraw", "撤销本机关工作日安排", lambda actor: Q(organ__in=actor.organs_where(*ARRANGERS)))


def may_arrange(actor: Actor, organ_id: int) -> bool:
    """Tell whether the actor may arrange working days of the organ; there is no row yet that a condition could look at."""
    return actor.is_system or organ_id in actor.organs_where(*ARRANGERS)
