from dataclasses import dataclass

from zhongshu.kernel.events import event


@event("circulation.round_finished")
@dataclass(frozen=True)
class RoundFinished:
    """阅毕: the last reader of a round has read."""

    round_id: int
    ref_kind: str
    ref_id: int
