from dataclasses import dataclass

from zhongshu.kernel.events import event


@event("supervision.supervision_item_closed")
@dataclass(frozen=True)
class SupervisionItemClosed:
    """A matter of 督查督办 was closed."""

    supervision_item_id: int
    organ_id: int
