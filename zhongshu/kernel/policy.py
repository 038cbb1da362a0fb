"""Permission rules as database conditions: the same line filters a list, checks one object and marks buttons."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db.models import BooleanField, Case, Model, Q, QuerySet, Value, When

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted

M = TypeVar("M", bound=Model)
Rule = Callable[[Actor], Q]

EVERYBODY = Q()
NOBODY = Q(pk__in=())


@dataclass(frozen=True, slots=True)
class Permission:
    """One action on one kind of object: its name, its Chinese label and its rule."""

    action: str
    label: str
    rule: Rule


class Policy(Generic[M]):
    """Every rule of one model, each declared once.

    A rule gives a condition on the model's own columns (to-many relations through ``pk__in=subquery``). If the model has a ``secrecy``
    field the actor's clearance is added to every rule, so no module can forget it.
    """

    registered: "list[Policy]" = []

    def __init__(self, model: type[M]) -> None:
        self.model = model
        self.permissions: dict[str, Permission] = {}
        Policy.registered.append(self)

    def allow(self, action: str, label: str, rule: Rule) -> None:
        """Declare who may do ``action``."""
        self.permissions[action] = Permission(action, label, rule)

    def condition(self, actor: Actor, action: str) -> Q:
        """Return the condition under which the actor may do ``action``, clearance included."""
        if actor.is_system:
            return EVERYBODY
        rule = self.permissions[action].rule(actor)
        return rule & Q(secrecy__lte=actor.clearance) if self._is_marked() else rule

    def allowed(self, actor: Actor, action: str) -> QuerySet[M]:
        """Return the objects to which the actor may do ``action``."""
        return self.model._default_manager.filter(self.condition(actor, action))

    def visible(self, actor: Actor) -> QuerySet[M]:
        """Return the objects that the actor may see."""
        return self.allowed(actor, "view")

    def can(self, actor: Actor, action: str, obj: M) -> bool:
        return self.allowed(actor, action).filter(pk=obj.pk).exists()

    def require(self, actor: Actor, action: str, obj: M) -> None:
        """Refuse unless the actor may do ``action`` to the object.

        Raises:
            NotPermitted: the rule does not hold.
        """
        if not self.can(actor, action, obj):
            label = self.permissions[action].label
            raise NotPermitted(f"您没有“{label}”的权限，如确需办理请联系本单位办公室", code=f"not_permitted_{action}")

    def mark(self, queryset: QuerySet[M], actor: Actor, *actions: str) -> QuerySet[M]:
        """Annotate each object with ``can_<action>`` in the same query."""
        return queryset.annotate(**{f"can_{action}": self._flag(self.condition(actor, action)) for action in actions})

    def _flag(self, condition: Q) -> Case | Value:
        if condition == EVERYBODY:
            return Value(True, output_field=BooleanField())
        return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())

    def _is_marked(self) -> bool:
        try:
            self.model._meta.get_field("secrecy")
        except FieldDoesNotExist:
            return False
        return True
