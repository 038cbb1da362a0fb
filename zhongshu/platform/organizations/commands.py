"""Writes: posts taken and left, delegations made and taken back."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.audit import public as audit
from zhongshu.platform.organizations.choices import Duty, UnitKind
from zhongshu.platform.organizations.models import Delegation, Person, Post, PostDuty, PostHolding, Unit


@transaction.atomic
def establish_unit(*, by: Actor, parent: Unit | None = None, **fields) -> Unit:
    """Set up an organ or a section under ``parent``; fills its path and its organ.

    Raises:
        NotPermitted: the actor is not the system administrator.
    """
    _require_administrator(by, "system")
    unit = Unit.objects.create(parent=parent, **fields)
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.organ = unit if unit.kind == UnitKind.ORGAN else (parent.organ if parent else None)
    if unit.organ is None:
        raise RuleBroken("科室必须设在机关之下，请先选择所属机关", code="section_without_organ", field="parent")
    unit.save(update_fields=["path", "organ"])
    audit.record("organizations.unit_established", _ref("unit", unit.pk, unit.name), by=by)
    return unit


@transaction.atomic
def establish_post(unit: Unit, *, name: str, duties: Iterable[str] = (), rank_order: int = 1000, fields: str = "", by: Actor) -> Post:
    """Set up a post in a unit with what it does in the office's processes."""
    _require_administrator(by, "system")
    post = Post.objects.create(unit=unit, name=name, rank_order=rank_order, fields=fields)
    PostDuty.objects.bulk_create([PostDuty(post=post, duty=Duty(duty)) for duty in duties])
    audit.record("organizations.post_established", _ref("post", post.pk, f"{unit} {name}"), by=by)
    return post


@transaction.atomic
def appoint(person: Person, post: Post, *, start_date: dt.date, is_primary: bool = True, by: Actor) -> PostHolding:
    """Let a person hold a post from a day on (任职)."""
    _require_administrator(by, "system")
    if PostHolding.objects.filter(person=person, post=post, end_date=None).exists():
        raise RuleBroken("该人员已在此岗位任职", code="already_held")
    holding = PostHolding.objects.create(person=person, post=post, start_date=start_date, is_primary=is_primary)
    _identity_changed(person.pk)
    audit.record("organizations.person_appointed", _ref("person", person.pk, person.name), by=by, post=str(post))
    return holding


@transaction.atomic
def end_holding(holding: PostHolding, *, end_date: dt.date, by: Actor) -> None:
    """Let a person leave a post (离任). What the person did stays as it is; pending work is handed over separately."""
    _require_administrator(by, "system")
    if holding.end_date is not None:
        raise RuleBroken("该任职已经终止", code="already_ended")
    if end_date < holding.start_date:
        raise RuleBroken("任职终止日期不能早于起始日期", code="ends_before_start", field="end_date")
    PostHolding.objects.filter(pk=holding.pk, end_date=None).update(end_date=end_date)
    holding.end_date = end_date
    _identity_changed(holding.person_id)
    audit.record("organizations.holding_ended", _ref("person", holding.person_id, holding.person.name), by=by)


@transaction.atomic
def add_delegation(
    principal: Person,
    agent: Person,
    *,
    start_at: dt.datetime,
    end_at: dt.datetime,
    reason: str,
    matter_kinds: Iterable[str] = (),
    by: Actor,
) -> Delegation:
    """Let ``agent`` act for ``principal`` for a period, on all matters or on some kinds (委托).

    Raises:
        NotPermitted: the actor is neither the principal nor the system administrator.
        RuleBroken: the period is past or overlaps another delegation, or the agent delegates in the same period (no chains, no circles).
    """
    if by.person_id != principal.pk and by.administrator != "system" and not by.is_system:
        raise NotPermitted("只能委托本人的事项，代他人设置请联系系统管理员", code="not_own_delegation")
    if principal.pk == agent.pk:
        raise RuleBroken("不能委托给自己，请选择其他人员", code="delegates_to_oneself", field="agent")
    if end_at <= start_at or end_at <= clock.now():
        raise RuleBroken("委托终止时间必须晚于起始时间和当前时间", code="empty_period", field="end_at")
    overlapping = Delegation.objects.filter(revoked_at=None, start_at__lt=end_at, end_at__gt=start_at)
    if overlapping.filter(principal=principal).exists():
        raise RuleBroken("该时段已有委托，请先撤回原委托", code="delegation_overlaps", field="start_at")
    if overlapping.filter(principal=agent).exists():
        raise RuleBroken(f"{agent.name}在该时段已委托他人，不能再受托，请另选人员", code="delegation_chain", field="agent")
    if overlapping.filter(agent=principal).exists():
        raise RuleBroken("您在该时段正受他人委托，受托期间不能再委托他人", code="delegation_chain", field="agent")
    delegation = Delegation.objects.create(
        principal=principal,
        agent=agent,
        start_at=start_at,
        end_at=end_at,
        reason=reason,
        matter_kinds=list(matter_kinds),
        entered_by_name=by.name,
    )
    _identity_changed(agent.pk, principal.pk)
    audit.record(
        "organizations.delegation_added",
        _ref("delegation", delegation.pk, f"{principal.name}委托{agent.name}"),
        by=by,
        start_at=start_at.isoformat(),
        end_at=end_at.isoformat(),
    )
    return delegation


@transaction.atomic
def revoke_delegation(delegation: Delegation, *, by: Actor) -> None:
    """Take a delegation back before its end; matters not yet opened return to the principal by the worklist's rules."""
    if by.person_id != delegation.principal_id and by.administrator != "system" and not by.is_system:
        raise NotPermitted("只有委托人本人或系统管理员可以撤回委托", code="not_own_delegation")
    if not Delegation.objects.filter(pk=delegation.pk, revoked_at=None).update(revoked_at=clock.now()):
        raise RuleBroken("该委托已经撤回", code="already_revoked")
    delegation.refresh_from_db()
    _identity_changed(delegation.agent_id, delegation.principal_id)
    audit.record("organizations.delegation_revoked", _ref("delegation", delegation.pk, str(delegation.reason)), by=by)


def _identity_changed(*person_ids: int) -> None:
    # Sessions keep a person's posts in memory until the revision rises, so a change takes effect at the next click.
    Person.objects.filter(pk__in=person_ids).update(revision=F("revision") + 1)


def _require_administrator(by: Actor, kind: str) -> None:
    if by.administrator != kind and not by.is_system:
        raise NotPermitted("此项操作由系统管理员办理", code="not_system_administrator")


def _ref(noun: str, pk: int, title: str) -> ObjectRef:
    return ObjectRef(f"organizations.{noun}", pk, title)
