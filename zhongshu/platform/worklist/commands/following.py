from django.db import transaction

from zhongshu.kernel import clock, kinds
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.refs import ObjectRef, ref_fields
from zhongshu.platform.worklist.models import Follow

MOST_FOLLOWED = 1000


@transaction.atomic
def follow(ref: ObjectRef, *, by: Actor) -> Follow:
    """Keep an eye on an object (关注); following it twice is following it once.

    Raises:
        NotPermitted: the actor may not see it.
        RuleBroken: too many are followed already.
    """
    if by.person_id is None or not kinds.visible(ref, by):
        raise NotPermitted("您无权查看此件，不能关注", code="not_permitted_follow")
    present = Follow.objects.about(ref).filter(person_id=by.person_id).first()
    if present is not None:
        return present
    if Follow.objects.filter(person_id=by.person_id)[: MOST_FOLLOWED + 1].count() >= MOST_FOLLOWED:
        raise RuleBroken(f"最多关注{MOST_FOLLOWED}件，请先取消不需要的", code="follows_too_many")
    return Follow.objects.create(**ref_fields(ref), person_id=by.person_id, since=clock.now())


def unfollow(ref: ObjectRef, *, by: Actor) -> None:
    """Stop following an object; nothing happens when it was not followed."""
    Follow.objects.about(ref).filter(person_id=by.person_id or 0).delete()
