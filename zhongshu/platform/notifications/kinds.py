"""Kinds of notification and who stands in which role toward an object, announced by the modules that know."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """``urgent`` ones are sent at once, in quiet hours too."""

    name: str
    label: str
    urgent: bool = False


Resolver = Callable[[int], Iterable[int]]
_kinds: dict[str, Kind] = {}
_resolvers: dict[tuple[str, str], Resolver] = {}


def register_kind(name: str, label: str, *, urgent: bool = False) -> None:
    """Announce a kind such as "worklist.arrived", 新待办."""
    _kinds[name] = Kind(name, label, urgent)


def kind(name: str) -> Kind:
    """Return the kind; one that nobody announced is called 提醒."""
    return _kinds.get(name) or Kind(name, "提醒")


def all_kinds() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda each: each.name)


def register_role(ref_kind: str, role: str, resolver: Resolver) -> None:
    """Announce who stands in a role ("drafter", "handler") toward objects of a kind: ``resolver`` gives their ids."""
    _resolvers[ref_kind, role] = resolver


def people_in_role(ref_kind: str, object_id: int, role: str) -> list[int]:
    """Return the ids of the people in the role; empty if nobody is or the role is unknown for this kind."""
    resolver = _resolvers.get((ref_kind, role))
    return list(resolver(object_id)) if resolver else []
