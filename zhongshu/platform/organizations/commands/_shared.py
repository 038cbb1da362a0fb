"""What every command on the organization needs."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import NotPermitted
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.organizations import register
from zhongshu.platform.organizations.models import Person, UnitRegister

_LABELS = {"system": "系统管理员", "security": "安全管理员"}


def identity_changed(person_ids: Iterable[int]) -> None:
    # Sessions keep a person's posts in memory until the revision rises, so a change takes effect at the next click.
    Person.objects.filter(pk__in=list(person_ids)).update(revision=F("revision") + 1)


def names_changed() -> None:
    # Processes keep the names of the organs in memory until the revision of the register rises.
    UnitRegister.objects.get_or_create(pk=1)
    UnitRegister.objects.filter(pk=1).update(revision=F("revision") + 1)
    transaction.on_commit(register.forget)


def require_administrator(by: Actor, kind: str) -> None:
    if by.administrator != kind and not by.is_system:
        raise NotPermitted(f"此项操作由{_LABELS[kind]}办理", code=f"not_{kind}_administrator")


def ref(noun: str, pk: int, title: str) -> ObjectRef:
    return ObjectRef(f"organizations.{noun}", pk, title)
