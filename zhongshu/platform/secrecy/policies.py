"""Who sees and moves registered copies of classified paper."""

from django.db.models import Q

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.policy import Policy
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.secrecy.models import PaperCopy


def _in_charge(actor: Actor) -> Q:
    return Q(organ__in=actor.organs_where(Duty.CONFIDENTIAL_CLERK))


policy = Policy(PaperCopy)
policy.allow("view", "查看涉密文件登记", lambda actor: _in_charge(actor) | Q(holder=actor.person_id, holder__isnull=False))
policy.allow("move", "办理涉密文件移交、清退、销毁", _in_charge)


def may_register(actor: Actor, organ_id: int) -> bool:
    """Tell whether the actor keeps the organ's register."""
    return actor.is_system or organ_id in actor.organs_where(Duty.CONFIDENTIAL_CLERK)
