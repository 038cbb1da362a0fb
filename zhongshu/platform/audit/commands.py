"""Writes of the audit log: see ``writer`` for the links themselves."""

from django.db import transaction

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.audit import queries
from zhongshu.platform.audit.writer import record


@transaction.atomic
def record_reading(ref: ObjectRef, by: Actor) -> None:
    """Note that somebody opened a marked object (内部 and above); opening it again within ten minutes is the same reading."""
    if not queries.was_just_read(ref, by):
        record(queries.READING, ref, by=by)
