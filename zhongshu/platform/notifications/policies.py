"""A notification is its recipient's own."""

from django.db.models import Q

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.policy import Policy
from zhongshu.platform.notifications.models import Notification


def _own(actor: Actor) -> Q:
    return Q(recipient=actor.person_id) if actor.person_id is not None else Q(pk__in=())


policy = Policy(Notification)
policy.allow("view", "查看消息", _own)
policy.allow("read", "标记消息已读", _own)
