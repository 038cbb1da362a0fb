"""Taking a report, a speech, minutes or a notice apart into tasks (分解). Pure rules: no database, no Django."""

from zhongshu.domains.supervision.decomposition.decomposing import decompose
from zhongshu.domains.supervision.decomposition.names import KnownUnit, Standing, UnitNames
from zhongshu.domains.supervision.decomposition.tree import (
    Anchor,
    Comparison,
    Deadline,
    DeadlineKind,
    Group,
    Measure,
    PersonMention,
    Question,
    Task,
    Tree,
    UnitMention,
)

__all__ = [
    "Anchor",
    "Comparison",
    "Deadline",
    "DeadlineKind",
    "Group",
    "KnownUnit",
    "Measure",
    "PersonMention",
    "Question",
    "Standing",
    "Task",
    "Tree",
    "UnitMention",
    "UnitNames",
    "decompose",
]
