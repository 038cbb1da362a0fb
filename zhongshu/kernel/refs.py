"""Links that cross subjects: which object, and how it was called when the link was made."""

from dataclasses import dataclass
from typing import Any, Self

from django.db import models


@dataclass(frozen=True, slots=True)
class ObjectRef:
    """A link to an object of any subject, with a snapshot of its title and number, so that an old record reads as it did then."""

    kind: str
    id: int
    title: str = ""
    number: str = ""

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class RefQuerySet(models.QuerySet):
    def about(self, ref: ObjectRef) -> Self:
        """Return the rows that refer to this object."""
        return self.filter(ref_kind=ref.kind, ref_id=ref.id)


class Referring(models.Model):
    """A row about an object of another subject."""

    ref_kind = models.CharField("对象类别", max_length=60)
    ref_id = models.BigIntegerField("对象")
    ref_title = models.CharField("标题", max_length=300, blank=True)
    ref_number = models.CharField("编号", max_length=80, blank=True)

    objects = RefQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def ref(self) -> ObjectRef:
        return ObjectRef(self.ref_kind, self.ref_id, self.ref_title, self.ref_number)


def ref_fields(ref: ObjectRef) -> dict[str, Any]:
    """Return the field values of a ``Referring`` row about this object."""
    return {"ref_kind": ref.kind, "ref_id": ref.id, "ref_title": ref.title[:300], "ref_number": ref.number[:80]}
