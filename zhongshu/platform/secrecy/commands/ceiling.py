"""The ceiling: what is marked as a state secret is refused, and the refusal stays on record."""

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import RuleBroken
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.audit import public as audit
from zhongshu.platform.secrecy.choices import Level
from zhongshu.platform.secrecy.marks import find_marks, find_marks_in_name, level_named
from zhongshu.platform.secrecy.queries import ceiling


def scan_marks(text: str) -> list[str]:
    """Return the marks of state secrets in a text, as they would be written: ``机密★5年``; empty where there is none."""
    return [str(mark) for mark in find_marks(text)]


def scan_file_name(name: str) -> list[str]:
    """Return the marks of state secrets in the name of a file."""
    return [str(mark) for mark in find_marks_in_name(name)]


def ensure_storable(level_or_text: int | str, *, by: Actor, about: ObjectRef | str = "", field: str = "") -> None:
    """Refuse what this installation must not store.

    Args:
        level_or_text: a level, its name, a file name, or any text; in text the marks count.
        about: the object concerned. Its title does not go into the record of the refusal: it may itself be secret.

    Raises:
        RuleBroken: above the ceiling (``above_ceiling``). The refusal is recorded even though the caller's transaction is undone.
    """
    level = _level_of(level_or_text)
    if level is None or level <= ceiling():
        return
    ref = ObjectRef(about.kind, about.id) if isinstance(about, ObjectRef) else ObjectRef("secrecy.refusal", 0)
    audit.record_regardless("secrecy.refused_above_ceiling", ref, by=by, level=int(level))
    raise RuleBroken(
        _sentence(level), code="above_ceiling", field=field or ("secrecy" if isinstance(level_or_text, int) else None)
    )


def _level_of(level_or_text: int | str) -> Level | None:
    if isinstance(level_or_text, int):
        return Level(level_or_text)
    named = level_named(level_or_text)
    marks = find_marks(level_or_text)
    if "\n" not in level_or_text:
        marks += find_marks_in_name(level_or_text)
    return max((mark.level for mark in marks), default=named) if marks else named


def _sentence(level: Level) -> str:
    if level.is_state_secret:
        return f"内容标有国家秘密标志（{level.label}），本系统不得存储、处理国家秘密，请改用涉密渠道办理"
    return f"本系统不存储“{level.label}”等级的内容，请改用规定的渠道办理"
