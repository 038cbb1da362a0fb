"""Housekeeping: the snapshot of an object's title on its running process, and drafts of opinions that were given."""

from django.db import transaction

from zhongshu.kernel.refs import ObjectRef, ref_fields
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.workflow.choices import LIVE_ITEMS, InstanceState
from zhongshu.platform.workflow.engine.drafts import PREFIX
from zhongshu.platform.workflow.models import FlowInstance, FlowItem


@transaction.atomic
def renew(ref: ObjectRef, *, secrecy: int | None = None) -> int:
    """Give the running process about an object its present title, number and level; ended ones read as they did then.

    Called by the object's owner, in the command that changed it. Returns how many processes were renewed (0 or 1).
    """
    values = ref_fields(ref)
    if secrecy is not None:
        values["secrecy"] = secrecy
    running = FlowInstance.objects.about(ref).filter(state__in=[InstanceState.RUNNING, InstanceState.SUSPENDED])
    return running.update(**values)


def drop_stale_drafts(*, limit: int = 2000) -> int:
    """Forget unfinished opinions whose item is no longer anybody's; returns how many.

    Done at night, not in ``complete``: a draft is no record and only its author can see it.
    """
    rows = opinions.DraftOpinion.objects.filter(place__startswith=PREFIX).order_by("pk").values_list("place", flat=True)[:limit]
    places = {int(place.removeprefix(PREFIX)): place for place in rows}
    live = set(FlowItem.objects.filter(pk__in=places, state__in=LIVE_ITEMS).values_list("pk", flat=True))
    stale = [place for pk, place in places.items() if pk not in live]
    if stale:
        opinions.drop_drafts(*stale)
    return len(stale)
