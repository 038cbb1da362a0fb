"""What the subjects have to say about a text that somebody writes: a figure that differs, a source that was repealed.

Whoever shows a text asks here and need not know its neighbours; each subject announces what it can tell.
"""

from collections.abc import Callable
from dataclasses import dataclass

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef

SEVERITIES = {"must": "应改", "should": "建议改", "hint": "提示"}


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence about a text.

    ``rule`` is stable ("figures.differs"). ``passage`` is the piece of the text that is meant and ``start`` its first character, or -1
    when it is not to be found. ``url`` leads to what the remark relies on; ``correction`` is what the passage should say, if known.
    """

    rule: str
    severity: str
    words: str
    passage: str = ""
    start: int = -1
    url: str = ""
    correction: str = ""

    @property
    def severity_label(self) -> str:
        return SEVERITIES[self.severity]


Remarker = Callable[[ObjectRef, str, Actor], list[Remark]]
_remarkers: dict[str, Remarker] = {}


def register(kind: str, remarker: Remarker) -> None:
    """Announce what a subject tells about texts: ``remarker(ref, text, actor)``; called in the module's ``apps.ready``.

    ``ref`` is the object that holds the text (its id is 0 before it is saved). Only what the actor may see may be told.
    """
    _remarkers[kind] = remarker


def about(ref: ObjectRef, text: str, actor: Actor) -> list[Remark]:
    """Return every subject's remarks about a text, in the order of the text; what has no place stands at the end."""
    found = [remark for _, remarker in sorted(_remarkers.items()) for remark in remarker(ref, text, actor)]
    return sorted(found, key=lambda remark: (remark.start < 0, remark.start, remark.rule))
