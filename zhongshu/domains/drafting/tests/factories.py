"""An organ whose section writes a text together with bureaus."""

import datetime as dt
from dataclasses import dataclass

from zhongshu.domains.drafting import commands, queries
from zhongshu.domains.drafting.models import DraftingTask, Part
from zhongshu.kernel import clock
from zhongshu.kernel.actors import Actor
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.organizations.public import Duty, Person, Unit
from zhongshu.platform.organizations.tests.factories import SectionFactory, UnitFactory, actor_for, person_in

OUTLINE = "一、总体情况\n今年主要指标完成情况。\n（一）主要成效\n二、财政保障\n三、下一步打算"


@dataclass
class House:
    """The organ that asks, its writer, section head and director; two bureaus with their contact persons."""

    organ: Unit
    section: Unit
    director: Person
    head: Person
    writer: Person
    finance: Unit
    finance_contact: Person
    finance_colleague: Person
    water: Unit
    water_contact: Person

    def actor(self, name: str) -> Actor:
        return actor_for(getattr(self, name))


def house() -> House:
    organ = UnitFactory()
    section = SectionFactory(parent=organ)
    finance, water = UnitFactory(name="云州市财政局"), UnitFactory(name="云州市水利局")
    return House(
        organ,
        section,
        person_in(organ, Duty.OFFICE_DIRECTOR, clearance=2),
        person_in(section, Duty.SECTION_HEAD, clearance=2),
        person_in(section, Duty.DRAFTER, clearance=2),
        finance,
        person_in(finance, Duty.CONTACT_PERSON, clearance=2),
        person_in(finance, Duty.DRAFTER, clearance=2),
        water,
        person_in(water, Duty.CONTACT_PERSON, clearance=2),
    )


def due_date(working_days: int = 15) -> dt.date:
    return calendars.add_working_days(clock.today(), working_days)


def requested(made: House, **fields) -> DraftingTask:
    values = {"title": "关于今年水利建设情况的报告", "writer_id": made.writer.pk, "due_date": due_date(), **fields}
    return commands.request_task(by=made.actor("director"), section_head_id=made.head.pk, **values)


def outlined(made: House, text: str = OUTLINE, **fields) -> DraftingTask:
    task = requested(made, **fields)
    commands.save_outline(task, text=text, by=made.actor("writer"))
    return task


def approved(made: House, **fields) -> DraftingTask:
    task = outlined(made, **fields)
    commands.submit_outline(task, by=made.actor("writer"))
    commands.approve_outline(task, by=made.actor("head"))
    return task


def assigned(made: House, **fields) -> tuple[DraftingTask, Part, Part]:
    """Return a task in which the first entry went to the water bureau and the second to the finance bureau."""
    task = approved(made, **fields)
    rows = [row for row in queries.entries(task) if row.level == 1]
    parts = [
        commands.assign_part(task, entry_ids=[row.pk], unit_id=unit.pk, working_days=5, by=made.actor("writer"))
        for row, unit in zip(rows, (made.water, made.finance), strict=False)
    ]
    return task, parts[0], parts[1]


def written(part: Part, made: House, who: str, text: str) -> Part:
    """Let the contact person write below the headings and hand in."""
    actor = made.actor(who)
    saved = commands.save_part(part, text=f"{part.text}\n{text}", revision=part.revision, by=actor)
    commands.submit_part(saved, by=actor)
    return saved


def merged(made: House, **fields) -> DraftingTask:
    """Return a task whose two parts were taken and put together."""
    task, water, finance = assigned(made, **fields)
    for part, who, text in (
        (water, "water_contact", "全市完成水利投资12亿元。\n治理河道35公里。"),
        (finance, "finance_contact", "安排专项资金3亿元。"),
    ):
        written(part, made, who, text)
        commands.accept_part(part, by=made.actor("writer"))
    commands.begin_merging(task, by=made.actor("writer"))
    return task
