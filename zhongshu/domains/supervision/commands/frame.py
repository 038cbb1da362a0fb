"""What every command of supervision shares: the record, the limits, who is told, what search finds."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from zhongshu.domains.supervision import indexing
from zhongshu.domains.supervision.choices import EventKind, PartState
from zhongshu.domains.supervision.lights import warning_days
from zhongshu.domains.supervision.models import ItemEvent, Part, SupervisionItem
from zhongshu.domains.supervision.queries import rules
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, OfficeError, RuleBroken
from zhongshu.platform.audit import public as audit
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.notifications import public as notifications
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Duty, Person, Unit
from zhongshu.platform.secrecy import public as secrecy

# Events that only add words; they leave the columns of statistics as they were.
QUIET = frozenset({
    EventKind.BROKEN_DOWN, EventKind.SIGNED, EventKind.FEEDBACK, EventKind.FEEDBACK_RETURNED, EventKind.URGED,
    EventKind.EXTENSION_REQUESTED, EventKind.EXTENSION_REFUSED, EventKind.NOTICE,
})  # fmt: skip


@dataclass(frozen=True)
class Limit:
    """A deadline with its reasons."""

    deadline: dt.date
    working_days: int
    explanation: str


def write(
    item: SupervisionItem, kind: EventKind, /, *, by: Actor, words: str = "", unit_name: str = "", **facts: Any
) -> ItemEvent:
    """Add an event to the item's record, with how the item stands now, and an entry to the audit log."""
    event = event_of(item, kind, by=by, words=words, unit_name=unit_name, facts=facts)
    event.save()
    audit.record(f"supervision.{kind.value}", item, by=by, event_id=event.pk, **facts)
    indexing.index_item(item)
    return event


def event_of(
    item: SupervisionItem, kind: EventKind, *, by: Actor, words: str = "", unit_name: str = "", facts: dict[str, Any]
) -> ItemEvent:
    """Return the event, not written yet, with how the item stands now."""
    return ItemEvent(
        item=item,
        kind=kind,
        occurred_at=clock.now(),
        occurred_date=clock.today(),
        by_name=by.name[:40],
        unit_name=(unit_name or by.unit_name)[:80],
        words=words,
        facts=facts,
        turns=kind not in QUIET,
        organ_id=item.organ_id,
        state=item.state,
        grade=item.grade,
        source_kind=item.source_kind,
        lead_unit_id=item.lead_unit_id,
        leader_id=item.leader_id,
        docketed_date=item.docketed_date,
        original_deadline=item.original_deadline,
        deadline=item.deadline,
        completed_date=item.completed_date,
        reopenings=item.reopenings,
    )


def require_person(by: Actor) -> int:
    """Return the actor's person and refuse who is none."""
    if by.person_id is None or by.post_id is None:
        raise NotPermitted("您目前没有任职岗位，不能办理督查事项，请联系本单位办公室", code="no_post")
    return by.person_id


def limit(*, working_days: int | None, deadline: dt.date | None, start: dt.date | None = None, field: str = "deadline") -> Limit:
    """Return the limit of so many working days, or until a given day.

    Raises:
        RuleBroken: neither is given, the day is past, no working day, or in a year whose calendar is not known.
    """
    today = start or clock.today()
    if deadline is None:
        if not working_days:
            raise RuleBroken("请填写办理工作日数或者办理时限", code="no_deadline", field=field)
        due = calendars.due(midday(today), working_days)
        return Limit(due.date, working_days, due.explanation)
    if deadline < today:
        raise RuleBroken("办理时限不能早于今天，请重新选择", code="deadline_past", field=field)
    if not calendars.is_working_day(deadline):
        before, after = calendars.previous_working_day(deadline), calendars.next_working_day(deadline)
        offer = f"{_short(after)}" if before < today else f"{_short(before)}或{_short(after)}"
        raise RuleBroken(f"{calendars.explain(deadline)}，办理时限请改为{offer}", code="deadline_on_rest_day", field=field)
    days = calendars.working_days_between(today, deadline)
    due = calendars.due(midday(today), days)
    return Limit(deadline, days, due.explanation)


def warning_date(grade: str, found: Limit, *, start: dt.date) -> dt.date:
    """Return the day from which the light is yellow."""
    days = warning_days(rules.light_rules(), grade, found.working_days)
    return max(start, calendars.subtract_working_days(found.deadline, days))


def next_feedback(grade: str, *, after: dt.date, deadline: dt.date) -> dt.date:
    """Return when the next feedback is due: by the cycle of the grade, at the latest on the deadline."""
    if after >= deadline:
        return deadline
    days = rules.grade_rule(grade).feedback_days
    if calendars.working_days_between(after, deadline) <= days:
        return deadline
    return calendars.add_working_days(after, days)


def working_unit(unit_id: int, *, field: str) -> Unit:
    """Return a unit that can be given something.

    Raises:
        RuleBroken: there is no such unit, or it was dissolved.
    """
    unit = organizations.units([unit_id]).get(unit_id)
    if unit is None:
        raise RuleBroken("没有找到该单位，请重新选择", code="unknown_unit", field=field)
    if not unit.active:
        raise RuleBroken(f"“{unit}”已撤销，不能交办，请改选承接其职能的单位", code="unit_dissolved", field=field, unit=unit.name)
    return unit


def working_person(person_id: int | None, unit: Unit, *, field: str) -> Person:
    """Return the named person, or the head of the unit.

    Raises:
        RuleBroken: nobody works there, or the named person has left or works elsewhere.
    """
    person = organizations.people([person_id]).get(person_id) if person_id else organizations.head_of(unit.pk)
    if person is None:
        raise RuleBroken(f"“{unit}”目前没有在岗人员，请先指定责任人", code="nobody_responsible", field=field)
    if not person.active:
        raise RuleBroken(f"{person.name}已不在职，请另行指定责任人", code="person_left", field=field)
    if person_id and not organizations.members(unit.own_organ_id).filter(pk=person_id).exists():
        raise RuleBroken(f"{person.name}不在“{unit}”任职，请指定该单位的人员", code="person_elsewhere", field=field)
    return person


def present(item: SupervisionItem, *names: str) -> None:
    """Read back the columns that a conditional update changed."""
    item.refresh_from_db(fields=list(names))


def contacts(part: Part) -> list[int]:
    """Return who is told about a part: its person, the unit's contact and the unit's office."""
    organ_id = part.unit.own_organ_id
    duties = [Duty.CONTACT_PERSON, Duty.OFFICE_DIRECTOR]
    people = [person.pk for person in organizations.holders_of_any(duties, organ_id)[:2]]
    return list(dict.fromkeys([*([part.responsible_id] if part.responsible_id else []), *people]))


def supervisors(item: SupervisionItem) -> list[int]:
    """Return who keeps the item: those who hold its coordinating post, else the organ's supervisors."""
    holders = organizations.PostHolding.objects.filter(organizations.held_on(clock.today()), post_id=item.coordinator_id)
    found = list(holders.values_list("person_id", flat=True))
    return found or [person.pk for person in organizations.holders(Duty.SUPERVISOR, item.organ_id)]


def tell(item: SupervisionItem, people: Iterable[int], text: str, *, kind: str, by: Actor) -> None:
    """Notify people about the item, but not the one who acts."""
    others = [person_id for person_id in dict.fromkeys(people) if person_id != by.person_id]
    if others:
        notifications.notify(others, kind=f"supervision.{kind}", text=text, ref=item.ref, by=by, secrecy=item.secrecy)


def live_parts(item: SupervisionItem) -> list[Part]:
    """Return the parts that count, lead first."""
    gone = (PartState.REFUSED, PartState.TRANSFERRED, PartState.CANCELLED)
    return list(item.parts.exclude(state__in=gone).select_related("unit__organ", "responsible"))


def days_late(deadline: dt.date, done: dt.date) -> int:
    """Return the working days after the deadline until ``done``; 0 when it came in time or a calendar is missing."""
    if done <= deadline:
        return 0
    try:
        return calendars.working_days_between(deadline, done)
    except OfficeError:
        return (done - deadline).days


def reason_given(reason: str, sentence: str, *, field: str = "reason") -> str:
    """Return the reason, or refuse an empty one."""
    reason = reason.strip()
    if not reason:
        raise RuleBroken(sentence, code="no_reason", field=field)
    return reason


def storable(*texts: str, level: int, by: Actor) -> None:
    """Refuse what this installation must not store.

    Raises:
        RuleBroken: a level or a mark above the ceiling.
    """
    secrecy.ensure_storable(level, by=by, field="secrecy_level")
    for text in texts:
        secrecy.ensure_storable(text, by=by)


def midday(day: dt.date) -> dt.datetime:
    """Return a moment on the day from which a period of working days runs."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def closing(day: dt.date) -> dt.datetime:
    """Return the close of business on a day."""
    return timezone.make_aware(dt.datetime.combine(day, calendars.closing_time()))


def _short(day: dt.date) -> str:
    return f"{day.month}月{day.day}日"
