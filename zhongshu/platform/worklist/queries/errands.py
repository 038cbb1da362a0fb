"""Errands as rows of 待办: the same columns as the items of processes, each subject's own rows behind them."""

from collections.abc import Iterator

from django.db.models import BigIntegerField, BooleanField, CharField, DateTimeField, F, IntegerField, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from zhongshu.kernel.actors import Actor
from zhongshu.platform.workflow import public as workflow
from zhongshu.platform.worklist.registry import Errands, errand_sources

# The order counts: rows of different tables are joined by position.
COLUMNS = (
    "id", "state", "role", "assignee_id", "assignee_name", "principal_id", "principal_name", "arrived_at", "opened_at", "due_at",
    "due_order", "done_at", "outcome", "was_returned", "times_urged", "instance_id", "step_name", "ref_kind", "ref_id", "ref_title",
    "ref_number", "starter_name", "secrecy", "instance_state", "urgency", "errand",
)  # fmt: skip
# Names by which pages are sorted and cut; the other columns go by a name of their own, because a subject's table may have such a field.
_SORTED = {"id", "arrived_at", "due_order", "urgency", "errand"}


def branches(actor: Actor) -> Iterator[tuple[Errands, QuerySet]]:
    """Return what waits for the actor of every kind of errand, as disjoint querysets."""
    for errands in errand_sources():
        for found in errands.rows(actor):
            yield errands, found


def rows(actor: Actor, condition: Q, *, kind: str = "", words: str = "") -> list[QuerySet]:
    """Return the errands as querysets of `COLUMNS`; ``condition`` may ask ``due_order``, ``kind`` is the kind of object shown."""
    asked = Q(condition)
    if words:
        asked &= Q(errand_ref_title__contains=words) | Q(errand_ref_number__contains=words)
    return [_as_rows(errands, found, actor).filter(asked) for errands, found in branches(actor) if kind in ("", errands.ref_kind)]


def _as_rows(errands: Errands, found: QuerySet, actor: Actor) -> QuerySet:
    columns = _columns(errands, actor)
    named = {_name(column): columns[column] for column in COLUMNS if column != "id"}
    return found.annotate(**named).values(*(_name(column) for column in COLUMNS))


def _name(column: str) -> str:
    return column if column in _SORTED else f"errand_{column}"


def _columns(errands: Errands, actor: Actor) -> dict[str, Combinable]:
    no_text, nobody, never = Value("", CharField()), Value(None, BigIntegerField()), Value(None, DateTimeField())
    due_at, arrived_at = _column(errands.due_at, never), _column(errands.arrived_at, never)
    return {
        "state": Value(workflow.ItemState.OPEN.value),
        "role": Value(workflow.ItemRole.MAIN.value),
        "assignee_id": Value(actor.person_id, BigIntegerField()),
        "assignee_name": no_text,
        "principal_id": nobody,
        "principal_name": no_text,
        "arrived_at": arrived_at,
        "opened_at": arrived_at,
        "due_at": due_at,
        "due_order": Coalesce(due_at, Value(workflow.NO_LIMIT, DateTimeField())),
        "done_at": never,
        "outcome": no_text,
        "was_returned": errands.returned or Value(False, BooleanField()),
        "times_urged": _column(errands.times_urged, Value(0, IntegerField())),
        "instance_id": nobody,
        "step_name": _column(errands.step, no_text),
        "ref_kind": Value(errands.ref_kind),
        "ref_id": F(errands.ref_id),
        "ref_title": F(errands.title),
        "ref_number": _column(errands.number, no_text),
        "starter_name": _column(errands.who, no_text),
        "secrecy": F(errands.secrecy),
        "instance_state": no_text,
        "urgency": Value(0, IntegerField()),
        "errand": Value(errands.kind, CharField()),
    }


def _column(given: str | Combinable | None, otherwise: Combinable) -> Combinable:
    if given is None:
        return otherwise
    return F(given) if isinstance(given, str) else given
