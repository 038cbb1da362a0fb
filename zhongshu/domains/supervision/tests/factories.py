"""An office that supervises, three units that carry, and an item at any point of its life."""

from dataclasses import dataclass, field
from typing import Any

from zhongshu.domains.supervision.choices import FeedbackKind, State
from zhongshu.domains.supervision.commands import assigning, closing, docketing, reporting
from zhongshu.domains.supervision.models import Part, SupervisionItem
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.organizations.public import Duty, Person, Unit
from zhongshu.platform.organizations.tests.factories import UnitFactory, actor_for, person_in

MONDAY = "2026-11-23 09:00"


@dataclass
class Office:
    """The government office with its supervisors, a leader, and the units that carry items."""

    organ: Unit
    supervisor: Person
    second: Person
    director: Person
    leader: Person
    units: list[Unit]
    heads: list[Person]
    contacts: list[Person]
    stranger: Person
    _actors: dict[int, Actor] = field(default_factory=dict)

    def actor(self, person: Person) -> Actor:
        return self._actors.setdefault(person.pk, actor_for(person))


def office() -> Office:
    calendars.load_years([2026], by=Actor.system())
    organ = UnitFactory(name="云州市人民政府办公室", short_name="市政府办公室", document_code="云政办发")
    units = [UnitFactory(name=name) for name in ("云州市水利局", "云州市财政局", "云州市住建局")]
    return Office(
        organ=organ,
        supervisor=person_in(organ, Duty.SUPERVISOR, name="督一"),
        second=person_in(organ, Duty.SUPERVISOR, name="督二"),
        director=person_in(organ, Duty.OFFICE_DIRECTOR, name="主任"),
        leader=person_in(UnitFactory(name="云州市人民政府"), Duty.LEADER, name="市长"),
        units=units,
        heads=[person_in(unit, Duty.PRINCIPAL_HEAD) for unit in units],
        contacts=[person_in(unit, Duty.CONTACT_PERSON) for unit in units],
        stranger=person_in(UnitFactory(name="云州市无关局")),
    )


SOURCE = docketing.Source(
    kind="instruction",
    ref=ObjectRef("documents.incoming", 7, "关于城区供水管网改造的请示", "云水请〔2026〕3号"),
    sentence="城区老旧供水管网须于年底前完成改造。",
    words="请水利局抓紧办理，十二月底前见效。",
)


def docketed(office: Office, **values: Any) -> SupervisionItem:
    """Return an item that the supervisor has just docketed: due in ten working days, led by the first unit, helped by the second."""
    given = {
        "title": "落实城区供水管网改造",
        "outcome": "12条老旧管网全部通水，水压合格率达到98%",
        "source": SOURCE,
        "lead_unit_id": office.units[0].pk,
        "supporting_unit_ids": [office.units[1].pk],
        "working_days": 10,
        **values,
    }
    return docketing.docket(by=office.actor(office.supervisor), **given)


def assigned(office: Office, **values: Any) -> SupervisionItem:
    item = docketed(office, **values)
    assigning.assign(item, by=office.actor(office.supervisor))
    return item


def parts_of(item: SupervisionItem) -> list[Part]:
    return list(Part.objects.filter(item=item).select_related("item", "unit__organ").order_by("pk"))


def in_progress(office: Office, **values: Any) -> SupervisionItem:
    """Return an item for which every unit has signed."""
    item = assigned(office, **values)
    for part in parts_of(item):
        place = [unit.pk for unit in office.units].index(part.unit_id)
        assigning.sign(part, by=office.actor(office.heads[place]))
    item.refresh_from_db()
    return item


def reported(office: Office, **values: Any) -> SupervisionItem:
    """Return an item whose result is reported: the supporting unit first, then the lead."""
    item = in_progress(office, **values)
    for part in reversed(parts_of(item)):
        place = [unit.pk for unit in office.units].index(part.unit_id)
        reporting.give_feedback(part, kind=FeedbackKind.COMPLETION, words="已全部完成。", by=office.actor(office.heads[place]))
    item.refresh_from_db()
    return item


def completed(office: Office, **values: Any) -> SupervisionItem:
    item = reported(office, **values)
    closing.verify(
        item, kind="visit", passed=True, words="现场查看，12条管网均已通水。", place="东城泵站", by=office.actor(office.second)
    )
    closing.complete(item, conclusion="管网改造完成。", by=office.actor(office.supervisor))
    assert item.state == State.COMPLETED
    return item
