from django.db.models import Q

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.policy import NOBODY, Policy
from zhongshu.platform.opinions.choices import PhraseScope
from zhongshu.platform.opinions.models import CommonPhrase, DraftOpinion, Opinion, OpinionReader


def _may_read(actor: Actor) -> Q:
    # Whoever sees the object sees its opinions, except the restricted ones; the object itself is asked by its own policy.
    if actor.person_id is None:
        return NOBODY
    chosen = OpinionReader.objects.filter(person_id=actor.person_id).values("opinion_id")
    return Q(is_restricted=False) | Q(person_id=actor.person_id) | Q(entered_by_id=actor.person_id) | Q(pk__in=chosen)


opinion_policy = Policy(Opinion)
opinion_policy.allow("view", "查看意见", _may_read)

draft_policy = Policy(DraftOpinion)
draft_policy.allow("view", "查看本人暂存意见", lambda actor: Q(person_id=actor.person_id) if actor.person_id else NOBODY)

phrase_policy = Policy(CommonPhrase)
phrase_policy.allow(
    "view",
    "使用常用语",
    lambda actor: (
        Q(scope=PhraseScope.SYSTEM) | Q(person_id__isnull=False, person_id=actor.person_id) | Q(unit_id__in=actor.unit_ids)
    ),
)
phrase_policy.allow(
    "remove",
    "删除常用语",
    lambda actor: (
        (Q(person_id__isnull=False, person_id=actor.person_id) if actor.person_id else NOBODY)
        | Q(unit__organ_id__in=actor.organs_where("office_director", "flow_administrator"))
        | (Q(scope=PhraseScope.SYSTEM) if actor.administrator == "system" else NOBODY)
    ),
)
