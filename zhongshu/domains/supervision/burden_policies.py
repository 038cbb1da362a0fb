"""Who sees what is asked of units."""

from django.db.models import Q

from zhongshu.domains.supervision.models.burdens import BurdenEstimate
from zhongshu.domains.supervision.policies import overseen_organs
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.policy import Policy

estimate_policy = Policy(BurdenEstimate)
estimate_policy.allow("view", "查看基层负担", lambda actor: Q())


def measured_organs(actor: Actor) -> frozenset[int] | None:
    """Return the organs whose whole meter the actor sees on the page: all (None) for those who oversee supervision, else the own."""
    return None if overseen_organs(actor) else actor.organ_ids
