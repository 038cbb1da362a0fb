"""Keeping the snapshot of an object's title, number and level on its running process up to date."""

from django.db import transaction

from zhongshu.kernel.refs import ObjectRef, ref_fields
from zhongshu.platform.workflow.choices import InstanceState
from zhongshu.platform.workflow.models import FlowInstance


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
