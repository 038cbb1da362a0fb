"""Where the texts of other subjects' objects come from: a bridge announces each kind."""

from collections.abc import Callable

from zhongshu.kernel import kinds
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef

TextOf = Callable[[int], str]
_texts: dict[str, TextOf] = {}


def register_text(kind: str, text_of: TextOf) -> None:
    """Announce how the text of an object of this kind is read."""
    _texts[kind] = text_of


def kinds_with_text() -> list[str]:
    return sorted(_texts)


def text_of(ref: ObjectRef, viewer: Actor) -> str | None:
    """Return the text of an object, or None if the viewer may not see it or its kind has none."""
    if ref.kind not in _texts or not kinds.visible(ref, viewer):
        return None
    return _texts[ref.kind](ref.id)
