"""意见征询: ask others, stay responsible."""

from collections.abc import Sequence

from django.db import transaction

from zhongshu.kernel import kinds
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted, RuleBroken
from zhongshu.platform.audit import public as audit
from zhongshu.platform.opinions import public as opinions
from zhongshu.platform.workflow.choices import HELPING, LIVE_ITEMS, ItemRole, ItemState, Operation
from zhongshu.platform.workflow.commands.frame import close_item, end, require_open, require_reason
from zhongshu.platform.workflow.commands.signers import close_item_as, hold, live_people, mark_many, pick
from zhongshu.platform.workflow.engine.items import make_items, write_items
from zhongshu.platform.workflow.engine.progress import give_back
from zhongshu.platform.workflow.engine.run import for_item, require_running
from zhongshu.platform.workflow.models import FlowItem
from zhongshu.platform.workflow.policies import may_administer, require_handler


@transaction.atomic
def consult(item_id: int, person_ids: Sequence[int], *, question: str, by: Actor) -> list[int]:
    """Ask others for their opinion (征询意见); my item waits for the answers and then comes back to me.

    Raises:
        NotPermitted: the item is not the actor's.
        RuleBroken: no question, nobody asked, or somebody asked takes part already.
    """
    run, item = for_item(item_id, by)
    require_running(run)
    require_handler(item, by)
    require_open(item)
    if item.role == ItemRole.CONSULT:
        raise RuleBroken("此件是征询意见，不能再征询他人", code="not_allowed")
    question = require_reason(question)
    people = pick(run, item, person_ids)
    run.log(Operation.CONSULT, step=item.step, item=item, reason=question, people=[person.name for person in people])
    hold(run, item)
    mark_many(item)
    items = make_items(
        run,
        item.step,
        people,
        role=ItemRole.CONSULT,
        rules=run.node_of(item.step).step,
        taken=live_people(item.step_id),
        origin=item,
        added_by_id=by.person_id,
        reason=question,
    )
    write_items(run, items)
    end(run)
    audit.record(
        "workflow.consulted", run.instance, by=by, item_id=item.pk, people=[person.name for person in people], question=question
    )
    return [one.pk for one in items]


@transaction.atomic
def answer_consultation(
    item_id: int, *, words: str, attitude: str = "", handwriting: opinions.Ink | None = None, by: Actor
) -> None:
    """Answer what I was asked; the asker's item opens again when all have answered.

    Raises:
        NotPermitted: the item is not the actor's.
        RuleBroken: no answer, or the item is no consultation.
        StaleState: it was answered or withdrawn.
    """
    run, item = for_item(item_id, by)
    require_handler(item, by)
    require_open(item)
    require_running(run)
    if item.role != ItemRole.CONSULT or item.origin_id is None:
        raise RuleBroken("此件不是征询意见", code="no_consultation")
    if not words.strip() and handwriting is None:
        raise RuleBroken("请填写答复意见", code="opinion_missing", field="words")
    rules = run.node_of(item.step).step
    opinions.record(
        run.instance.ref,
        kind=opinions.OpinionKind.CONSULTATION,
        words=words,
        attitude=attitude or None,
        column=rules.column if rules else "",
        step_label=item.step.name,
        by=by,
        handwriting=handwriting,
        digest=kinds.digest(run.instance.ref),
        behalf_id=item.principal_id if item.principal_id != by.person_id else None,
        round_no=item.step.round,
        step_id=item.step_id,
        item_id=item.pk,
    )
    close_item(run, item, state=ItemState.DONE)
    run.log(
        Operation.ANSWER,
        step=item.step,
        item=item,
        principal_name=item.principal_name if by.person_id != item.principal_id else "",
    )
    give_back(run, item.origin_id)
    end(run)
    audit.record("workflow.consultation_answered", run.instance, by=by, item_id=item.pk)


@transaction.atomic
def withdraw_consultation(item_id: int, *, by: Actor) -> int:
    """Withdraw the questions (or the 前加签, or the 补正) that my item waits for; returns how many were still open.

    Raises:
        NotPermitted: the item is not the actor's.
        RuleBroken: it waits for nobody.
    """
    run, item = for_item(item_id, by)
    require_running(run)
    if by.person_id not in (item.assignee_id, item.principal_id) and not may_administer(run.instance, by):
        raise NotPermitted("只有征询人可以撤回", code="not_permitted_withdraw")
    asked = list(FlowItem.objects.filter(origin=item, role__in=HELPING, state__in=LIVE_ITEMS).select_related("step"))
    if item.state != ItemState.HELD or not asked:
        raise RuleBroken("没有正在等待的征询", code="nothing_to_withdraw")
    if any(one.state == ItemState.HELD for one in asked):
        raise RuleBroken("被征询人已转请他人，请待其答复", code="held")
    run.log(Operation.WITHDRAW_CONSULTATION, step=item.step, item=item, people=[one.assignee_name for one in asked])
    for one in asked:
        close_item_as(run, one, ItemState.WITHDRAWN)
    give_back(run, item.pk)
    end(run)
    audit.record(
        "workflow.consultation_withdrawn", run.instance, by=by, item_id=item.pk, people=[one.assignee_name for one in asked]
    )
    return len(asked)
