"""Who may do what, each rule once."""

from django.db.models import Q

from __package__.models import __Item__
from zhongshu.kernel.policy import Policy

policy = Policy(__Item__)
policy.allow("view", "查看__item_label__", lambda actor: Q(organ_id__in=actor.organ_ids))
policy.allow("close", "办结__item_label__", lambda actor: Q(handler_id__in=actor.acts_as))
