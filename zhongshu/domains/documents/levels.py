"""审稿级次 of the steps of a process: only values.

A step's level is its own: as drawn (``zw:step level="3"``), else by the command that it calls. Two steps of one level, say two 核稿,
remain two stations: each is told apart by its name wherever time, changes or corrections are counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from zhongshu.domains.documents.choices import ReviewLevel

# The level of steps that call these commands and draw none; steps that call others are no review.
LEVEL_OF_COMMAND = {
    "documents.start_review": ReviewLevel.DRAFTING,
    "documents.review": ReviewLevel.REVIEW,
    "documents.countersign": ReviewLevel.APPROVAL,
    "documents.approve": ReviewLevel.APPROVAL,
    "documents.approve_for_issue": ReviewLevel.SIGNATURE,
}
TIERS = {level: str(level.label).split()[0] for level in ReviewLevel}
_DRAWN = {str(level.value): level for level in ReviewLevel if level != ReviewLevel.FINAL_CHECK}


@dataclass(frozen=True, slots=True, order=True)
class Station:
    """审稿环节: a step of the review with its level."""

    level: int
    step: str

    @property
    def label(self) -> str:
        tier = TIERS[ReviewLevel(self.level)]
        return self.step if self.step.startswith(tier) else f"{tier} {self.step}"


def drawn_level(attributes: Mapping[str, str]) -> ReviewLevel | None:
    """Return the level that the drawing gives to a step, None if it gives none."""
    return _DRAWN.get(attributes.get("level", ""))


def level_of(command: str, attributes: Mapping[str, str]) -> ReviewLevel | None:
    """Return the level of a step: as drawn, else its command's; None for a step that is no review."""
    usual = LEVEL_OF_COMMAND.get(command)
    return usual and (drawn_level(attributes) or usual)
