"""Who looks after background work: the system administrator. Jobs hold ids, not content."""

from django.db.models import Q

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.policy import EVERYBODY, NOBODY, Policy
from zhongshu.platform.jobs.models import Job


def _system_administrator(actor: Actor) -> Q:
    return EVERYBODY if actor.administrator == "system" else NOBODY


policy = Policy(Job)
policy.allow("view", "查看后台任务", _system_administrator)
policy.allow("retry", "重试后台任务", _system_administrator)
policy.allow("discard", "放弃后台任务", _system_administrator)
