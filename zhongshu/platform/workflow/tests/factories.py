"""Offices and processes for tests of the workflow and of the layers above it."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.organizations.models import Person, Unit
from zhongshu.platform.organizations.tests.factories import UnitFactory, actor_for, person_in
from zhongshu.platform.workflow.choices import ItemState
from zhongshu.platform.workflow.commands.defining import define, publish_version, save_draft
from zhongshu.platform.workflow.commands.handling import complete
from zhongshu.platform.workflow.commands.starting import start
from zhongshu.platform.workflow.engine.graphs import forget
from zhongshu.platform.workflow.models import FlowInstance, FlowItem, FlowStep, FlowVersion
from zhongshu.platform.workflow.tests.drawing import Drawing, line

KIND = "tests.matter"
_numbers = count(1)


def publish(drawing: Drawing | str, key: str = "") -> FlowVersion:
    """Publish a drawing as a new version of the process ``key``."""
    forget()
    xml = drawing.xml() if isinstance(drawing, Drawing) else drawing
    name = key or (drawing.key if isinstance(drawing, Drawing) else "p")
    definition = define(name, name=name, by=Actor.system())
    version = save_draft(definition, xml, by=Actor.system())
    publish_version(version, by=Actor.system())
    return version


@dataclass
class Office:
    """An organ with people in it, and the matters that they handle."""

    organ: Unit = field(default_factory=UnitFactory)
    people: dict[str, Person] = field(default_factory=dict)

    def person(self, name: str, *duties: str, **fields: Any) -> Person:
        """Return the person of that name, who comes into office when first named."""
        if name not in self.people:
            self.people[name] = person_in(self.organ, *duties, name=name, **fields)
        return self.people[name]

    def actor(self, name: str) -> Actor:
        return actor_for(self.person(name))

    def ids(self, *names: str) -> list[int]:
        return [self.person(name).pk for name in names]

    def start(self, key: str, *, by: str = "甲", secrecy: int = 0, **variables: Any) -> FlowInstance:
        number = next(_numbers)
        ref = ObjectRef(KIND, number, f"第{number}件", "")
        return start(key, ref=ref, organ_id=self.organ.pk, by=self.actor(by), variables=variables, secrecy=secrecy)

    def item(self, instance: FlowInstance, name: str = "", *, step: str = "", state: str = ItemState.OPEN) -> FlowItem:
        """Return the one item in that state, of that person or step."""
        items = FlowItem.objects.filter(instance=instance, state=state)
        if name:
            items = items.filter(assignee=self.person(name))
        if step:
            items = items.filter(step__node=step)
        return items.get()

    def do(self, instance: FlowInstance, name: str, **values: Any) -> FlowItem:
        """Let a person complete the item that he has, or could claim, in this matter."""
        mine = FlowItem.objects.filter(instance=instance, state=ItemState.OPEN)
        item = mine.filter(assignee=self.person(name)).first() or mine.get(assignee=None)
        complete(item.pk, by=self.actor(name), **values)
        item.refresh_from_db()
        return item


def where(instance: FlowInstance) -> list[str]:
    """Return the nodes on which tokens rest now, joins included."""
    return sorted(FlowStep.objects.filter(instance=instance, state__in=["active", "waiting"]).values_list("node", flat=True))


def holders(instance: FlowInstance) -> list[str]:
    """Return the names of those who hold an open item."""
    return sorted(FlowItem.objects.filter(instance=instance, state=ItemState.OPEN).values_list("assignee_name", flat=True))


def two_steps(office: Office, **second: Any) -> FlowInstance:
    """A drafts, B (a reviewer) handles; the matter waits at B."""
    office.person("乙", "reviewer")
    publish(line("draft", "review", draft={"name": "拟稿"}, review={"assign": "duty:reviewer", "name": "核稿", **second}))
    instance = office.start("line")
    office.do(instance, "甲")
    return instance
