"""A month of documents, played day by day by the people of the city; what began lately is still on somebody's desk."""

import datetime as dt
import heapq
import random
from collections.abc import Generator
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from zhongshu.domains.documents import public as documents
from zhongshu.kernel import clock, events
from zhongshu.kernel.errors import OfficeError
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.circulation import public as circulation
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Duty, Person, Unit
from zhongshu.platform.workflow import public as workflow
from zhongshu.site.demonstration import playing
from zhongshu.site.demonstration.city import City
from zhongshu.site.demonstration.more_texts import LATER
from zhongshu.site.demonstration.texts import (
    INSTRUCTIONS,
    PROPOSALS,
    RETURN_REASONS,
    REVIEW_WORDS,
    TEXTS,
    Text,
)

COLLECTIVE = {"各县区政府": "各县（区）人民政府", "各县委": "各县（区）党委", "市直部门": "市政府各部门"}
SHOWN = ("市政府", "市财政局", "市水利局", "青禾县政府")
TYPE_NAMES = dict(documents.DocumentType.choices) | {"order": "令"}
Story = Generator[float, None, None]
"""A story of one document: it yields the working hours until its next turn."""


class Month:
    """Plays the stories side by side in the order of their moments, from ``days`` before ``until``."""

    def __init__(self, city: City, *, until: dt.datetime, days: int = 30, seed: int = 2026) -> None:
        self.city, self.until, self.days = city, until, days
        self.random = random.Random(seed)
        self.turns: list[tuple[dt.datetime, int, Story]] = []
        self.told = 0

    @transaction.atomic
    def play(self) -> int:
        """Play everything that happens until now, in one transaction; returns how many turns were taken."""
        beginning = self.until - dt.timedelta(days=self.days)
        with clock.frozen(beginning):
            self._set_quotas()
        texts = [*TEXTS, *(later(text, place, which) for which in (0, 1) for place, text in enumerate(TEXTS))]
        for place, text in enumerate(texts):
            # Later rounds lie closer to today, so that every state has its documents.
            share = (place + self.random.random()) / len(texts)
            moment = beginning + (self.until - beginning) * share
            self._tell(working_moment(moment, self.random), self._issue(text))
        for number in range(10):
            moment = self.until - dt.timedelta(hours=3 + number * 5)
            self._tell(working_moment(moment, self.random, backwards=True), self._leave_a_draft(texts[-1 - number]))
        turns = 0
        while self.turns:
            moment, _, story = heapq.heappop(self.turns)
            if moment > self.until:
                continue
            with clock.frozen(moment):
                try:
                    hours = next(story)
                except StopIteration:
                    hours = None
                events.deliver_all()
            turns += 1
            if hours is not None:
                self._tell(after(moment, hours), story)
        return turns

    def _tell(self, moment: dt.datetime, story: Story) -> None:
        self.told += 1
        heapq.heappush(self.turns, (moment, self.told, story))

    def _set_quotas(self) -> None:
        """Give the drafting units of the offices their 发文指标: there are no documents of last year to reckon from."""
        for organ in {self.city.unit(text.issuer).pk: self.city.unit(text.issuer) for text in TEXTS}.values():
            directors = self._holders(Duty.OFFICE_DIRECTOR, organ)
            units = {
                plan.unit.pk for plan in self.city.plans if Duty.DRAFTER in plan.duties and plan.unit.own_organ_id == organ.pk
            }
            for unit_id in sorted(units) if directors else ():
                documents.set_quota(
                    unit_id,
                    year=clock.today().year,
                    limit=self.random.randint(8, 30),
                    reason="上年发文未录入系统，按纸质台账的九成核定",
                    by=playing.actor(directors[0].pk),
                )

    # ── outgoing ─────────────────────────────────────────────────────────────

    def _leave_a_draft(self, text: Text) -> Story:
        self._draft(text)
        return
        yield

    def _issue(self, text: Text) -> Story:
        document = self._draft(text)
        yield self.random.uniform(0.5, 3)
        documents.submit(document, by=playing.actor(document.drafter_id))
        if self.random.random() < 0.2:
            yield self.random.uniform(1, 5)
            self._send_back(document)
        while True:
            yield self._patience()
            document.refresh_from_db()
            words = self.random.choice(REVIEW_WORDS)
            signing = document.state == documents.OutgoingState.AWAITING_APPROVAL
            pen = playing.ink(document.pk) if signing and self.random.random() < 0.5 else None
            # Where people share an item, some documents stay on the desk: nobody is as quick as a demonstration.
            acted = playing.act(document.ref, words="同意签发。" if signing else words, ink=pen, data={"copies": document.copies})
            if acted is None:
                break
        document.refresh_from_db()
        for place, receipt in enumerate(document.receipts.select_related("organ").order_by("pk")):
            if self.random.random() < 0.85:
                hours = self.random.expovariate(1 / 5)
                # A few organs show the whole way of an incoming document; the others have signed, which is enough for the eye.
                handled = place < 2 or receipt.organ.short_name in SHOWN
                self._tell(after(clock.now(), hours), self._receive(receipt.pk, text, handled=handled))

    def _draft(self, text: Text) -> documents.OutgoingDocument:
        organ = self.city.unit(text.issuer)
        drafter = self._drafter(organ)
        principals = "、".join(COLLECTIVE.get(name) or self._full(name) for name in text.recipients)
        upward = text.document_type in {"request", "report"}
        countersigners = [self._head(self.city.unit(name)).pk for name in text.countersign]
        heads = self._holders(Duty.PRINCIPAL_HEAD, organ)
        signatories = heads if upward else self._holders(Duty.SIGNATORY, organ)
        return documents.draft(
            by=playing.actor(drafter.pk),
            organ_id=organ.pk,
            document_type=text.document_type,
            title=f"{organ.name}关于{text.subject}的{TYPE_NAMES[text.document_type]}",
            body=text.body,
            principals=principals,
            copies_to="、".join(self._full(name) for name in text.copies),
            urgency=text.urgency,
            secrecy=text.secrecy,
            copies=len(text.recipients) * 12,
            layout="letter_format" if text.document_type == "letter" else "general",
            countersigners=countersigners,
            signatory_id=self.random.choice(signatories[:3]).pk,
            contact=f"{drafter.name}，{drafter.office_phone}",
            disclosure="withheld" if text.secrecy else "proactive",
            disclosure_reason="内部管理事项" if text.secrecy else "",
        )

    def _full(self, name: str) -> str:
        return self.city.unit(name).name

    def _holders(self, duty: str, organ: Unit) -> list[Person]:
        return organizations.holders(duty, organ.pk)

    def _head(self, organ: Unit) -> Person:
        return self._holders(Duty.PRINCIPAL_HEAD, organ)[0]

    def _drafter(self, organ: Unit) -> Person:
        people = self._holders(Duty.DRAFTER, organ)
        return self.random.choice(people)

    def _patience(self) -> float:
        """Working hours until somebody acts: mostly within the day, sometimes too long."""
        return self.random.uniform(18, 40) if self.random.random() < 0.08 else self.random.uniform(0.4, 6)

    def _send_back(self, document: documents.OutgoingDocument) -> None:
        item = workflow.open_items(document.ref).first()
        if item is None:
            return
        hand = playing.holder_of(item)
        if item.assignee_id is None:
            workflow.claim(item.pk, by=hand)
        targets = workflow.returnable_steps(item.pk, by=hand)
        if targets:
            mode = self.random.choice(["walk", "direct"])
            reason = self.random.choice(RETURN_REASONS)
            try:
                workflow.send_back(item.pk, to_step_id=targets[0].step_id, mode=mode, reason=reason, by=hand)
            except OfficeError:
                workflow.send_back(item.pk, to_step_id=targets[0].step_id, mode="walk", reason=reason, by=hand)

    # ── incoming ─────────────────────────────────────────────────────────────

    def _receive(self, receipt_id: int, text: Text, *, handled: bool) -> Story:
        receipt = documents.Receipt.objects.select_related("organ").get(pk=receipt_id)
        clerk = playing.actor(self._holders(Duty.REGISTRY_CLERK, receipt.organ)[0].pk)
        if receipt.secrecy > clerk.clearance:
            return
        if self.random.random() < 0.03:
            documents.return_document(receipt, reason="此事不属本机关职责范围，请核对主送机关。", by=clerk)
            return
        incoming = documents.sign(receipt, by=clerk)
        if not handled or self.random.random() < 0.1:
            return
        yield self.random.uniform(0.2, 3)
        nature = "for_action" if text.for_action and receipt.role == "principal" else "for_information"
        documents.register(incoming, nature=nature, chaser_id=clerk.person_id, by=clerk)
        leaders = [person.pk for person in self._holders(Duty.LEADER, receipt.organ)]
        units = [unit.pk for unit in self._handling_units(receipt.organ)]
        readers = [pk for pk in leaders[:2] if pk != clerk.person_id]
        if readers and self.random.random() < 0.4:
            circulation.start_round(incoming.ref, readers, note="请阅。", by=clerk)
        while True:
            yield self._patience()
            incoming.refresh_from_db()
            item = workflow.open_items(incoming.ref).first()
            if item is None:
                return
            step = item.step.node
            words = {"propose_handling": self.random.choice(PROPOSALS), "instruct": self.random.choice(INSTRUCTIONS)}.get(
                step, "已按要求办理。"
            )
            playing.act(
                incoming.ref,
                words=words,
                ink=playing.ink(incoming.pk) if step == "instruct" and self.random.random() < 0.6 else None,
                choose={"instructors": leaders[:1], "handling_units": units[:2], "readers": leaders[:2]},
                data={"respond_with": "reply" if incoming.document_type == "request" else "handled"},
            )

    def _handling_units(self, organ: Unit) -> list[Unit]:
        sections = [unit for unit in self.city.units if unit.organ_id == organ.pk and not unit.is_organ]
        if sections:
            return sections[:2]
        offices = [unit for unit in self.city.units if unit.parent_id == organ.pk and unit.is_office]
        return offices[:1] or [organ]


def later(text: Text, place: int, which: int) -> Text:
    """Return what an organ of the same kind issues later: the ``which``-th follower of the text at ``place``."""
    issuer, subject, body = LATER[place][which]
    return replace(text, issuer=issuer, subject=subject, body=body)


def working_moment(moment: dt.datetime, generator: random.Random, *, backwards: bool = False) -> dt.datetime:
    """Move a moment into the office hours of a working day."""
    local = timezone.localtime(moment)
    day = local.date()
    if not calendars.is_working_day(day):
        day = calendars.previous_working_day(day) if backwards else calendars.next_working_day(day)
    hour = local.hour if 9 <= local.hour < 17 else generator.choice([9, 10, 11, 14, 15, 16])
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, local.minute, generator.randrange(60))))


def after(moment: dt.datetime, hours: float) -> dt.datetime:
    """Return the moment that many working hours later; a working day has eight, from 9 to 17."""
    local = timezone.localtime(moment)
    left = hours
    while True:
        end = local.replace(hour=17, minute=0, second=0, microsecond=0)
        today = max(0.0, (end - local).total_seconds() / 3600)
        if left <= today:
            return local + dt.timedelta(hours=left)
        left -= today
        day = calendars.next_working_day(local.date())
        local = timezone.make_aware(dt.datetime.combine(day, dt.time(9, 0, local.second)))
