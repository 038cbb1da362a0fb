"""A handler's own part: open, claim, keep a draft, complete."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from zhongshu.kernel import clock, kinds
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import OfficeError, RuleBroken, StaleState
from zhongshu.platform.audit import public as audit
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.workflow.bpmn.graph import StepRules
from zhongshu.platform.workflow.choices import ItemRole, ItemState, Operation, StepState
from zhongshu.platform.workflow.commands.frame import already, close_item, end, require_open
from zhongshu.platform.workflow.commands.signers import require_one_part
from zhongshu.platform.workflow.engine import domain
from zhongshu.platform.workflow.engine.choosing import check_choices
from zhongshu.platform.workflow.engine.drafts import draft_place
from zhongshu.platform.workflow.engine.items import add_participants
from zhongshu.platform.workflow.engine.progress import advance, settle
from zhongshu.platform.workflow.engine.run import Run, for_item, require_running
from zhongshu.platform.workflow.models import FlowItem, FlowItemHolder
from zhongshu.platform.workflow.policies import item_policy, require_handler

NO_RULES = StepRules()


def open_item(item_id: int, *, by: Actor) -> bool:
    """Note that the holder has opened the item; returns whether it was the first time.

    One conditional UPDATE without a lock: it decides the race with 取回. A reader who is not the holder changes nothing.
    """
    if by.person_id is None:
        return False
    mine = FlowItem.objects.filter(pk=item_id, state=ItemState.OPEN, opened_at=None)
    return bool(
        mine.filter(assignee=by.person_id).update(opened_at=clock.now())
        or mine.filter(principal=by.person_id).update(opened_at=clock.now())
    )


@transaction.atomic
def claim(item_id: int, *, by: Actor) -> None:
    """Take an item that several could have (认领).

    Raises:
        NotPermitted: the actor is none of the candidates.
        StaleState: somebody else took it.
    """
    run, item = for_item(item_id, by)
    require_running(run)
    require_open(item)
    if item.assignee_id is not None and item.assignee_id != by.person_id:
        raise StaleState(f"此件已由{item.assignee_name}认领", code="already_claimed", who=item.assignee_name)
    require_handler(item, by)
    require_one_part(item, by)
    changed = FlowItem.objects.filter(pk=item.pk, state=ItemState.OPEN, assignee=None).update(
        assignee=by.person_id, assignee_name=by.name[:80], opened_at=run.now
    )
    if not changed:
        raise StaleState("此件刚刚已被他人认领", code="already_claimed")
    keys = list(FlowItemHolder.objects.filter(item=item).values_list("key", flat=True))
    FlowItemHolder.objects.filter(item=item).delete()
    run.log(Operation.CLAIM, step=item.step, item=item, candidates=keys)
    add_participants(run, [f"person:{by.person_id}"])
    run.finish()
    audit.record("workflow.claimed", run.instance, by=by, item_id=item.pk)


@transaction.atomic
def release(item_id: int, *, by: Actor) -> None:
    """Put a claimed item back for the others (放回).

    Raises:
        NotPermitted: it is not the actor's.
        RuleBroken: it was not claimed.
    """
    run, item = for_item(item_id, by)
    require_running(run)
    require_handler(item, by)
    require_open(item)
    line = run.instance.log.filter(item_id=item.pk, operation=Operation.CLAIM).order_by("-seq").first()
    if line is None:
        raise RuleBroken("此件不是认领的，不能放回；可以转办", code="not_claimed")
    FlowItem.objects.filter(pk=item.pk).update(assignee=None, assignee_name="", opened_at=None)
    FlowItemHolder.objects.bulk_create([FlowItemHolder(item=item, key=key) for key in line.data["candidates"]])
    run.log(Operation.RELEASE, step=item.step, item=item)
    run.finish()
    audit.record("workflow.released", run.instance, by=by, item_id=item.pk)


@transaction.atomic
def save_draft_opinion(
    item_id: int,
    *,
    words: str = "",
    attitude: str = "",
    strokes: list[Any] | None = None,
    extra: dict[str, Any] | None = None,
    by: Actor,
) -> None:
    """Keep an unfinished opinion (暂存待办): the item stays, its clock runs, nobody else sees the words.

    Raises:
        NotPermitted: the item is not the actor's.
        StaleState: it is no longer open.
    """
    item = FlowItem.objects.select_related("instance").filter(pk=item_id).first()
    if item is None:
        raise RuleBroken("没有这件待办事项", code="no_such_item")
    require_handler(item, by)
    if item.state not in (ItemState.OPEN, ItemState.HELD, ItemState.PENDING):
        raise already(item)
    opinions.save_draft(
        item.instance.ref, place=draft_place(item_id), words=words, attitude=attitude, strokes=strokes, extra=extra, by=by
    )


@transaction.atomic
def complete(
    item_id: int,
    *,
    outcome: str = "",
    words: str = "",
    attitude: str = "",
    handwriting: opinions.Ink | None = None,
    data: Mapping[str, Any] | None = None,
    choose: Mapping[str, Sequence[int]] | None = None,
    digest: str | None = None,
    paper_date: dt.date | None = None,
    opened_text: bool = False,
    visible_to: Sequence[int] = (),
    by: Actor,
) -> None:
    """Complete one's item: the opinion is recorded, the step's command runs, the process moves on (办理).

    Args:
        outcome: one of the step's outcomes; may be empty when the step offers none or one.
        data: what the step's command needs.
        choose: people (or units) for later steps, by variable.
        digest: that of the text as the handler read it; a text changed since is refused.
        paper_date: the opinion was written on paper that day; ``by`` is the clerk who enters it (代录) for the item's holder.
        visible_to: the only people, besides the signer, who may read the opinion (意见隐藏); nobody named means every reader.

    Raises:
        NotPermitted: the item is not the actor's.
        RuleBroken: an opinion, an outcome or a choice is missing, or the domain refuses.
        StaleState: the item is no longer open (who and when), or the text has changed.
    """
    run, item = for_item(item_id, by)
    signer = _signer(run, item, by, paper_date)
    if item.state == ItemState.CANCELLED and _was_decided(item):
        _late_opinion(run, item, signer, words, attitude, handwriting, paper_date)
        return
    require_open(item)
    require_running(run)
    if item.role == ItemRole.CONSULT:
        raise RuleBroken("此件是征询意见，请用“答复”", code="is_consultation")
    step = item.step
    node = run.node_of(step)
    rules = node.step or NO_RULES
    outcome = _outcome(rules, item, outcome)
    chosen = check_choices(run, rules, choose or {})
    said = _opinion(run, item, signer, rules, words, attitude, handwriting, digest, paper_date, opened_text, visible_to)
    close_item(run, item, state=ItemState.DONE, outcome=outcome, done_by=signer)
    facts: dict[str, Any] = {"entered_by": by.name} if paper_date else {}
    if said is not None:
        facts["opinion"] = said.pk
    run.log(
        Operation.COMPLETE,
        step=step,
        item=item,
        by=signer,
        principal_name=item.principal_name if signer.person_id != item.principal_id else "",
        outcome=rules.outcome_label(outcome),
        **facts,
    )
    verdict = settle(run, step, latest=outcome, finished=item)
    run.set_variables({**chosen, **_set_by(rules, data or {})}, step.scope)
    if item.role in (ItemRole.MAIN, ItemRole.BESIDE, ItemRole.AFTER):
        values = domain.run_command(
            run,
            step,
            item,
            outcome=outcome,
            step_outcome=verdict.outcome,
            finishes=verdict.decided,
            words=words,
            attitude=attitude,
            opinion_id=said.pk if said else None,
            data=dict(data or {}),
        )
        run.set_variables(values, step.scope)
    if verdict.decided and not run.is_over:
        advance(run, step, verdict)
    end(run)
    audit.record("workflow.completed", run.instance, by=by, item_id=item.pk, step=step.node, outcome=outcome, signer=signer.name)


def complete_many(
    item_ids: Sequence[int], *, words: str = "", attitude: str = "", outcome: str = "", by: Actor
) -> list[tuple[int, str]]:
    """Complete several items with equal opinions (批量办理); returns (item, refusal) with an empty text for success.

    Each item is its own transaction: one refusal does not hold up the others. Steps that ask for choices, or are not drawn
    for it (``allowBatch``), are refused.
    """
    results = []
    for item_id in dict.fromkeys(item_ids):
        try:
            with transaction.atomic():
                _complete_one_of_many(item_id, words, attitude, outcome, by)
            results.append((item_id, ""))
        except OfficeError as refusal:
            results.append((item_id, refusal.message))
    return results


def _complete_one_of_many(item_id: int, words: str, attitude: str, outcome: str, by: Actor) -> None:
    run, item = for_item(item_id, by)
    rules = run.node_of(item.step).step or NO_RULES
    if not rules.allow_batch or rules.choose:
        raise RuleBroken("此环节需要逐件填写，不能批量办理", code="no_batch")
    complete(item_id, outcome=outcome or rules.positive, words=words, attitude=attitude, by=by)


def _signer(run: Run, item: FlowItem, by: Actor, paper_date: dt.date | None) -> Actor:
    """Return who signs: the handler, or the leader whose paper a clerk enters."""
    if paper_date is None:
        require_handler(item, by)
        return by
    item_policy.require(by, "enter_paper", item)
    assert item.assignee_id is not None  # part of the rule just asked
    return organizations.actor_of(item.principal_id or item.assignee_id)


def _outcome(rules: StepRules, item: FlowItem, outcome: str) -> str:
    offered = [key for key, _ in rules.outcomes]
    if item.role in (ItemRole.BEFORE, ItemRole.REWORK):
        return outcome if outcome in offered else ""
    if not offered:
        return ""
    if not outcome and len(offered) == 1:
        return offered[0]
    if outcome not in offered:
        raise RuleBroken(
            f"请选择办理结果：{'、'.join(label for _, label in rules.outcomes)}", code="outcome_missing", field="outcome"
        )
    return outcome


def _set_by(rules: StepRules, data: Mapping[str, Any]) -> dict[str, Any]:
    """Take over the values that the drawing lets this step set (``sets="a,b"``)."""
    names = [name.strip() for name in dict(rules.extra).get("sets", "").split(",")]
    plain = (str, int, float, bool, list, type(None))
    return {name: data[name] for name in names if name in data and isinstance(data[name], plain)}


def _opinion(
    run: Run,
    item: FlowItem,
    signer: Actor,
    rules: StepRules,
    words: str,
    attitude: str,
    handwriting: opinions.Ink | None,
    digest: str | None,
    paper_date: dt.date | None,
    opened_text: bool,
    visible_to: Sequence[int],
) -> opinions.Opinion | None:
    said = bool(words.strip() or attitude or handwriting)
    if not said:
        if rules.needs_opinion and item.role != ItemRole.REWORK:
            raise RuleBroken("请填写办理意见", code="opinion_missing", field="words")
        if digest is None:
            return None
    present = kinds.digest(run.instance.ref)
    if digest is not None and present and digest != present:
        raise StaleState("文稿在您阅读之后有修改，请重新阅读后办理", code="text_changed")
    if not said:
        return None
    known = None if paper_date else kinds.opened(run.instance.ref, signer)
    kind = opinions.OpinionKind.COUNTERSIGNATURE if run.node_of(item.step).multi else opinions.OpinionKind.HANDLING
    return opinions.record(
        run.instance.ref,
        kind=kind,
        words=words,
        attitude=attitude or None,
        column=rules.column,
        step_label=item.step.name,
        by=signer,
        handwriting=handwriting,
        digest=present,
        opened_text=opened_text if known is None else known,
        behalf_id=item.principal_id if item.principal_id != signer.person_id else None,
        entered_by=run.by if paper_date else None,
        paper_date=paper_date,
        visible_to=visible_to,
        round_no=item.step.round,
        step_id=item.step_id,
        item_id=item.pk,
    )


def _was_decided(item: FlowItem) -> bool:
    """Tell whether the item was cancelled because the rule of the step had been met without it."""
    return (
        item.step.state == StepState.DONE
        and not item.step.void
        and not item.late
        and item.role in (ItemRole.MAIN, ItemRole.BESIDE)
    )


def _late_opinion(
    run: Run,
    item: FlowItem,
    signer: Actor,
    words: str,
    attitude: str,
    handwriting: opinions.Ink | None,
    paper_date: dt.date | None,
) -> None:
    """Keep an opinion that came after the 会签 was decided; it changes nothing and is marked late."""
    if not (words.strip() or attitude or handwriting):
        raise StaleState("会签已有结果，不需再办；如需补充意见请填写后提交", code="already_done")
    rules = run.node_of(item.step).step or NO_RULES
    opinions.record(
        run.instance.ref,
        kind=opinions.OpinionKind.COUNTERSIGNATURE,
        words=words,
        attitude=attitude or None,
        column=rules.column,
        step_label=item.step.name,
        by=signer,
        handwriting=handwriting,
        digest=kinds.digest(run.instance.ref),
        behalf_id=item.principal_id if item.principal_id != signer.person_id else None,
        entered_by=run.by if paper_date else None,
        paper_date=paper_date,
        round_no=item.step.round,
        step_id=item.step_id,
        item_id=item.pk,
        late=True,
    )
    close_item(run, item, state=ItemState.DONE, done_by=signer, late=True)
    run.log(Operation.LATE_OPINION, step=item.step, item=item, by=signer)
    run.finish()
    audit.record("workflow.late_opinion_recorded", run.instance, by=run.by, item_id=item.pk)
