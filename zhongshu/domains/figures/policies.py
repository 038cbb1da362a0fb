"""Who may do what, each rule once."""

from django.db.models import Q

from zhongshu.domains.figures.models import Figure
from zhongshu.kernel.policy import Policy

policy = Policy(Figure)
policy.allow("view", "查看指标", lambda actor: Q(organ_id__in=actor.organ_ids))
policy.allow("close", "办结指标", lambda actor: Q(handler_id__in=actor.acts_as))
