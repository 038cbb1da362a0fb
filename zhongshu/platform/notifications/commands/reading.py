"""Notifications that have been read."""

from collections.abc import Iterable

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.notifications.models import Notification
from zhongshu.platform.notifications.policies import policy


def mark_read(ids: Iterable[int], *, by: Actor) -> int:
    """Mark notifications of the actor's own as read (标为已读); others' are left alone. Returns how many changed."""
    return policy.allowed(by, "read").filter(pk__in=list(ids), read_at=None).update(read_at=clock.now())


def mark_all_read(*, by: Actor, until: Notification | None = None) -> int:
    """Mark every notification of the actor as read; with ``until`` none that came after it, which the actor has not seen."""
    unread = policy.allowed(by, "read").filter(read_at=None)
    if until is not None:
        unread = unread.filter(pk__lte=until.pk)
    return unread.update(read_at=clock.now())


def mark_read_about(ref: ObjectRef, *, by: Actor) -> int:
    """Mark what the actor was told about an object as read, because the actor has opened the object itself."""
    unread = policy.allowed(by, "read").filter(read_at=None, ref_kind=ref.kind, ref_id=ref.id)
    return unread.update(read_at=clock.now())
