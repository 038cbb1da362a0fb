"""Writes: sending round to readers, reading, passing on, chasing, cancelling."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from zhongshu.kernel import clock, kinds, states
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken, StaleState
from zhongshu.kernel.events import publish
from zhongshu.kernel.refs import ObjectRef, ref_fields
from zhongshu.platform.audit import public as audit
from zhongshu.platform.circulation.choices import REACHED, UNREAD, ReadingState, RoundKind, RoundState
from zhongshu.platform.circulation.events import RoundFinished
from zhongshu.platform.circulation.models import Reading, ReadingRound
from zhongshu.platform.circulation.policies import reading_policy, round_policy
from zhongshu.platform.circulation.queries import secrecy_of
from zhongshu.platform.notifications import public as notifications
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.organizations import public as organizations

MOST_READERS = 500
COLUMN = "传阅"
_WORK_SECRET = 2


@transaction.atomic
def start_round(
    ref: ObjectRef,
    person_ids: Sequence[int],
    *,
    ordered: bool = False,
    due_at: dt.datetime | None = None,
    note: str = "",
    kind: str = RoundKind.CIRCULATE,
    by: Actor,
) -> ReadingRound:
    """Send an object round to readers (传阅), or copy it to them (知会); in the order given if ``ordered``.

    The process is not touched: a round may begin while it runs or after it has ended.

    Raises:
        NotPermitted: the sender may not see the object.
        RuleBroken: no readers, the sender among them, a reader without clearance, or a limit in the past.
    """
    if by.person_id is None or not kinds.visible(ref, by):
        raise NotPermitted("您无权查看此件，不能发起传阅", code="not_permitted_circulate")
    if due_at is not None and due_at <= clock.now():
        raise RuleBroken("阅毕时限必须晚于当前时间", code="due_in_past", field="due_at")
    people = _acceptable(person_ids, by=by, secrecy=(level := secrecy_of(ref)))
    row = ReadingRound.objects.create(
        **ref_fields(ref),
        kind=kind,
        ordered=ordered,
        due_at=due_at,
        note=note.strip()[:300],
        secrecy=level,
        organ_id=by.organ_id,
        started_by_id=by.person_id,
        started_by_name=by.name,
        started_by_post=by.post_name,
        started_at=clock.now(),
    )
    readings = _send(row, people, by=by)
    audit.record(
        "circulation.round_started",
        ref,
        by=by,
        round_id=row.pk,
        kind=str(kind),
        ordered=ordered,
        readers=[reading.person_name for reading in readings],
    )
    return row


def _acceptable(person_ids: Iterable[int], *, by: Actor, secrecy: int) -> list[organizations.Person]:
    wanted = list(dict.fromkeys(person_ids))
    if not wanted:
        raise RuleBroken("请至少选择一名传阅人", code="no_readers", field="people")
    if by.person_id in wanted:
        raise RuleBroken("不能传阅给自己，请从名单中去掉本人", code="circulates_to_oneself", field="people")
    if len(wanted) > MOST_READERS:
        raise RuleBroken(f"一次最多传阅{MOST_READERS}人，请分批发起", code="too_many_readers", field="people")
    found = organizations.people(wanted)
    people = [found[pk] for pk in wanted if pk in found and found[pk].active]
    if len(people) < len(wanted):
        raise RuleBroken("名单中有人员不存在或已离任，请重新选择", code="unknown_reader", field="people")
    uncleared = [person.name for person in people if person.clearance < secrecy]
    if uncleared:
        raise RuleBroken(f"{'、'.join(uncleared)}的知悉等级不够，不能接收此件", code="reader_not_cleared", field="people")
    return people


def _send(row: ReadingRound, people: list[organizations.Person], *, by: Actor, passed_on: bool = False) -> list[Reading]:
    """Add readers to a round; in an ordered round only the first of a queue receives it now."""
    present = set(row.readings.filter(state__in=UNREAD).values_list("person_id", flat=True))
    double = [person.name for person in people if person.pk in present]
    if double:
        raise RuleBroken(f"{'、'.join(double)}已在传阅名单中，请去掉后再提交", code="already_reader", field="people")
    posts = organizations.main_posts([person.pk for person in people])
    last = row.readings.aggregate(last=Max("position"))["last"] or 0
    now = clock.now()
    queue = row.ordered and bool(present)
    readings = []
    for offset, person in enumerate(people, start=1):
        waits = queue or (row.ordered and offset > 1)
        holding = posts.get(person.pk)
        readings.append(
            Reading(
                **ref_fields(row.ref),
                round=row,
                person=person,
                person_name=person.name,
                post_name=holding.post.name if holding else "",
                unit_name=str(holding.post.unit) if holding else "",
                position=last + offset,
                state=ReadingState.PENDING if waits else ReadingState.WAITING,
                sent_at=now,
                received_at=None if waits else now,
                passed_on_by_id=by.person_id if passed_on else None,
                passed_on_by_name=by.name if passed_on else "",
            )
        )
    Reading.objects.bulk_create(readings)
    _tell(row, [reading.person_id for reading in readings if reading.state == ReadingState.WAITING], sender=by.name, by=by)
    return readings


def _tell(row: ReadingRound, person_ids: list[int], *, sender: str, by: Actor) -> None:
    if person_ids:
        text = f"{sender}向您{row.get_kind_display()}：{row.ref_title}"
        notifications.notify(person_ids, kind="circulation.received", text=text, ref=row.ref, by=by, secrecy=row.secrecy)


def open_reading_item(ref: ObjectRef, *, by: Actor) -> None:
    """Note the moment at which a reader first opened what waits for him. Cheap: one conditional UPDATE, nothing when already
    noted."""
    if by.person_id is not None:
        waiting = Reading.objects.filter(person_id=by.person_id, state=ReadingState.WAITING, opened_at=None)
        waiting.filter(ref_kind=ref.kind, ref_id=ref.id).update(opened_at=clock.now())


@transaction.atomic
def read(reading_id: int, *, words: str = "", digest: str = "", by: Actor) -> Reading:
    """Finish reading (阅毕), with words if the reader has any (阅示意见); in an ordered round the next reader receives it.

    The words stand in the column 传阅 and never touch the opinions of the process.

    Raises:
        NotPermitted: it is somebody else's.
        StaleState: already read, or cancelled meanwhile.
    """
    reading = _own(reading_id, by)
    _alone(reading.round_id)
    reading.refresh_from_db()
    if reading.state == ReadingState.CANCELLED:
        raise StaleState("发起人已取消此次传阅，无需再阅", code="reading_cancelled")
    if reading.state == ReadingState.PENDING:
        raise RuleBroken("按次序传阅，还没有轮到您", code="not_yet_your_turn")
    if reading.read_at is not None:
        when = timezone.localtime(reading.read_at)
        raise StaleState(f"您已于{when:%m月%d日 %H:%M}阅毕此件", code="already_read", at=reading.read_at)
    now = clock.now()
    Reading.objects.filter(pk=reading.pk, state=ReadingState.WAITING).update(
        state=ReadingState.READ, read_at=now, opened_at=reading.opened_at or now
    )
    if words.strip():
        opinion = opinions.record(
            reading.ref,
            kind=opinions.OpinionKind.READING,
            column=COLUMN,
            step_label=COLUMN,
            words=words,
            attitude=opinions.Attitude.READ,
            digest=digest or kinds.digest(reading.ref),
            opened_text=reading.opened_at is not None,
            by=by,
        )
        Reading.objects.filter(pk=reading.pk).update(opinion_id=opinion.pk)
    audit.record("circulation.read", reading.ref, by=by, round_id=reading.round_id)
    _go_on(ReadingRound.objects.get(pk=reading.round_id), by=by)
    reading.refresh_from_db()
    return reading


def _own(reading_id: int, by: Actor) -> Reading:
    reading = Reading.objects.filter(pk=reading_id).select_related("round").first()
    if reading is None or not reading_policy.can(by, "read", reading):
        raise NotPermitted("这不是您的阅件，不能代为办理", code="not_permitted_read")
    return reading


def _alone(round_id: int) -> None:
    # The last two readers may finish at the same moment; one waits here, so that one of them sees that the round is over.
    # SQLite has one writer anyway.
    ReadingRound.objects.select_for_update().get(pk=round_id)


def _go_on(row: ReadingRound, *, by: Actor) -> None:
    """Let the next of an ordered round receive it, or close a round that everybody has read."""
    unread = row.readings.filter(state__in=UNREAD)
    if row.ordered and not unread.filter(state=ReadingState.WAITING).exists():
        following = unread.order_by("position", "pk").first()
        if following is not None:
            Reading.objects.filter(pk=following.pk, state=ReadingState.PENDING).update(
                state=ReadingState.WAITING, received_at=clock.now()
            )
            _tell(row, [following.person_id], sender=row.started_by_name, by=by)
            return
    if row.state == RoundState.OPEN and not unread.exists():
        if row.readings.filter(state=ReadingState.READ).exists():
            states.move(row, to=RoundState.FINISHED, ended_at=clock.now())
            publish(RoundFinished(row.pk, row.ref_kind, row.ref_id))
        else:
            states.move(row, to=RoundState.CANCELLED, ended_at=clock.now())


@transaction.atomic
def pass_on(reading_id: int, person_ids: Sequence[int], *, by: Actor) -> list[Reading]:
    """Let a reader send what he received to others (转阅); they join the same round at once.

    Raises:
        NotPermitted: it was not sent to this person.
        RuleBroken: a work secret is not passed on by readers, or a reader is refused as in ``start_round``.
    """
    reading = _own(reading_id, by)
    if reading.state not in REACHED:
        raise RuleBroken("此件尚未到达您处或传阅已取消，不能转阅", code="wrong_state")
    if reading.round.secrecy >= _WORK_SECRET:
        raise RuleBroken("工作秘密件不能自行转阅，请由发起人增加传阅人", code="secret_not_passed_on")
    row = reading.round
    people = _acceptable(person_ids, by=by, secrecy=row.secrecy)
    _reopen(row)
    readings = _send(row, people, by=by, passed_on=True)
    audit.record("circulation.passed_on", row.ref, by=by, round_id=row.pk, readers=[reading.person_name for reading in readings])
    return readings


@transaction.atomic
def add_readers(row: ReadingRound, person_ids: Sequence[int], *, by: Actor) -> list[Reading]:
    """Add readers to a round (增加传阅人); a finished round opens again."""
    round_policy.require(by, "manage", row)
    people = _acceptable(person_ids, by=by, secrecy=row.secrecy)
    _reopen(row)
    readings = _send(row, people, by=by)
    audit.record(
        "circulation.readers_added", row.ref, by=by, round_id=row.pk, readers=[reading.person_name for reading in readings]
    )
    return readings


def _reopen(row: ReadingRound) -> None:
    if row.state == RoundState.CANCELLED:
        raise RuleBroken("此次传阅已取消，请重新发起", code="wrong_state")
    if row.state == RoundState.FINISHED:
        states.move(row, to=RoundState.OPEN, ended_at=None)


@transaction.atomic
def cancel(row: ReadingRound, reading_ids: Iterable[int] | None = None, *, by: Actor) -> int:
    """Take the object back from readers who have not read it: those named, or all (批量取消). Who has read stays on record.

    Returns how many readings were cancelled.
    """
    round_policy.require(by, "manage", row)
    _alone(row.pk)
    unread = row.readings.filter(state__in=UNREAD)
    if reading_ids is not None:
        unread = unread.filter(pk__in=list(reading_ids))
    names = list(unread.values_list("person_name", flat=True))
    if not names:
        raise RuleBroken("所选人员都已阅毕或已取消，没有可以取消的传阅", code="nothing_to_cancel")
    count = unread.update(state=ReadingState.CANCELLED)
    audit.record("circulation.cancelled", row.ref, by=by, round_id=row.pk, readers=names)
    row.refresh_from_db()
    _go_on(row, by=by)
    return count


@transaction.atomic
def chase(row: ReadingRound, reading_ids: Iterable[int] | None = None, *, text: str = "", by: Actor) -> int:
    """Remind readers who have not read yet (催阅), each at most once a day. Returns how many were reminded."""
    round_policy.require(by, "manage", row)
    start_of_day = timezone.make_aware(dt.datetime.combine(clock.today(), dt.time.min))
    waiting = row.readings.filter(state=ReadingState.WAITING).exclude(person_id=by.person_id or 0)
    if reading_ids is not None:
        waiting = waiting.filter(pk__in=list(reading_ids))
    due = waiting.filter(Q(last_chased_at=None) | Q(last_chased_at__lt=start_of_day))
    person_ids = list(due.values_list("person_id", flat=True))
    if not person_ids:
        if waiting.exists():
            raise RuleBroken("今天已经催阅过，请明天再催", code="chased_today")
        raise RuleBroken("没有需要催阅的人员", code="nobody_to_chase")
    due.update(times_chased=F("times_chased") + 1, last_chased_at=clock.now())
    message = text.strip() or f"请尽快阅件：{row.ref_title}"
    notifications.notify(person_ids, kind="circulation.chased", text=message, ref=row.ref, by=by, secrecy=row.secrecy)
    audit.record("circulation.chased", row.ref, by=by, round_id=row.pk, count=len(person_ids))
    return len(person_ids)
