"""催稿: by the writer's hand, and by itself when a day comes near."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from zhongshu.domains.drafting.commands.telling import tell
from zhongshu.domains.drafting.models import Part
from zhongshu.domains.drafting.policies import parts
from zhongshu.domains.drafting.queries import due_soon
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.audit import public as audit
from zhongshu.platform.calendars import public as calendars

# Nobody is pressed twice within this time.
BETWEEN_REMINDERS = dt.timedelta(hours=4)


@transaction.atomic
def remind_part(part: Part, *, by: Actor) -> None:
    """Press the contact person of a part (催稿).

    Raises:
        NotPermitted: not the task's writer.
        RuleBroken: handed in already, or pressed within four hours.
    """
    parts.require(by, "review", part)
    if not part.is_being_written:
        raise RuleBroken("章节已经提交，不需要催稿", code="wrong_state", present=part.state)
    now = clock.now()
    quiet = Part.objects.filter(pk=part.pk).exclude(last_reminded_at__gt=now - BETWEEN_REMINDERS)
    if not quiet.update(last_reminded_at=now, reminder_count=F("reminder_count") + 1):
        raise RuleBroken("四小时内已经催过，请稍后再催", code="reminded_lately")
    part.refresh_from_db()
    audit.record("drafting.part_reminded", part, by=by, count=part.reminder_count)
    _remind(part, by=by)


@transaction.atomic
def remind_due_parts(*, by: Actor) -> int:
    """Remind of every part that is due within one working day or overdue, each once a day; returns how many. Safe to run twice."""
    now = clock.now()
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    if not calendars.is_working_day(today.date()):
        return 0
    tomorrow = calendars.next_working_day(today.date())
    until = timezone.make_aware(dt.datetime.combine(tomorrow, dt.time.max))
    rows = list(due_soon(until, today))
    for part in rows:
        Part.objects.filter(pk=part.pk).update(last_reminded_at=now, reminder_count=F("reminder_count") + 1)
        _remind(part, by=by)
    return len(rows)


def _remind(part: Part, *, by: Actor) -> None:
    day = timezone.localtime(part.due_at)
    overdue = part.due_at < clock.now()
    text = f"{'已超期，' if overdue else ''}请按时交稿：{part.task.title}——{part.title}（{day:%m月%d日}截止）"
    tell([part.contact_id], kind="drafting.part_reminded", text=text, ref=part.ref, secrecy=part.secrecy, by=by)
