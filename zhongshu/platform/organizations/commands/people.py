"""People: enrolled, appointed, moved; how they are reached; what they may know."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

from django.conf import settings
from django.db import transaction

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.audit import public as audit
from zhongshu.platform.organizations.choices import Duty
from zhongshu.platform.organizations.commands._shared import identity_changed, ref, require_administrator
from zhongshu.platform.organizations.models import Person, Post, PostHolding, Unit
from zhongshu.platform.organizations.pinyin import spell
from zhongshu.platform.organizations.queries import held_on, keeps_book_of

CONTACT_FIELDS = frozenset({"office_phone", "mobile", "short_number", "email", "room", "rank_order"})


@transaction.atomic
def enrol_person(
    unit: Unit,
    *,
    name: str,
    post_name: str,
    start_date: dt.date | None = None,
    contact: Mapping[str, str | int] = MappingProxyType({}),
    by: Actor,
) -> Person:
    """Enter somebody new in a unit, in a post of that name; the post is set up without duties if the unit has none so called.

    Args:
        start_date: first day in the post; today if not given.
        contact: how to reach the person: any of ``CONTACT_FIELDS``.

    Raises:
        NotPermitted: the actor neither keeps the organ's book nor is the system administrator.
        RuleBroken: the name is empty.
    """
    _require_keeper(by, unit)
    name = "".join(name.split()) if not name.isascii() else name.strip()
    if not name:
        raise RuleBroken("请填写姓名", code="no_name", field="name")
    pinyin, initials = spell(name)
    person = Person.objects.create(name=name, pinyin=pinyin, initials=initials, **_contact(contact))
    post = Post.objects.filter(unit=unit, name=post_name).first() or Post.objects.create(unit=unit, name=post_name)
    PostHolding.objects.create(person=person, post=post, start_date=start_date or clock.today())
    audit.record("organizations.person_enrolled", ref("person", person.pk, name), by=by, post=f"{unit} {post_name}")
    return person


@transaction.atomic
def update_contact(person: Person, *, by: Actor, **contact: str | int) -> bool:
    """Change how a person is reached; returns whether anything changed.

    Raises:
        NotPermitted: the actor is neither the person, nor the system administrator, nor keeps the book of the person's organ.
    """
    if by.person_id != person.pk and by.administrator != "system" and not by.is_system and not keeps_book_of(by, person.pk):
        raise NotPermitted("只能修改本人或本机关人员的联系方式", code="not_own_contact")
    if by.person_id == person.pk and "rank_order" in contact and not keeps_book_of(by, person.pk):
        raise NotPermitted("排序由本机关通讯录维护人员确定", code="rank_is_not_own_choice")
    changes = {field: value for field, value in _contact(contact).items() if getattr(person, field) != value}
    if not changes:
        return False
    Person.objects.filter(pk=person.pk).update(**changes)
    for field, value in changes.items():
        setattr(person, field, value)
    audit.record("organizations.contact_updated", ref("person", person.pk, person.name), by=by, fields=sorted(changes))
    return True


@transaction.atomic
def appoint(person: Person, post: Post, *, start_date: dt.date, is_primary: bool = True, by: Actor) -> PostHolding:
    """Let a person hold a post from a day on (任职). With ``is_primary`` the posts held so far become additional ones (兼任)."""
    require_administrator(by, "system")
    if PostHolding.objects.filter(person=person, post=post, end_date=None).exists():
        raise RuleBroken("该人员已在此岗位任职", code="already_held", field="person")
    if not person.active:
        raise RuleBroken("该人员已离职，不能任职，请先恢复在职", code="not_in_service", field="person")
    if is_primary:
        PostHolding.objects.filter(person=person, is_primary=True, end_date=None).update(is_primary=False)
    holding = PostHolding.objects.create(person=person, post=post, start_date=start_date, is_primary=is_primary)
    identity_changed([person.pk])
    audit.record("organizations.person_appointed", ref("person", person.pk, person.name), by=by, post=str(post))
    return holding


@transaction.atomic
def end_holding(holding: PostHolding, *, end_date: dt.date, by: Actor) -> None:
    """Let a person leave a post (离任). What the person did stays as it is; pending work is handed over separately."""
    require_administrator(by, "system")
    if holding.end_date is not None:
        raise RuleBroken("该任职已经终止", code="already_ended")
    if end_date < holding.start_date:
        raise RuleBroken("任职终止日期不能早于起始日期", code="ends_before_start", field="end_date")
    if not PostHolding.objects.filter(pk=holding.pk, end_date=None).update(end_date=end_date):
        raise RuleBroken("该任职已经终止", code="already_ended")
    holding.end_date = end_date
    identity_changed([holding.person_id])
    audit.record("organizations.holding_ended", ref("person", holding.person_id, holding.person.name), by=by)


@transaction.atomic
def retire_person(person: Person, *, by: Actor) -> None:
    """Take a person out of service (离职) who holds no post any more.

    Raises:
        RuleBroken: a post is still held, or the person left already.
    """
    require_administrator(by, "system")
    if PostHolding.objects.filter(held_on(clock.today()), person=person).exists():
        raise RuleBroken("该人员仍有任职，请先办理离任", code="still_holds_posts")
    if not Person.objects.filter(pk=person.pk, active=True).update(active=False):
        raise RuleBroken("该人员已经离职", code="already_retired")
    person.active = False
    identity_changed([person.pk])
    audit.record("organizations.person_retired", ref("person", person.pk, person.name), by=by)


@transaction.atomic
def change_clearance(person: Person, *, clearance: int, by: Actor) -> None:
    """Say up to which level a person may read (知悉范围); takes effect at the next click.

    Raises:
        NotPermitted: the actor is not the security administrator.
        RuleBroken: the level is above what this installation stores.
    """
    require_administrator(by, "security")
    if not 0 <= clearance <= settings.SECRECY_CEILING:
        raise RuleBroken("知悉等级超出本系统的最高等级，请重新选择", code="above_ceiling", field="clearance")
    before = person.clearance
    if before == clearance:
        return
    Person.objects.filter(pk=person.pk).update(clearance=clearance)
    person.clearance = clearance
    identity_changed([person.pk])
    audit.record("organizations.clearance_changed", ref("person", person.pk, person.name), by=by, before=before, after=clearance)


def _contact(contact: Mapping[str, str | int]) -> Mapping[str, str | int]:
    unknown = contact.keys() - CONTACT_FIELDS
    if unknown:
        raise TypeError(f"not contact fields: {sorted(unknown)}")
    return contact


def _require_keeper(by: Actor, unit: Unit) -> None:
    if by.administrator == "system" or by.is_system:
        return
    if unit.organ_id not in by.organs_where(Duty.REGISTRY_CLERK, Duty.OFFICE_DIRECTOR):
        raise NotPermitted("只有本机关的文书或办公室主任可以维护本机关人员", code="not_keeper_of_the_book")
