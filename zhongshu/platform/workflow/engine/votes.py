"""会签 rules on plain numbers: when is a step decided, and how."""

import math
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """``decided`` ends the step; ``outcome`` is its result (empty when the step offers none)."""

    decided: bool
    outcome: str = ""


UNDECIDED = Verdict(False)


def decide(rule: str, *, votes: Mapping[str, int], waiting: int, positive: str, latest: str = "") -> Verdict:
    """Apply the rule of a step.

    Args:
        rule: ``all`` (everybody acts), ``any`` (the first decides), ``veto`` (one refusal decides),
            ``ratio:0.6`` (that share of agreement decides, or its becoming impossible).
        votes: finished parts by outcome; parts without an outcome count as agreement.
        waiting: parts that are still to act.
        positive: the outcome that counts as agreement; empty when the step offers none.
        latest: the outcome given last; it names the refusal when several were given.
    """
    total = sum(votes.values()) + waiting
    agreed = votes.get(positive, 0) + (votes.get("", 0) if positive else 0)
    acted = sum(votes.values())
    refusals = [outcome for outcome, count in votes.items() if count and outcome not in ("", positive)]
    refusal = latest if latest in refusals else (refusals[0] if refusals else "")
    if not acted:
        return Verdict(True, positive) if not waiting else UNDECIDED
    if rule == "any":
        return Verdict(True, latest or refusal or positive)
    if rule == "veto" and refusals:
        return Verdict(True, refusal)
    if rule.startswith("ratio:") and positive:
        needed = max(1, math.ceil(round(float(rule[6:]) * total, 9)))
        if agreed >= needed:
            return Verdict(True, positive)
        if agreed + waiting < needed:
            return Verdict(True, refusal)
        return UNDECIDED
    if waiting:
        return UNDECIDED
    return Verdict(True, refusal or positive)
