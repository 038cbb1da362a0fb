"""Organs with a full staff, and documents in every state, made by the real commands."""

from dataclasses import dataclass, field

from django.db import transaction

from zhongshu.domains.documents import reasons
from zhongshu.domains.documents.commands import drafting
from zhongshu.domains.documents.models import OutgoingDocument
from zhongshu.domains.documents.queries import revising
from zhongshu.kernel.actors import Actor
from zhongshu.platform.organizations.public import Duty, LeadingBody, Person, Unit
from zhongshu.platform.organizations.tests.factories import SectionFactory, UnitFactory, actor_for, person_in
from zhongshu.platform.workflow import public as workflow

BODY = "为做好防汛工作，现将有关事项通知如下：\n一、落实责任\n各单位要落实值班责任。\n二、及时报告\n重要情况随时报告。"


@dataclass
class Office:
    """One organ with a section that drafts and everybody whom a document passes."""

    organ: Unit
    section: Unit
    people: dict[str, Person] = field(default_factory=dict)

    def actor(self, role: str) -> Actor:
        return actor_for(self.people[role])


def office(**fields) -> Office:
    """Return an organ with drafter, reviewer, director, signatory, clerk, proofreader, printer, seal keeper and a leader."""
    organ = UnitFactory(**{"body": LeadingBody.GOVERNMENT, **fields})
    section = SectionFactory(parent=organ)
    made = Office(organ, section)
    for role, unit, duties, clearance in (
        ("drafter", section, (Duty.DRAFTER,), 2),
        ("reviewer", organ, (Duty.REVIEWER,), 2),
        ("director", organ, (Duty.OFFICE_DIRECTOR,), 2),
        ("signatory", organ, (Duty.SIGNATORY, Duty.PRINCIPAL_HEAD), 2),
        ("deputy", organ, (Duty.SIGNATORY, Duty.LEADER_IN_CHARGE), 2),
        ("clerk", organ, (Duty.REGISTRY_CLERK, Duty.CONTACT_PERSON, Duty.ARCHIVIST), 2),
        ("proofreader", organ, (Duty.PROOFREADER,), 2),
        ("printer", organ, (Duty.PRINTER,), 2),
        ("seal_keeper", organ, (Duty.SEAL_KEEPER,), 2),
    ):
        made.people[role] = person_in(unit, *duties, clearance=clearance)
    return made


def recipient() -> Office:
    """Return an organ that only receives: a clerk, a director, a leader and a section that handles."""
    organ = UnitFactory(body=LeadingBody.GOVERNMENT)
    section = SectionFactory(parent=organ)
    made = Office(organ, section)
    made.people["clerk"] = person_in(organ, Duty.REGISTRY_CLERK, Duty.CONTACT_PERSON, clearance=2)
    made.people["director"] = person_in(organ, Duty.OFFICE_DIRECTOR, clearance=2)
    made.people["leader"] = person_in(organ, Duty.LEADER, Duty.PRINCIPAL_HEAD, clearance=2)
    made.people["handler"] = person_in(section, Duty.SECTION_HEAD, Duty.CONTACT_PERSON, clearance=2)
    return made


def draft_in(
    made: Office, *, to: list[Unit] | None = None, copies_to: str = "", principals_text: str = "", **fields
) -> OutgoingDocument:
    """Return a complete draft addressed to the organs (one new one if none is given)."""
    targets = to if to is not None else [UnitFactory(parent=made.organ)]
    values = {
        "title": "关于做好防汛工作的通知",
        "body": BODY,
        "signatory_id": made.people["signatory"].pk,
        **fields,
    }
    principals = principals_text or "、".join(unit.name for unit in targets)
    return drafting.draft(by=made.actor("drafter"), organ_id=made.organ.pk, principals=principals, copies_to=copies_to, **values)


STEPS = ("reviewer", "director", "signatory", "clerk", "proofreader", "printer", "seal_keeper", "clerk")
"""Who acts after the drafter, in the order of the usual process, without 会签."""


def act(document: OutgoingDocument, actor: Actor, **options) -> None:
    """Let the actor complete the open part of the document that is his or that he may claim."""
    item = workflow.items_of_actor(document.ref, actor).first()
    assert item is not None, f"{actor.name} has nothing to do about {document}"
    if item.assignee_id is None:
        workflow.claim(item.pk, by=actor)
    offered = workflow.panel_of(item, actor).outcomes
    outcome = options.pop("outcome", offered[0][0] if offered else "")
    workflow.complete(item.pk, outcome=outcome, words=options.pop("words", "同意。"), by=actor, **options)
    document.refresh_from_db()


def advance(document: OutgoingDocument, made: Office, *, until: str = "", steps: int | None = None) -> OutgoingDocument:
    """Carry a submitted document through the process until its state is ``until`` (or as many steps)."""
    for number, role in enumerate(STEPS):
        if document.state == until or number == steps:
            break
        act(document, made.actor(role), data={"copies": document.copies} if role in {"clerk", "printer"} else {})
    return document


def submitted(made: Office, **fields) -> OutgoingDocument:
    with transaction.atomic():
        return drafting.submit(draft_in(made, **fields), by=made.actor("drafter"))


def dispatched(made: Office, **fields) -> OutgoingDocument:
    return advance(submitted(made, **fields), made)


def advance_from(document: OutgoingDocument, made: Office, role: str) -> OutgoingDocument:
    """Carry a document to the end of its process, beginning with the person in this role."""
    for name in STEPS[STEPS.index(role) :]:
        act(document, made.actor(name), data={"copies": document.copies} if name in {"clerk", "printer"} else {})
    return document


def why(document: OutgoingDocument, words: str, **texts: str) -> dict[str, str]:
    """Return the same reason for every passage that new ``texts`` (title, body) of the document change."""
    pairs = [(getattr(document, name), text) for name, text in texts.items()]
    found = reasons.passages(pairs, revising.names_of(document))
    return {one.key: words for one in [*found, reasons.WHOLE]}
