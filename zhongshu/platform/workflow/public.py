"""The workflow: what other layers may import.

A domain announces its commands and its kind in ``apps.ready`` (``register_command``, ``register_kind``), starts a process
about one of its objects (``start``), and lets the worklist's panel do the rest. The domain owns the state of its object and
sets it when a step opens; the drawing only says who is next.
"""

from zhongshu.platform.workflow.choices import (
    AddMode,
    Alert,
    InstanceState,
    ItemRole,
    ItemState,
    Operation,
    ReturnMode,
    StepState,
)
from zhongshu.platform.workflow.commands.chasing import fire_timers, urge, warn_due
from zhongshu.platform.workflow.commands.consulting import answer_consultation, consult, withdraw_consultation
from zhongshu.platform.workflow.commands.defining import define, publish_version, retire, save_draft
from zhongshu.platform.workflow.commands.handing_over import hand_over, return_ended_delegations
from zhongshu.platform.workflow.commands.handling import (
    claim,
    complete,
    complete_many,
    open_item,
    release,
    save_draft_opinion,
)
from zhongshu.platform.workflow.commands.intervening import restore, resume, suspend, terminate, withdraw
from zhongshu.platform.workflow.commands.loading import load_definitions
from zhongshu.platform.workflow.commands.migrating import migrate
from zhongshu.platform.workflow.commands.renewing import drop_stale_drafts, renew
from zhongshu.platform.workflow.commands.returning import Target, returnable_steps, send_back
from zhongshu.platform.workflow.commands.signers import add_signers, reassign, remove_signer
from zhongshu.platform.workflow.commands.starting import start
from zhongshu.platform.workflow.commands.steering import add_unit, jump, remove_unit, skip
from zhongshu.platform.workflow.commands.taking_back import take_back
from zhongshu.platform.workflow.engine.drafts import draft_of, draft_place
from zhongshu.platform.workflow.engine.limits import NO_LIMIT
from zhongshu.platform.workflow.events import (
    InstanceEnded,
    WorkArrived,
    WorkHandedOver,
    WorkIsLate,
    WorkTakenAway,
    WorkUrged,
)
from zhongshu.platform.workflow.models import FlowInstance, FlowItem, FlowLog, FlowStep
from zhongshu.platform.workflow.policies import (
    PAPER_DUTIES,
    claimable,
    instance_policy,
    item_policy,
    keys_of,
    may_administer,
)
from zhongshu.platform.workflow.queries.history import TimelineEntry, timeline
from zhongshu.platform.workflow.queries.items import (
    instance_of,
    instances_started_by,
    item,
    items_delegated,
    items_done_by,
    items_finished,
    items_given_away,
    items_of_actor,
    items_returned_to,
    items_to_do,
    items_under_way,
    open_items,
    open_items_of,
    participated,
    pending_count_of,
)
from zhongshu.platform.workflow.queries.picture import Picture, PictureStep, picture
from zhongshu.platform.workflow.queries.rights import Choice, ItemPanel, instance_operations, panel_of, takeable_items, user_steps
from zhongshu.platform.workflow.registry import StepCall, register_command, register_kind

__all__ = [
    "NO_LIMIT",
    "PAPER_DUTIES",
    "AddMode",
    "Alert",
    "Choice",
    "FlowInstance",
    "FlowItem",
    "FlowLog",
    "FlowStep",
    "InstanceEnded",
    "InstanceState",
    "ItemPanel",
    "ItemRole",
    "ItemState",
    "Operation",
    "Picture",
    "PictureStep",
    "ReturnMode",
    "StepCall",
    "StepState",
    "Target",
    "TimelineEntry",
    "WorkArrived",
    "WorkHandedOver",
    "WorkIsLate",
    "WorkTakenAway",
    "WorkUrged",
    "add_signers",
    "add_unit",
    "answer_consultation",
    "claim",
    "claimable",
    "complete",
    "complete_many",
    "consult",
    "define",
    "draft_of",
    "draft_place",
    "drop_stale_drafts",
    "fire_timers",
    "hand_over",
    "instance_of",
    "instance_operations",
    "instance_policy",
    "instances_started_by",
    "item",
    "item_policy",
    "items_delegated",
    "items_done_by",
    "items_finished",
    "items_given_away",
    "items_of_actor",
    "items_returned_to",
    "items_to_do",
    "items_under_way",
    "jump",
    "keys_of",
    "load_definitions",
    "may_administer",
    "migrate",
    "open_item",
    "open_items",
    "open_items_of",
    "panel_of",
    "participated",
    "pending_count_of",
    "picture",
    "publish_version",
    "reassign",
    "register_command",
    "register_kind",
    "release",
    "remove_signer",
    "remove_unit",
    "renew",
    "restore",
    "resume",
    "retire",
    "return_ended_delegations",
    "returnable_steps",
    "save_draft",
    "save_draft_opinion",
    "send_back",
    "skip",
    "start",
    "suspend",
    "take_back",
    "takeable_items",
    "terminate",
    "timeline",
    "urge",
    "user_steps",
    "warn_due",
    "withdraw",
    "withdraw_consultation",
]
