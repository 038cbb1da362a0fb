"""Writes of the calendars."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.refs import ObjectRef
from zhongshu.kernel.versioned import new_version
from zhongshu.platform.audit import public as audit
from zhongshu.platform.calendars import official
from zhongshu.platform.calendars.choices import NoticeKind
from zhongshu.platform.calendars.models import CalendarDay, CalendarStamp, CalendarYear, OfficeDay
from zhongshu.platform.calendars.notice import OFF, Notice, NoticeDay, read_notice
from zhongshu.platform.calendars.policies import may_arrange, policy
from zhongshu.platform.calendars.queries import kept

PACKAGE_SOURCE = "历年放假通知汇编（chinesecalendar）"
# Seven holidays of 13 days in all: a text with fewer days off was not read whole.
FEWEST_DAYS_OFF = 11


@transaction.atomic
def load_years(years: Iterable[int], *, by: Actor) -> list[int]:
    """Load the notices of these years from the package; a year that a person imported from the notice itself stays as it is.

    Returns:
        The years that changed; safe to repeat.
    """
    imported = set(CalendarYear.objects.exclude(source=PACKAGE_SOURCE).values_list("year", flat=True))
    changed = []
    for year in years:
        if year not in imported and _write_year(year, official.notice_days(year), number="", source=PACKAGE_SOURCE):
            changed.append(year)
            audit.record("calendars.year_loaded", _year_ref(year), by=by, source=PACKAGE_SOURCE)
    if changed:
        _stamp()
    return changed


@transaction.atomic
def import_notice(text: str, *, year: int | None = None, by: Actor) -> Notice:
    """Take over the State Council's notice from its pasted text; it replaces what was known of that year.

    Raises:
        NotPermitted: the actor is not the system administrator.
        RuleBroken: the year or the days cannot be read out of the text.
    """
    if by.administrator != "system" and not by.is_system:
        raise NotPermitted("导入放假安排限系统管理员", code="not_system_administrator")
    notice = read_notice(text, year)
    if notice.year is None:
        raise RuleBroken("未能识别年份，请连同通知标题一起粘贴，或者填写年份", code="no_year", field="year")
    if sum(day.kind == OFF for day in notice.days) < FEWEST_DAYS_OFF:
        raise RuleBroken("识别出的放假日期太少，请粘贴通知全文", code="too_few_days", field="text")
    source = f"国务院办公厅通知{notice.number}"
    if _write_year(notice.year, notice.days, number=notice.number, source=source):
        _stamp()
        audit.record("calendars.notice_imported", _year_ref(notice.year), by=by, number=notice.number, days=len(notice.days))
    return notice


def _write_year(year: int, days: Iterable[NoticeDay], *, number: str, source: str) -> bool:
    wanted = {day.day: (NoticeKind.HOLIDAY if day.kind == OFF else NoticeKind.MAKEUP, day.name or "节日") for day in days}
    present = {day.date: (day.kind, day.name) for day in CalendarDay.objects.filter(notice_year=year)}
    known = CalendarYear.objects.filter(year=year, source=source, notice_number=number).exists()
    if known and wanted == present:
        return False
    CalendarDay.objects.filter(notice_year=year).delete()
    # A later notice has the last word on a day at the turn of the year.
    CalendarDay.objects.filter(date__in=wanted.keys()).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(date=day, kind=kind, name=name[:20], notice_year=year) for day, (kind, name) in wanted.items()
    )
    CalendarYear.objects.update_or_create(
        year=year, defaults={"source": source, "notice_number": number, "loaded_at": clock.now()}
    )
    return True


@transaction.atomic
def arrange_day(organ_id: int, day: dt.date, *, working: bool, reason: str, by: Actor) -> OfficeDay:
    """Let an organ work or rest on a day in its own way, such as a local festival.

    Raises:
        NotPermitted: the actor does not direct the organ's office.
        RuleBroken: the day lies in the past, or it is already arranged.
    """
    if not may_arrange(by, organ_id):
        raise NotPermitted("安排本机关工作日限办公室主任、副主任", code="not_permitted_arrange")
    if day < clock.today():
        raise RuleBroken("不能改动已经过去的日期", code="past_day", field="date")
    if OfficeDay.objects.filter(organ_id=organ_id, date=day, withdrawn_at=None).exists():
        raise RuleBroken("该日期已有安排，请先撤销", code="already_arranged", field="date")
    arranged = OfficeDay.objects.create(
        organ_id=organ_id, date=day, working=working, reason=reason, entered_by_name=by.name, created_at=clock.now()
    )
    _stamp()
    audit.record("calendars.day_arranged", _day_ref(arranged), by=by, organ=organ_id, working=working, reason=reason)
    return arranged


@transaction.atomic
def withdraw_day(arranged: OfficeDay, *, by: Actor) -> None:
    """Take back an organ's own arrangement of a day.

    Raises:
        NotPermitted: the actor does not direct the organ's office.
        RuleBroken: the day has passed, or the arrangement was withdrawn before.
    """
    policy.require(by, "withdraw", arranged)
    if arranged.date < clock.today():
        raise RuleBroken("不能改动已经过去的日期", code="past_day")
    if not OfficeDay.objects.filter(pk=arranged.pk, withdrawn_at=None).update(withdrawn_at=clock.now()):
        raise RuleBroken("该安排已经撤销", code="already_withdrawn")
    _stamp()
    audit.record("calendars.day_withdrawn", _day_ref(arranged), by=by, organ=arranged.organ_id)


def _stamp() -> None:
    CalendarStamp.objects.update_or_create(pk=1, defaults={"version": new_version()})
    kept.changed()


def _year_ref(year: int) -> ObjectRef:
    return ObjectRef("calendars.year", year, f"{year}年放假安排")


def _day_ref(day: OfficeDay) -> ObjectRef:
    return ObjectRef("calendars.office_day", day.pk, f"{day.date}")
