"""One way to change a state: a conditional UPDATE that only the first of two people wins."""

from typing import Any

from django.db.models import Field, Model

from zhongshu.kernel.errors import RuleBroken, StaleState


def move(obj: Any, *, to: Any, field: str = "state", **changes: Any) -> None:
    """Move the object to the state ``to`` and write ``changes`` with it, if nobody else moved it meanwhile.

    The model's ``TRANSITIONS`` says which moves exist.

    Raises:
        RuleBroken: no such move from the present state.
        StaleState: somebody else moved the object first.
    """
    present = getattr(obj, field)
    if to not in obj.TRANSITIONS.get(present, ()):
        label = _label(obj, field, present)
        raise RuleBroken(f"当前状态为“{label}”，不能办理此项操作，请刷新后核对", code="wrong_state", present=str(present))
    changed = type(obj)._default_manager.filter(pk=obj.pk, **{field: present}).update(**{field: to}, **changes)
    if not changed:
        raise StaleState("该事项刚刚已被他人办理，请刷新后查看最新情况", code="stale_state")
    for name, value in {field: to, **changes}.items():
        setattr(obj, name, value)


def _label(obj: Model, name: str, value: Any) -> str:
    field = obj._meta.get_field(name)
    choices = dict(field.flatchoices) if isinstance(field, Field) else {}
    return str(choices.get(value, value))
