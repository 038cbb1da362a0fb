from django.db.models import Q

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.policy import NOBODY, Policy
from zhongshu.platform.circulation.choices import REACHED
from zhongshu.platform.circulation.models import Reading, ReadingRound

_MANAGERS = ("flow_administrator", "registry_clerk", "office_director")


def _started_or_manages(actor: Actor) -> Q:
    if actor.person_id is None:
        return NOBODY
    return Q(started_by_id=actor.person_id) | Q(organ_id__in=actor.organs_where(*_MANAGERS))


def _sees_round(actor: Actor) -> Q:
    if actor.person_id is None:
        return NOBODY
    mine = Reading.objects.filter(person_id=actor.person_id, state__in=REACHED).values("round_id")
    return _started_or_manages(actor) | Q(pk__in=mine)


round_policy = Policy(ReadingRound)
round_policy.allow("view", "查看传阅情况", _sees_round)
round_policy.allow("manage", "增加或取消传阅人、催阅", _started_or_manages)

reading_policy = Policy(Reading)
reading_policy.allow(
    "view", "查看本人待阅", lambda actor: Q(person_id=actor.person_id, state__in=REACHED) if actor.person_id else NOBODY
)
reading_policy.allow("read", "阅毕", lambda actor: Q(person_id=actor.person_id) if actor.person_id else NOBODY)
