"""Who may do what, each rule once."""

from django.db.models import Q

from zhongshu.domains.materials.models import Material
from zhongshu.kernel.policy import Policy

policy = Policy(Material)
policy.allow("view", "查看素材", lambda actor: Q(organ_id__in=actor.organ_ids))
policy.allow("close", "办结素材", lambda actor: Q(handler_id__in=actor.acts_as))
