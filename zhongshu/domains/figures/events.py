from dataclasses import dataclass

from zhongshu.kernel.events import event


@event("figures.figure_closed")
@dataclass(frozen=True)
class FigureClosed:
    """A matter of 一数一源 was closed."""

    figure_id: int
    organ_id: int
