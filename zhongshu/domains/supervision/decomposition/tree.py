"""What a text is taken apart into: a tree of groups and tasks, each with the place where it stands. Plain values."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Union


class DeadlineKind(StrEnum):
    """How a deadline is meant."""

    FIXED = "fixed"  # a day that can be named
    STANDING = "standing"  # 长期坚持: no end
    RECURRING = "recurring"  # 每月5日前: again and again
    VAGUE = "vague"  # 尽快: a person must name the day


class Comparison(StrEnum):
    """How a measured figure compares with its target."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACTLY = "exactly"
    ABOUT = "about"


@dataclass(frozen=True)
class Anchor:
    """Where something stands in the given text: characters ``begin`` up to, not including, ``end``."""

    begin: int
    end: int


@dataclass(frozen=True)
class UnitMention:
    """A unit as a text names it.

    ``name`` is the whole name (市财政局 where the text says 市财政、水利局), ``unit_ids`` are the directory's: one for a
    unit, several for 各县区, none where the directory knows no such unit.
    """

    name: str
    anchor: Anchor
    unit_ids: tuple[int, ...] = ()
    collective: bool = False

    @property
    def known(self) -> bool:
        return bool(self.unit_ids)


@dataclass(frozen=True)
class PersonMention:
    """A person named as responsible, with the label above the name (责任领导, 责任人)."""

    label: str
    name: str
    anchor: Anchor


@dataclass(frozen=True)
class Deadline:
    """办理时限 as written, and the day where it can be computed; ``explanation`` says how."""

    kind: DeadlineKind
    text: str
    anchor: Anchor
    day: dt.date | None = None
    explanation: str = ""
    question: str = ""


@dataclass(frozen=True)
class Measure:
    """A quantified target: ``wording`` is the phrase, ``value`` its number in ``unit`` (万元, %, 公里)."""

    wording: str
    value: float
    unit: str
    comparison: Comparison
    anchor: Anchor


@dataclass(frozen=True)
class Question:
    """What a person must decide before the task can be assigned."""

    code: str
    text: str


@dataclass(frozen=True)
class Task:
    """One task with the sentence that it comes from; ``sentence`` is the text at ``anchor``, letter by letter."""

    title: str
    wording: str
    sentence: str
    anchor: Anchor
    lead_units: tuple[UnitMention, ...] = ()
    supporting_units: tuple[UnitMention, ...] = ()
    persons: tuple[PersonMention, ...] = ()
    deadline: Deadline | None = None
    milestones: tuple[Deadline, ...] = ()
    measures: tuple[Measure, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def units(self) -> tuple[UnitMention, ...]:
        """All responsible units, those that lead first."""
        return self.lead_units + self.supporting_units


@dataclass(frozen=True)
class Group:
    """A heading and what stands below it."""

    title: str
    level: int
    anchor: Anchor
    children: tuple[Union["Group", Task], ...] = ()

    def tasks(self) -> Iterator[Task]:
        for child in self.children:
            if isinstance(child, Task):
                yield child
            else:
                yield from child.tasks()


@dataclass(frozen=True)
class Tree:
    """The whole proposal, in the order of the text."""

    children: tuple[Group | Task, ...] = ()
    written_on: dt.date | None = None
    title: str = ""
    tasks: tuple[Task, ...] = field(init=False)

    def __post_init__(self) -> None:
        found: list[Task] = []
        for child in self.children:
            found.extend([child] if isinstance(child, Task) else child.tasks())
        object.__setattr__(self, "tasks", tuple(found))
