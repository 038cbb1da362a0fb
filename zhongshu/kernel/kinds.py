"""The register of object kinds: lower layers ask the owner of an object without knowing it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.policy import Policy
from zhongshu.kernel.refs import ObjectRef


@dataclass(frozen=True, slots=True)
class ObjectKind:
    """How one kind of object is called, found, opened and guarded.

    ``model`` is "app_label.Model". ``text_digest`` returns the digest of the text as it now stands, to which opinions are bound.
    ``handled`` says whether matters of this kind wait for people, so that somebody can delegate them to another. ``opened`` tells
    whether somebody has had the present text open; an opinion in one of ``read_columns`` given without that says so.
    """

    kind: str
    label: str
    model: str
    policy: Policy
    url: Callable[[int], str]
    text_digest: Callable[[int], str] | None = None
    title_field: str = "title"
    number_field: str | None = None
    handled: bool = True
    opened: Callable[[int, Actor], bool] | None = None
    read_columns: frozenset[str] = frozenset()

    @property
    def model_class(self) -> type[Model]:
        return apps.get_model(self.model)


_kinds: dict[str, ObjectKind] = {}


def register(kind: ObjectKind) -> None:
    """Announce a kind of object; called once, in the module's ``apps.ready``."""
    _kinds[kind.kind] = kind


def get(name: str) -> ObjectKind:
    return _kinds[name]


def find(name: str) -> ObjectKind | None:
    return _kinds.get(name)


def all_kinds() -> list[ObjectKind]:
    return sorted(_kinds.values(), key=lambda kind: kind.kind)


def visible(ref: ObjectRef, actor: Actor, *, action: str = "view") -> bool:
    """Tell whether the actor may see (or do ``action`` to) the object, by its owner's own rule. Unknown kinds are invisible."""
    kind = _kinds.get(ref.kind)
    return kind is not None and kind.policy.allowed(actor, action).filter(pk=ref.id).exists()


def visible_ids(name: str, ids: Iterable[int], actor: Actor) -> set[int]:
    """Return those of the ids that the actor may see: one query for a whole page of one kind."""
    kind = _kinds.get(name)
    if kind is None:
        return set()
    return set(kind.policy.visible(actor).filter(pk__in=list(ids)).values_list("pk", flat=True))


def seen(name: str, pk: int, actor: Actor) -> ObjectRef | None:
    """Return a link to the object with its title and number as they stand, if the actor may see it: one query."""
    kind = _kinds.get(name)
    found = kind.policy.visible(actor).filter(pk=pk).first() if kind else None
    if kind is None or found is None:
        return None
    number = getattr(found, kind.number_field, "") if kind.number_field else ""
    return ObjectRef(name, pk, str(getattr(found, kind.title_field, "")), str(number or ""))


def label(name: str) -> str:
    kind = _kinds.get(name)
    return kind.label if kind else name


def url(ref: ObjectRef) -> str:
    """Return the address of the object's page, or an empty text for an unknown kind."""
    kind = _kinds.get(ref.kind)
    return kind.url(ref.id) if kind else ""


def opened(ref: ObjectRef, actor: Actor) -> bool | None:
    """Tell whether the actor has had the object's present text open; None if its owner does not know."""
    kind = _kinds.get(ref.kind)
    return kind.opened(ref.id, actor) if kind and kind.opened else None


def digest(ref: ObjectRef) -> str:
    """Return the digest of the object's text as it now stands; empty if the kind has no text."""
    kind = _kinds.get(ref.kind)
    return kind.text_digest(ref.id) if kind and kind.text_digest else ""
