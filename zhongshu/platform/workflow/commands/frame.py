"""What every command shares: refusals in words, and the end of a command."""

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken, StaleState
from zhongshu.platform.workflow.choices import ItemState
from zhongshu.platform.workflow.engine.domain import tell_owner
from zhongshu.platform.workflow.engine.run import STALE, Run
from zhongshu.platform.workflow.engine.tokens import drain
from zhongshu.platform.workflow.models import FlowItem, FlowItemHolder

MAX_REASON = 500


def require_open(item: FlowItem) -> None:
    """Refuse unless the item is still to be done, saying who acted and when.

    Raises:
        StaleState: it is done, passed on, taken back or cancelled.
        RuleBroken: it waits for others or for its turn.
    """
    if item.state == ItemState.OPEN:
        return
    if item.state == ItemState.HELD:
        raise RuleBroken("已请他人先行办理或征询意见，待其办完后再办；如需自行办理，请先撤回", code="held")
    if item.state == ItemState.PENDING:
        raise RuleBroken("还没有轮到办理此件", code="not_your_turn")
    raise already(item)


def already(item: FlowItem) -> StaleState:
    """Make the refusal for an item that is no longer open."""
    label = ItemState(item.state).label
    if item.done_at and item.done_by_name:
        when = item.done_at.astimezone().strftime("%Y-%m-%d %H:%M")
        return StaleState(
            f"此件{label}：{item.done_by_name}，{when}", code="already_done", who=item.done_by_name, when=item.done_at
        )
    if item.state == ItemState.CANCELLED:
        return StaleState("此件已由他人办理完毕或撤销，不需再办", code="already_done")
    return StaleState(f"此件{label}，请刷新后查看最新情况", code="already_done")


def close_item(
    run: Run, item: FlowItem, *, state: str, outcome: str = "", done_by: Actor | None = None, late: bool = False
) -> None:
    """End an open item, if nobody else ended it meanwhile.

    Raises:
        StaleState: somebody else was first.
    """
    actor = done_by or run.by
    present = item.state
    values = {
        "state": state,
        "outcome": outcome,
        "done_at": run.now,
        "done_by_id": actor.person_id,
        "done_by_name": actor.name[:80],
        "opened_at": item.opened_at or run.now,
        "alert_at": None,
        "late": late,
        "closed_at_revision": run.revision + 1,
    }
    if item.assignee_id is None and actor.person_id is not None:
        values.update(assignee_id=actor.person_id, assignee_name=actor.name[:80])
        FlowItemHolder.objects.filter(item=item).delete()
    changed = FlowItem.objects.filter(pk=item.pk, state=present).update(**values)
    if not changed:
        fresh = FlowItem.objects.get(pk=item.pk)
        raise already(fresh) if fresh.state != ItemState.OPEN else StaleState(STALE)
    for name, value in values.items():
        setattr(item, name, value)


def require_reason(reason: str) -> str:
    """Return the reason in one piece.

    Raises:
        RuleBroken: none was given, or it is too long.
    """
    text = " ".join(reason.split())
    if not text:
        raise RuleBroken("请填写理由", code="reason_missing", field="reason")
    if len(text) > MAX_REASON:
        raise RuleBroken(f"理由最多{MAX_REASON}字，请精简", code="reason_too_long", field="reason")
    return text


def end(run: Run) -> None:
    """Let all tokens arrive, write the history, then tell the owner: he finds the process as it now stands."""
    drain(run)
    run.write()
    tell_owner(run)
    run.announce()


def repeat(run: Run) -> None:
    """Note that nodes of this instance may be visited again."""
    run.instance.repeats = True
    run.changes["repeats"] = True
