"""Who may do what with processes, each rule once."""

from django.db.models import Q

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted
from zhongshu.kernel.policy import EVERYBODY, NOBODY, Policy
from zhongshu.platform.organizations.public import Duty
from zhongshu.platform.workflow.models import FlowDefinition, FlowInstance, FlowItem, FlowItemHolder

PAPER_DUTIES = (Duty.REGISTRY_CLERK, Duty.CONFIDENTIAL_CLERK)
"""Whose post it is to enter what a leader wrote on paper (代录)."""


def keys_of(actor: Actor) -> list[str]:
    """Return every key under which an item may wait for this person to claim it."""
    if actor.person_id is None:
        return []
    keys = [f"person:{actor.person_id}"]
    keys += [f"post:{post}" for post in sorted(actor.post_ids)]
    keys += [f"duty:{organ}:{duty}" for organ, duty in sorted(actor.duties)]
    return keys


def claimable(actor: Actor) -> Q:
    """Return the condition that an item waits for somebody like this person."""
    return Q(assignee=None, pk__in=FlowItemHolder.objects.filter(key__in=keys_of(actor)).values("item_id"))


def _handles(actor: Actor) -> Q:
    if actor.person_id is None:
        return NOBODY
    return Q(assignee=actor.person_id) | Q(principal=actor.person_id) | claimable(actor)


def _administers(actor: Actor) -> Q:
    return Q(organ__in=actor.organs_where(Duty.FLOW_ADMINISTRATOR))


def _own(actor: Actor) -> Q:
    return Q(starter=actor.person_id) if actor.person_id else NOBODY


item_policy = Policy(FlowItem)
item_policy.allow("handle", "办理", _handles)
item_policy.allow(
    "enter_paper", "代录纸面意见", lambda actor: Q(instance__organ__in=actor.organs_where(*PAPER_DUTIES), assignee__isnull=False)
)

instance_policy = Policy(FlowInstance)
instance_policy.allow("administer", "流程管理", _administers)
instance_policy.allow("withdraw", "撤销", _own)
instance_policy.allow("terminate", "终止", lambda actor: _own(actor) | _administers(actor))
instance_policy.allow("urge", "催办", lambda actor: _own(actor) | _administers(actor))

definition_policy = Policy(FlowDefinition)
definition_policy.allow("edit", "维护流程", lambda actor: EVERYBODY if may_edit_definitions(actor) else NOBODY)
definition_policy.allow("view", "查看流程", lambda actor: EVERYBODY if may_edit_definitions(actor) else NOBODY)


def require_handler(item: FlowItem, by: Actor) -> None:
    """Refuse unless the item is the actor's. The usual case, one's own item, is seen without asking the database.

    Raises:
        NotPermitted: the item is somebody else's.
    """
    if by.is_system:
        return
    if by.clearance < item.instance.secrecy:
        raise NotPermitted("您的知悉等级不够，不能办理此件", code="not_permitted_clearance")
    if by.person_id is not None and by.person_id in (item.assignee_id, item.principal_id):
        return
    item_policy.require(by, "handle", item)


def may_administer(instance: FlowInstance, by: Actor) -> bool:
    """Tell without a query what ``instance_policy`` says of "administer"."""
    return by.is_system or (by.clearance >= instance.secrecy and by.has(Duty.FLOW_ADMINISTRATOR, instance.organ_id))


def require_administrator(instance: FlowInstance, by: Actor) -> None:
    """Refuse unless the actor manages processes in the organ of this one.

    Raises:
        NotPermitted: otherwise.
    """
    if not may_administer(instance, by):
        raise NotPermitted("只有本机关流程管理员可以进行此项操作", code="not_permitted_administer")


def may_edit_definitions(by: Actor) -> bool:
    return by.is_system or by.administrator == "system" or by.has(Duty.FLOW_ADMINISTRATOR)


def require_editor(by: Actor) -> None:
    """Refuse unless the actor may draw processes.

    Raises:
        NotPermitted: otherwise.
    """
    if not may_edit_definitions(by):
        raise NotPermitted("只有流程管理员或系统管理员可以维护流程", code="not_permitted_edit")
