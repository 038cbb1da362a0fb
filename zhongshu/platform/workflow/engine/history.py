"""Causality: which steps follow from which, and undoing a step without deleting anything.

Because what follows is read from the links and never from the drawing, a branch that does not come from the step returned to
stays open untouched, and a return to before a split takes every branch with it: one rule for all cases.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from zhongshu.kernel.errors import RuleBroken
from zhongshu.platform.workflow.bpmn.soundness import is_reachable
from zhongshu.platform.workflow.choices import OPEN_STEPS, ItemState, LinkKind, StepState
from zhongshu.platform.workflow.engine.run import Run
from zhongshu.platform.workflow.engine.scopes import cancel_inside, inner_scope_ids
from zhongshu.platform.workflow.models import FlowItem, FlowLink, FlowStep


@dataclass
class Past:
    """The steps of one scope and what led to what."""

    steps: dict[int, FlowStep]
    after: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    before: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    jumped: bool = False
    """A flow administrator has moved tokens of this scope by hand, so causality alone no longer proves a return sound."""

    def descendants(self, step_id: int) -> list[FlowStep]:
        """Return everything that came of a step, itself left out."""
        return [self.steps[one] for one in self._walk(step_id, self.after) if one != step_id]

    def ancestors(self, step_id: int) -> list[FlowStep]:
        return [self.steps[one] for one in self._walk(step_id, self.before) if one != step_id]

    def _walk(self, start: int, along: dict[int, list[int]]) -> list[int]:
        found = {start}
        waiting = [start]
        while waiting:
            for one in along.get(waiting.pop(), ()):
                if one not in found:
                    found.add(one)
                    waiting.append(one)
        return sorted(found)


def past_of(run: Run, scope_id: int | None) -> Past:
    """Read the steps and links of one scope: two queries."""
    steps = {step.pk: step for step in FlowStep.objects.filter(instance=run.instance, scope_id=scope_id)}
    past = Past(steps)
    links = FlowLink.objects.filter(instance=run.instance, target__scope_id=scope_id)
    for source, target, kind in links.values_list("source_id", "target_id", "kind"):
        past.jumped = past.jumped or kind == LinkKind.JUMP
        if source in steps and target in steps:
            past.after[source].append(target)
            past.before[target].append(source)
    return past


def undo(run: Run, past: Past, steps: Iterable[FlowStep], *, step_state: str, item_state: str) -> list[int]:
    """Void steps and everything inside them, ending those still open; returns the ids that are now void."""
    steps = [step for step in steps if not step.void]
    cancel_inside(
        run, [step for step in steps if step.state in OPEN_STEPS], step_state=step_state, item_state=item_state, void=True
    )
    ids = [step.pk for step in steps]
    scopes = inner_scope_ids([step.pk for step in steps if step.kind == "sub_process"])
    inside = list(FlowStep.objects.filter(scope_id__in=scopes).values_list("pk", flat=True)) if scopes else []
    FlowStep.objects.filter(pk__in=[*ids, *inside], void=False).update(void=True)
    for step in steps:
        step.void = True
    return [*ids, *inside]


def free_joins(run: Run, past: Past, *, used: Iterable[int] = ()) -> list[FlowStep]:
    """Let the tokens of other branches wait again at joins whose further course was undone; returns them.

    ``used`` are tokens that lead to the new round as well, and so remain used up.
    """
    kept = set(used)
    freed = []
    for step in past.steps.values():
        consumers = [past.steps[one] for one in past.after.get(step.pk, ())]
        used_up = step.kind == "join" and step.state == StepState.DONE and not step.void and step.pk not in kept
        if used_up and consumers and all(consumer.void for consumer in consumers):
            freed.append(step)
    if freed:
        FlowStep.objects.filter(pk__in=[step.pk for step in freed]).update(state=StepState.WAITING, left_at=None)
        for step in freed:
            step.state, step.left_at = StepState.WAITING, None
            run.remember_open(step)
    return freed


def was_touched(step_ids: Iterable[int]) -> bool:
    """Tell whether anybody ever opened or handled an item of these steps, void or not."""
    items = FlowItem.objects.filter(step_id__in=list(step_ids))
    return (
        items.exclude(opened_at=None).exists()
        or items.filter(state__in=[ItemState.DONE, ItemState.RETURNED, ItemState.TRANSFERRED]).exists()
    )


def require_sound(run: Run, scope_id: int | None, level: str, *coming: str, sentence: str) -> None:
    """Refuse unless the process could have come to its present marking, with ``coming`` added, by itself.

    Raises:
        RuleBroken: it could not; a join would wait for ever, or something would be done twice.
    """
    opened = run.open_steps(scope_id)
    places = [step.entry if step.state == StepState.WAITING else step.node for step in opened]
    if is_reachable(run.graph, run.fingerprint, level, [*places, *coming]) is False:
        raise RuleBroken(sentence, code="unsound")
