"""What higher layers announce to the workflow: commands that steps call, and owners that hear of their matters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.forms import OfficeForm
from zhongshu.kernel.refs import ObjectRef


@dataclass(frozen=True, slots=True)
class StepCall:
    """What a step tells the domain.

    For a command: one item was completed; ``finishes`` says that the step ends with it, and ``step_outcome`` is then its
    result by the 会签 rule. For ``entered``: the step has opened; nothing is completed and ``item_id`` is None.
    ``attributes`` are those of ``zw:step`` as drawn; ``state`` is the one the domain gives to its object.
    """

    ref: ObjectRef
    instance_id: int
    organ_id: int
    step_id: int
    step_key: str
    step_name: str
    round: int
    state: str
    attributes: Mapping[str, str]
    variables: Mapping[str, Any]
    by: Actor
    item_id: int | None = None
    outcome: str = ""
    step_outcome: str = ""
    finishes: bool = False
    words: str = ""
    attitude: str = ""
    opinion_id: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


StepRun = Callable[[StepCall], Mapping[str, Any] | None]
Entered = Callable[[StepCall], None]
Ended = Callable[[ObjectRef, str, Actor], None]


@dataclass(frozen=True, slots=True)
class StepCommand:
    """A command that a drawn step may name. ``form`` asks the handler for the command's ``data``.

    A form is made with ``ref`` and ``actor`` as keywords besides ``data``, so that it can offer what fits the object.
    """

    name: str
    label: str
    run: StepRun
    form: type[OfficeForm] | None = None


@dataclass(frozen=True, slots=True)
class KindHooks:
    """How the owner of one kind of object follows its processes, in the same transaction."""

    entered: Entered | None = None
    ended: Ended | None = None


_commands: dict[str, StepCommand] = {}
_kinds: dict[str, KindHooks] = {}


def register_command(name: str, *, label: str, run: StepRun, form: type[OfficeForm] | None = None) -> None:
    """Announce a command for ``zw:step command="..."``.

    ``run(call)`` is called once for every completed item, in the transaction of ``complete``; it may raise ``RuleBroken``
    to refuse, and may return routing variables. It is not called when a step is skipped.
    """
    _commands[name] = StepCommand(name, label, run, form)


def register_kind(kind: str, *, entered: Entered | None = None, ended: Ended | None = None) -> None:
    """Announce the owner of ``kind``.

    ``entered(call)`` runs whenever a step opens, also after a return, a take-back or a jump: the owner sets its own state
    from ``call.state``. ``ended(ref, result, by)`` runs with ``completed``, ``withdrawn``, ``terminated``, ``restored``,
    ``suspended`` or ``resumed``.
    """
    _kinds[kind] = KindHooks(entered, ended)


def command(name: str) -> StepCommand | None:
    return _commands.get(name)


def commands() -> dict[str, str]:
    """Return the announced commands with their labels, for the editor and the model checker."""
    return {name: _commands[name].label for name in sorted(_commands)}


def hooks(kind: str) -> KindHooks:
    return _kinds.get(kind, KindHooks())
