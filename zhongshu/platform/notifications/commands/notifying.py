"""Telling people."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef, ref_fields
from zhongshu.platform.jobs import public as jobs
from zhongshu.platform.notifications import kinds, queries, timing
from zhongshu.platform.notifications.choices import Pace
from zhongshu.platform.notifications.models import Delivery, Notification, Rhythm

DIGEST_HOUR, DIGEST_MINUTE = 8, 30
SEND = "notifications.send"


@transaction.atomic
def notify(
    person_ids: Iterable[int],
    *,
    kind: str,
    text: str,
    ref: ObjectRef | None = None,
    by: Actor,
    secrecy: int = 0,
) -> int:
    """Tell people something (消息), each once, in the caller's transaction; returns how many were told.

    Within the system at once; over the channels that a person has chosen when that person may be disturbed. ``secrecy`` is the
    level of the object: who is not cleared for it does not see the sentence. What leaves the system never holds the sentence.
    """
    ids = list(dict.fromkeys(person_ids))
    about = ref_fields(ref) if ref else {"ref_kind": "", "ref_id": 0}
    now = clock.now()
    rows = Notification.objects.bulk_create(
        Notification(
            recipient_id=person_id, kind=kind, text=text[:500], secrecy=secrecy, sender_name=by.name, created_at=now, **about
        )
        for person_id in ids
    )
    wanted = queries.wanted_channels(ids, kind)
    if wanted:
        _plan_deliveries([row for row in rows if row.recipient_id in wanted], wanted, kinds.kind(kind).urgent, now)
    return len(rows)


def notify_roles(ref: ObjectRef, roles: Iterable[str], *, kind: str, text: str, by: Actor, secrecy: int = 0) -> int:
    """Tell those who stand in one of the roles toward the object ("drafter", "handler"), each once, but not the actor."""
    found = [person_id for role in roles for person_id in kinds.people_in_role(ref.kind, ref.id, role)]
    return notify((each for each in found if each != by.person_id), kind=kind, text=text, ref=ref, by=by, secrecy=secrecy)


def _plan_deliveries(rows: list[Notification], wanted: dict[int, list[str]], urgent: bool, now: dt.datetime) -> None:
    rhythms = queries.rhythms(wanted)
    planned = []
    for row in rows:
        rhythm = rhythms.get(row.recipient_id) or Rhythm(person_id=row.recipient_id)
        in_digest = rhythm.pace == Pace.DAILY and not urgent
        send_at = _send_at(rhythm, urgent, in_digest, now)
        planned += [
            Delivery(notification=row, channel=channel, in_digest=in_digest, send_at=send_at)
            for channel in wanted[row.recipient_id]
        ]
    for delivery in Delivery.objects.bulk_create(planned):
        if not delivery.in_digest:
            jobs.enqueue(SEND, key=f"{SEND}:{delivery.pk}", run_at=delivery.send_at, delivery_id=delivery.pk)


def _send_at(rhythm: Rhythm, urgent: bool, in_digest: bool, now: dt.datetime) -> dt.datetime:
    local = timezone.localtime(now)
    if in_digest:
        return timing.next_digest(local, DIGEST_HOUR, DIGEST_MINUTE)
    return now if urgent else timing.next_allowed(local, rhythm.quiet_from, rhythm.quiet_until)
