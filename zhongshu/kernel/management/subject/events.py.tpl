from dataclasses import dataclass

from zhongshu.kernel.events import event


@event("__subject__.__item___closed")
@dataclass(frozen=True)
class __Item__Closed:
    """A matter of __label__ was closed."""

    __item___id: int
    organ_id: int
