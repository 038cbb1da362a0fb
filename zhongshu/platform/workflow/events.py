"""Facts about processes that others may react to."""

from dataclasses import dataclass

from zhongshu.kernel.events import event


@event("workflow.work_arrived")
@dataclass(frozen=True)
class WorkArrived:
    """Items opened for people."""

    instance_id: int
    item_ids: list[int]


@event("workflow.work_urged")
@dataclass(frozen=True)
class WorkUrged:
    """Holders of items were pressed (催办)."""

    instance_id: int
    item_ids: list[int]
    text: str
    by_name: str


@event("workflow.work_taken_away")
@dataclass(frozen=True)
class WorkTakenAway:
    """Items left people's hands without their doing: returned, taken back, cancelled, passed on."""

    instance_id: int
    person_ids: list[int]
    sentence: str


@event("workflow.work_is_late")
@dataclass(frozen=True)
class WorkIsLate:
    """An item nears or has passed its limit; ``stage`` is ``warned``, ``overdue`` or ``escalated``."""

    instance_id: int
    item_id: int
    stage: str
    superior_ids: list[int]


@event("workflow.instance_ended")
@dataclass(frozen=True)
class InstanceEnded:
    """A process came to its end; ``result`` is ``completed``, ``terminated`` or ``withdrawn``."""

    instance_id: int
    ref_kind: str
    ref_id: int
    result: str


@event("workflow.work_handed_over")
@dataclass(frozen=True)
class WorkHandedOver:
    """All pending items of a person went to another (移交)."""

    from_person_id: int
    to_person_id: int
    count: int
    reason: str
