"""Who may do what, each rule once."""

from django.db.models import Q

from zhongshu.domains.supervision.models import SupervisionItem
from zhongshu.kernel.policy import Policy

policy = Policy(SupervisionItem)
policy.allow("view", "查看督查事项", lambda actor: Q(organ_id__in=actor.organ_ids))
policy.allow("close", "办结督查事项", lambda actor: Q(handler_id__in=actor.acts_as))
