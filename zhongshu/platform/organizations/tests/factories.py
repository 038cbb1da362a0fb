"""Organs, people and actors for tests of every layer above."""

import datetime as dt
from dataclasses import replace

import factory

from zhongshu.kernel.actors import Actor
from zhongshu.platform.organizations.choices import Level, UnitKind
from zhongshu.platform.organizations.models import Person, Post, PostDuty, PostHolding, Unit
from zhongshu.platform.organizations.queries import actor_of


class UnitFactory(factory.django.DjangoModelFactory):
    """An organ (机关) of the city."""

    class Meta:
        model = Unit
        skip_postgeneration_save = True

    kind = UnitKind.ORGAN
    name = factory.Sequence(lambda n: f"云州市第{n + 1}局")
    short_name = factory.SelfAttribute("name")
    code = factory.Sequence(lambda n: f"U{n + 1:04d}")
    level = Level.CITY
    document_code = factory.Sequence(lambda n: f"云{n + 1}发")

    @factory.post_generation
    def placed(self: Unit, create: bool, extracted, **kwargs) -> None:
        if create:
            self.path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
            self.organ = self if self.kind == UnitKind.ORGAN else self.parent.organ
            self.save(update_fields=["path", "organ"])


class SectionFactory(UnitFactory):
    """A section (科室) of an organ; give ``parent``."""

    kind = UnitKind.SECTION
    name = factory.Sequence(lambda n: f"第{n + 1}科")
    parent = factory.SubFactory(UnitFactory)


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"试用{n + 1:03d}")
    clearance = 1


class PostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Post

    unit = factory.SubFactory(UnitFactory)
    name = factory.Sequence(lambda n: f"岗位{n + 1}")


class PostHoldingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PostHolding

    person = factory.SubFactory(PersonFactory)
    post = factory.SubFactory(PostFactory)
    start_date = dt.date(2020, 1, 1)


def person_in(unit: Unit, *duties: str, **fields) -> Person:
    """Return a new person who holds a post with these duties in the unit."""
    person = PersonFactory(**fields)
    post = PostFactory(unit=unit)
    PostDuty.objects.bulk_create([PostDuty(post=post, duty=duty) for duty in duties])
    PostHoldingFactory(person=person, post=post)
    return person


def actor_for(person: Person, **overrides) -> Actor:
    """Return the actor that the person is today."""
    actor = actor_of(person.pk)
    return replace(actor, **overrides) if overrides else actor


def administrator(kind: str) -> Actor:
    """Return one of the three administrators: "system", "security", "audit"."""
    return Actor(person_id=None, name=f"{kind}管理员", administrator=kind)
