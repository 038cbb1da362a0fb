"""What follows when one part of a step is finished: the rule of the step, the next part, the next step."""

from collections import Counter

from django.db.models import Count

from zhongshu.platform.workflow.bpmn.graph import StepRules
from zhongshu.platform.workflow.choices import HELPING, VOTING, ItemRole, ItemState
from zhongshu.platform.workflow.engine.flows import disarm, leave
from zhongshu.platform.workflow.engine.limits import limit
from zhongshu.platform.workflow.engine.run import Run, close_step
from zhongshu.platform.workflow.engine.scopes import close_items
from zhongshu.platform.workflow.engine.votes import Verdict, decide
from zhongshu.platform.workflow.models import FlowItem, FlowStep

NO_RULES = StepRules()


class Tally:
    """The parts of a step, counted in one query whose cost does not grow with their number."""

    def __init__(self, step: FlowStep):
        rows = FlowItem.objects.filter(step=step).order_by().values("state", "role", "outcome", "late").annotate(n=Count("pk"))
        self.live: Counter[str] = Counter()
        self.votes: Counter[str] = Counter()
        self.waiting = 0
        for row in rows:
            state, voting = row["state"], row["role"] in VOTING
            if state in (ItemState.OPEN, ItemState.PENDING, ItemState.HELD):
                self.live[state] += row["n"]
                self.waiting += row["n"] if voting else 0
            elif state == ItemState.DONE and voting and not row["late"]:
                self.votes[row["outcome"]] += row["n"]


def settle(run: Run, step: FlowStep, *, latest: str = "", finished: FlowItem | None = None) -> Verdict:
    """Apply the rule of a step after one of its parts changed, and open the next part if the step goes on.

    When the step is decided its remaining parts are cancelled and the step is done, but its token has not moved:
    the caller runs the domain's command first and then calls ``advance``.
    """
    node = run.node_of(step)
    rules = node.step or NO_RULES
    if finished is not None and not step.many_parts:
        return Verdict(True, finished.outcome or rules.positive)
    tally = Tally(step)
    verdict = decide(rules.rule, votes=tally.votes, waiting=tally.waiting, positive=rules.positive, latest=latest)
    if verdict.decided:
        if sum(tally.live.values()):
            close_items(run, FlowItem.objects.filter(step=step), ItemState.CANCELLED)
        return verdict
    if finished is not None:
        _follow(run, step, finished, tally, rules)
    elif tally.live[ItemState.PENDING] and not tally.live[ItemState.OPEN] and not tally.live[ItemState.HELD]:
        _open_next(run, step, rules)
    return verdict


def advance(run: Run, step: FlowStep, verdict: Verdict) -> None:
    """End a decided step and send its token on."""
    close_step(step, run.now, outcome=verdict.outcome)
    run.forget_open([step.pk])
    disarm(run, step)
    leave(run, step, outcome=verdict.outcome)


def _follow(run: Run, step: FlowStep, finished: FlowItem, tally: Tally, rules: StepRules) -> None:
    """Open what waited for the part just finished."""
    if finished.role in HELPING and finished.origin_id:
        give_back(run, finished.origin_id)
        return
    if not tally.live[ItemState.PENDING]:
        return
    after = list(
        FlowItem.objects.filter(step=step, state=ItemState.PENDING, origin=finished, role=ItemRole.AFTER).order_by(
            "position", "pk"
        )
    )
    if after:
        _open(run, after[0], rules)
    elif not tally.live[ItemState.OPEN] and not tally.live[ItemState.HELD]:
        _open_next(run, step, rules)


def _open_next(run: Run, step: FlowStep, rules: StepRules) -> None:
    following = FlowItem.objects.filter(step=step, state=ItemState.PENDING).order_by("position", "pk").first()
    if following is not None:
        _open(run, following, rules)


def _open(run: Run, item: FlowItem, rules: StepRules) -> None:
    """Open a part that was queued; its limit begins now."""
    FlowItem.objects.filter(pk=item.pk, state=ItemState.PENDING).update(
        state=ItemState.OPEN, created_at=run.now, **limit(run.now, rules, run.instance.organ_id)
    )
    item.state = ItemState.OPEN
    run.new_items.append(item)


def give_back(run: Run, origin_id: int) -> None:
    """Open again, unread, the part that waited for others, once none of them is left to act."""
    others = FlowItem.objects.filter(
        origin_id=origin_id,
        role__in=HELPING,
        state__in=[ItemState.OPEN, ItemState.PENDING, ItemState.HELD],
    )
    following = others.order_by("position", "pk").first()
    if following is not None:
        if following.state == ItemState.PENDING and not others.exclude(state=ItemState.PENDING).exists():
            _open(run, following, NO_RULES)
        return
    changed = FlowItem.objects.filter(pk=origin_id, state=ItemState.HELD).update(state=ItemState.OPEN, opened_at=None)
    if changed:
        run.new_items.append(FlowItem.objects.get(pk=origin_id))
