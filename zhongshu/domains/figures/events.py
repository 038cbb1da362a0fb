from dataclasses import dataclass

from zhongshu.kernel.events import event


@event("figures.registered")
@dataclass(frozen=True)
class FigureRegistered:
    """A unit answers for a figure from now on."""

    figure_id: int
    organ_id: int
    code: str
    name: str


@event("figures.value_revised")
@dataclass(frozen=True)
class FigureValueRevised:
    """A value that others may have quoted is another now."""

    figure_id: int
    period: str
    before: str
    after: str
