"""Rows of the lists as the templates show them: one shape for every list."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from zhongshu.kernel import kinds
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.circulation import public as circulation
from zhongshu.platform.secrecy import public as secrecy
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.worklist.choices import URGENCY_LABELS
from zhongshu.platform.worklist.limits import Limits
from zhongshu.platform.worklist.models import Follow

_ENDED = {"completed": "ok", "terminated": "danger", "withdrawn": "neutral", "suspended": "warn"}


@dataclass
class Row:
    """One line: what it is about, where it stands, by when. ``marks`` are pairs (text, tone) of small labels."""

    title: str
    url: str
    number: str = ""
    kind: str = ""
    step: str = ""
    who: str = ""
    at: dt.datetime | None = None
    at_label: str = "到达"
    due_at: dt.datetime | None = None
    light: str = ""
    limit_words: str = ""
    marks: list[tuple[str, str]] = field(default_factory=list)
    item_id: int | None = None
    unread: bool = False
    claim_url: str = ""


def address(kind: str, pk: int, item_id: int | None = None) -> str:
    """Return the object's page; for an unknown kind the plain handling page of the item."""
    return kinds.url(ObjectRef(kind, pk)) or (reverse("worklist:complete", args=[item_id]) if item_id else "#")


def address_of(row: dict[str, Any]) -> str:
    """Return where a row of 待办 is handled."""
    return address(row["ref_kind"], row["ref_id"], None if row["errand"] else row["id"])


def _common(row: dict[str, Any]) -> dict[str, Any]:
    marks = []
    if word := URGENCY_LABELS[row["urgency"]]:
        marks.append((word, "danger"))
    if row["secrecy"]:
        marks.append((secrecy.Level(row["secrecy"]).label, "warn"))
    if tone := _ENDED.get(row["instance_state"]):
        marks.append((workflow.InstanceState(row["instance_state"]).label, tone))
    return {"title": row["ref_title"], "number": row["ref_number"], "kind": kinds.label(row["ref_kind"]), "marks": marks}


def of_open_item(row: dict[str, Any], limits: Limits, actor: Actor) -> Row:
    """Show an item that waits: 待办, 被退回, 委托我的; an errand has no process to be claimed, delegated or handled in one go."""
    common = _common(row)
    claimable = row["assignee_id"] is None
    if row["was_returned"]:
        common["marks"].append(("退回", "warn"))
    if row["role"] != workflow.ItemRole.MAIN:
        common["marks"].append((workflow.ItemRole(row["role"]).label, "brand"))
    if row["times_urged"]:
        common["marks"].append((f"催办{row['times_urged']}次", "danger"))
    if claimable:
        common["marks"].append(("可认领", "brand"))
    elif row["principal_id"] == actor.person_id:
        common["marks"].append((f"已委托{row['assignee_name']}", "neutral"))
    elif row["principal_id"]:
        common["marks"].append((f"代{row['principal_name']}", "brand"))
    return Row(
        **common,
        **limits.of(row["due_at"]),
        url=address_of(row),
        step=row["step_name"],
        who=row["starter_name"],
        at=row["arrived_at"],
        item_id=None if claimable or row["errand"] else row["id"],
        unread=row["opened_at"] is None and row["principal_id"] != actor.person_id,
        claim_url=reverse("worklist:claim", args=[row["id"]]) if claimable else "",
    )


def of_done_item(row: dict[str, Any]) -> Row:
    """Show what was handled: 已办, 在办, 办结."""
    return Row(
        **_common(row),
        url=address(row["ref_kind"], row["ref_id"]),
        step=f"{row['step_name']}（{workflow.ItemState(row['state']).label}）",
        who=row["starter_name"],
        at=row["done_at"],
        at_label="办理",
    )


def of_instance(row: dict[str, Any]) -> Row:
    """Show a matter that one started."""
    return Row(
        **_common(row),
        url=address(row["ref_kind"], row["ref_id"]),
        step=row["where"] or "—",
        at=row["started_at"],
        at_label="发起",
    )


def of_reading(reading: circulation.Reading, limits: Limits) -> Row:
    """Show what was sent to be read."""
    sent = reading.round
    marks = [(sent.get_kind_display(), "brand")]
    if sent.secrecy:
        marks.append((secrecy.Level(sent.secrecy).label, "warn"))
    if reading.times_chased:
        marks.append((f"催阅{reading.times_chased}次", "danger"))
    return Row(
        title=reading.ref_title,
        number=reading.ref_number,
        kind=kinds.label(reading.ref_kind),
        marks=marks,
        url=address(reading.ref_kind, reading.ref_id),
        step=sent.note,
        who=reading.passed_on_by_name or sent.started_by_name,
        at=reading.read_at or reading.received_at,
        at_label="阅毕" if reading.read_at else "收到",
        unread=reading.opened_at is None,
        **(limits.of(sent.due_at) if not reading.read_at else {}),
    )


def of_follow(follow: Follow, may_see: bool) -> Row:
    """Show what is followed; an object that one may no longer see keeps its line without title."""
    state = getattr(follow, "instance_state", "")
    marks = [(workflow.InstanceState(state).label, _ENDED.get(state, "brand"))] if state else []
    return Row(
        title=follow.ref_title if may_see else "（您已无权查看此件）",
        number=follow.ref_number if may_see else "",
        kind=kinds.label(follow.ref_kind),
        marks=marks if may_see else [],
        url=address(follow.ref_kind, follow.ref_id) if may_see else "#",
        at=follow.since,
        at_label="关注",
    )


def of_draft(row: dict[str, Any]) -> Row:
    return Row(
        title=row["draft_title"] or "（未填标题）",
        kind=kinds.label(row["draft_kind"]),
        url=address(row["draft_kind"], row["id"]),
        at=row["draft_saved_at"],
        at_label="保存",
    )
