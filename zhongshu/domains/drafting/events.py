"""Facts of drafting that others may react to."""

from dataclasses import dataclass

from zhongshu.kernel.events import event


@event("drafting.task_handed_over")
@dataclass(frozen=True)
class TaskHandedOver:
    """The merged text is whole and goes on as a draft of a document; ``manuscript(task_id)`` gives it."""

    task_id: int
    organ_id: int
    writer_id: int


@event("drafting.part_submitted")
@dataclass(frozen=True)
class PartSubmitted:
    part_id: int
    task_id: int
    unit_id: int
    working_days_late: int
