"""What the commands of this subject share: telling people, keeping secrets out."""

from collections.abc import Iterable

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken, StaleState
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.notifications import public as notifications
from zhongshu.platform.secrecy import public as secrecy


def tell(people: Iterable[int], *, kind: str, text: str, ref: ObjectRef, secrecy: int, by: Actor) -> None:
    """Tell people, but not whoever acts."""
    others = [pk for pk in dict.fromkeys(people) if pk != by.person_id]
    if others:
        notifications.notify(others, kind=kind, text=text, ref=ref, by=by, secrecy=secrecy)


def require_storable(*texts: str, by: Actor, about: str) -> None:
    """Refuse what carries a mark above the ceiling of this installation."""
    for text in texts:
        if text and secrecy.scan_marks(text):
            secrecy.ensure_storable(text, by=by, about=about)


def require_reason(reason: str, sentence: str, *, longest: int = 300) -> str:
    reason = reason.strip()[:longest]
    if not reason:
        raise RuleBroken(sentence, code="reason_missing", field="reason")
    return reason


def saved_by_another(name: str, present_revision: int) -> StaleState:
    return StaleState(
        f"{name or '他人'}刚刚保存了这份文稿，您填写的内容尚未保存，请核对后再次保存",
        code="saved_by_another",
        present_revision=present_revision,
    )
