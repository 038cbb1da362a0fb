"""What every command about inspection tasks shares: the record, days that are worked, who is told."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from zhongshu.domains.supervision.inspection_choices import InspectionEventKind
from zhongshu.domains.supervision.models import InspectionEvent, InspectionPlan, InspectionVisit
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.audit import public as audit
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.notifications import public as notifications
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Duty

LONGEST_VISIT_DAYS = 31


def write(
    plan: InspectionPlan, kind: InspectionEventKind, /, *, by: Actor, words: str = "", unit_name: str = "", **facts: Any
) -> None:
    """Add an event to the plan's record, and an entry to the audit log."""
    InspectionEvent.objects.create(
        plan=plan, kind=kind, occurred_at=clock.now(), by_name=by.name[:40], unit_name=(unit_name or by.unit_name)[:80],
        words=words, facts=facts,
    )  # fmt: skip
    audit.record(f"supervision.inspection_{kind.value}", plan, by=by, **facts)


def check_days(start: dt.date, end: dt.date, *, reason: str, field: str = "start_date") -> None:
    """Refuse a visit that ends before it begins, lasts for months, or touches a rest day without a reason.

    Raises:
        RuleBroken: as said; also where the calendar of the year is not known.
    """
    if end < start:
        raise RuleBroken("结束日期不能早于开始日期，请重新填写", code="ends_before_start", field="end_date")
    length = (end - start).days + 1
    if length > LONGEST_VISIT_DAYS:
        raise RuleBroken(f"一次进点最多{LONGEST_VISIT_DAYS}天，请分次安排", code="visit_too_long", field="end_date")
    days = [start + dt.timedelta(days=number) for number in range(length)]
    resting = [day for day in days if not calendars.is_working_day(day)]
    if resting and not reason.strip():
        named = "、".join(f"{day.month}月{day.day}日" for day in resting[:4])
        raise RuleBroken(
            f"{named}{'等' if len(resting) > 4 else ''}是休息日，进点应避开；确需在休息日进点的，请写明理由",
            code="rest_day", field="rest_day_reason",
        )  # fmt: skip


def contacts(visit: InspectionVisit) -> list[int]:
    """Return who is told about a visit: the unit's head, contact and office."""
    duties = [Duty.PRINCIPAL_HEAD, Duty.CONTACT_PERSON, Duty.OFFICE_DIRECTOR]
    return [person.pk for person in organizations.holders_of_any(duties, visit.unit.own_organ_id)[:3]]


def arrangers(plan: InspectionPlan) -> list[int]:
    """Return who keeps the plan."""
    return [person.pk for person in organizations.holders(Duty.SUPERVISOR, plan.organ_id)]


def tell(ref: ObjectRef, people: Iterable[int], text: str, *, level: int, by: Actor) -> None:
    """Notify people about a plan or a visit, but not the one who acts."""
    others = [person_id for person_id in dict.fromkeys(people) if person_id != by.person_id]
    if others:
        notifications.notify(others, kind="supervision.inspection", text=text[:300], ref=ref, by=by, secrecy=level)
