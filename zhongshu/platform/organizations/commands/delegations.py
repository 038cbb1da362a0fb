"""Delegations (委托): one way, for a period, never a chain."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.audit import public as audit
from zhongshu.platform.organizations.commands._shared import identity_changed, ref
from zhongshu.platform.organizations.models import Delegation, Person


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
        RuleBroken: the period is past or overlaps another delegation, the agent has left, or delegates in the same period
            (no chains, no circles).
    """
    if by.person_id != principal.pk and by.administrator != "system" and not by.is_system:
        raise NotPermitted("只能委托本人的事项，代他人设置请联系系统管理员", code="not_own_delegation")
    if principal.pk == agent.pk:
        raise RuleBroken("不能委托给自己，请选择其他人员", code="delegates_to_oneself", field="agent")
    if end_at <= start_at or end_at <= clock.now():
        raise RuleBroken("委托终止时间必须晚于起始时间和当前时间", code="empty_period", field="end_at")
    if not agent.active:
        raise RuleBroken(f"{agent.name}已离职，不能受托，请另选人员", code="agent_left", field="agent")
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
    identity_changed([agent.pk, principal.pk])
    audit.record(
        "organizations.delegation_added",
        ref("delegation", delegation.pk, f"{principal.name}委托{agent.name}"),
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
    identity_changed([delegation.agent_id, delegation.principal_id])
    audit.record("organizations.delegation_revoked", ref("delegation", delegation.pk, str(delegation.reason)), by=by)
