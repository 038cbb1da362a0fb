"""Two months of supervision in the demonstration city: matters in every state, led by many units, some on time and some not."""

import datetime as dt
import heapq
import random
from collections.abc import Generator
from typing import Any

from django.db import transaction
from django.utils import timezone

from zhongshu.domains.supervision import public as supervision
from zhongshu.kernel import clock, events
from zhongshu.kernel.actors import Actor
from zhongshu.kernel.errors import OfficeError
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Unit
from zhongshu.site.demonstration import playing
from zhongshu.site.demonstration.city import City
from zhongshu.site.demonstration.supervision_texts import FINDINGS, MATTERS, REPORT, Matter

Story = Generator[float, None, None]


class Supervising:
    """Plays the stories of supervision side by side, from ``days`` before ``until``."""

    def __init__(self, city: City, *, until: dt.datetime, days: int = 75, seed: int = 2026) -> None:
        self.city, self.until, self.days = city, until, days
        self.random = random.Random(seed)
        self.turns: list[tuple[dt.datetime, int, Story]] = []
        self.told = 0
        self.supervisor = playing.actor(city.roles["government.supervision_head"].pk)
        self.verifier = playing.actor(city.roles["government.supervision_drafter"].pk)
        self.director = playing.actor(city.roles["government.director"].pk)
        self.leaders = [playing.actor(city.roles[f"government.{key}"].pk) for key in ("head", "deputy1", "deputy2", "deputy3")]

    @transaction.atomic
    def play(self) -> int:
        """Play everything that happens until now, in one transaction; returns how many items stand on the ledger."""
        beginning = self.until - dt.timedelta(days=self.days)
        matters = [(matter, round_) for round_ in range(4) for matter in MATTERS]
        for place, (matter, round_) in enumerate(matters):
            moment = beginning + (self.until - beginning) * ((place + self.random.random()) / len(matters))
            self._tell(_at_work(moment), self._follow(matter, round_))
        for day in range(self.days):
            self._tell(_at_work(beginning + dt.timedelta(days=day), hour=8), self._remind())
        self._tell(_at_work(self.until - dt.timedelta(days=3)), self._break_down())
        while self.turns:
            moment, _, story = heapq.heappop(self.turns)
            if moment > self.until:
                continue
            with clock.frozen(moment):
                try:
                    hours = next(story)
                except StopIteration:
                    hours = None
            if hours is not None:
                self._tell(_at_work(moment + dt.timedelta(hours=hours)), story)
        with clock.frozen(self.until):
            events.deliver_all(limit=20_000)
        return supervision.SupervisionItem.objects.count()

    def _tell(self, moment: dt.datetime, story: Story) -> None:
        self.told += 1
        heapq.heappush(self.turns, (moment, self.told, story))

    def _remind(self) -> Story:
        supervision.remind(by=Actor.system())
        return
        yield

    def _follow(self, matter: Matter, round_: int) -> Story:
        """One matter from the docket to the archive, as far as time allows."""
        item = self._docket(matter, round_)
        yield self.random.uniform(1, 20)
        if self._lately(5) and self.random.random() < 0.5:
            return
        supervision.assign(item, words="请明确专人，按时反馈。", by=self.supervisor)
        parts = self._parts(item)
        if self._lately(15) and self.random.random() < 0.2:
            yield 20
            supervision.refuse(parts[0], reason="此事不属我单位职责，建议由行业主管部门牵头。", by=self._head(parts[0].unit))
            return
        for part in parts:
            yield self.random.uniform(1, 12)
            supervision.sign(part, by=self._head(part.unit))
        item.refresh_from_db()
        if self._lately(40) and self.random.random() < 0.08:
            yield 60
            supervision.suspend(item, reason="等待省里批复用地指标。", by=self.supervisor)
            return
        yield from self._work(item, parts, matter)
        yield from self._finish(item)

    def _work(self, item: supervision.SupervisionItem, parts: list[supervision.Part], matter: Matter) -> Story:
        pace = self.random.choice([0.45, 0.55, 0.6, 0.7, 0.75, 0.85, 0.95, 1.2])
        hours = max(24.0, (item.deadline - clock.today()).days * 24 * pace)
        for share, words in ((30, matter.progress[0]), (65, matter.progress[1])):
            yield hours / 3
            item.refresh_from_db()
            supervision.give_feedback(self._part(parts[0].pk), words=words, progress=share, by=self._head(parts[0].unit))
            if share == 30 and pace > 0.8 and self.random.random() < 0.7 and item.deadline >= clock.today():
                yield from self._extend(parts[0].pk)
            if share == 65 and self.random.random() < 0.25:
                supervision.urge(item, words="请抓紧扫尾，按时报结。", by=self.supervisor)
        yield hours / 3
        for part in reversed(parts):
            supervision.give_feedback(
                self._part(part.pk), kind="completion", words=matter.progress[2], progress=100, by=self._head(part.unit)
            )
        item.refresh_from_db()

    def _extend(self, part_id: int) -> Story:
        part = self._part(part_id)
        try:
            extension = supervision.request_extension(
                part,
                working_days=self.random.choice([3, 5, 7]),
                reason="连续降雨影响施工，已调整工序并增加班组。",
                by=self._head(part.unit),
            )
        except OfficeError:  # next year's calendar is not known yet
            return
        if self.random.random() < 0.15:
            return
        yield 5
        supervision.decide_extension(
            extension, approved=self.random.random() < 0.8, words="请按新时限倒排工期。", by=self.director
        )

    def _finish(self, item: supervision.SupervisionItem) -> Story:
        yield self.random.uniform(12, 70)
        item.refresh_from_db()
        if self.random.random() < 0.12:
            supervision.verify(
                item,
                kind="call_back",
                passed=False,
                words=self.random.choice(FINDINGS),
                place="抽样回访5户居民",
                by=self.verifier,
            )
            return
        kind = self.random.choice(["desk", "visit", "visit", "call_back", "data"])
        supervision.verify(item, kind=kind, passed=True, words="与可核实的结果一致。", place="项目现场", by=self.verifier)
        yield self.random.uniform(4, 30)
        supervision.complete(item, conclusion=f"{item.outcome}，已核查属实。", by=self.supervisor)
        yield self.random.uniform(4, 30)
        supervision.close_out(item, by=self.supervisor)
        if self.random.random() < 0.08:
            yield 100
            supervision.reopen(item, reason="群众来信反映问题反弹。", working_days=5, by=self.supervisor)
            return
        yield 240
        supervision.archive(item, by=self.supervisor)

    def _docket(self, matter: Matter, round_: int) -> supervision.SupervisionItem:
        lead = self.city.unit(matter.lead)
        leader = self.leaders[(len(matter.title) + round_) % len(self.leaders)] if matter.source == "instruction" else None
        source = supervision.Source(
            kind=matter.source,
            ref=ObjectRef("", 0, matter.document),
            sentence=matter.sentence,
            words=matter.words if leader else "",
            leader_id=leader.person_id if leader else None,
            leader_post=leader.post_name if leader else "",
            has_handwriting=bool(leader and round_ % 2),
            given_date=clock.today(),
        )
        values: dict[str, Any] = {
            "title": f"{matter.title}{('', '（第二批）', '（第三批）', '（收尾）')[round_]}",
            "outcome": matter.outcome,
            "requirement": matter.sentence,
            "source": source,
            "lead_unit_id": lead.pk,
            "supporting_unit_ids": [self.city.unit(name).pk for name in matter.supporting],
            "grade": matter.grade,
            "measure": matter.outcome,
            "leader_in_charge_id": self.leaders[1 + len(matter.title) % 3].person_id,
            "by": self.supervisor,
        }
        days = {
            "urgent": self.random.choice([2, 3, 5]),
            "major": self.random.choice([15, 20, 25]),
            "routine": self.random.choice([8, 10, 15]),
        }
        try:
            return supervision.docket(working_days=days[matter.grade], **values)
        except OfficeError:  # next year's calendar is not known yet
            last = calendars.previous_working_day(dt.date(clock.today().year + 1, 1, 1) - dt.timedelta(days=1))
            return supervision.docket(deadline=max(last, clock.today()), **values)

    def _break_down(self) -> Story:
        """A text that the section is taking apart just now."""
        supervision.take_apart(REPORT, title="全市冬季民生保障工作任务分解", source_kind="executive_meeting", by=self.supervisor)
        return
        yield

    def _lately(self, days: int) -> bool:
        return (self.until - clock.now()).days < days

    def _parts(self, item: supervision.SupervisionItem) -> list[supervision.Part]:
        return list(supervision.Part.objects.filter(item=item).select_related("unit__organ", "item").order_by("pk"))

    def _part(self, pk: int) -> supervision.Part:
        return supervision.Part.objects.select_related("unit__organ", "item").get(pk=pk)

    def _head(self, unit: Unit) -> Actor:
        head = organizations.head_of(unit.pk)
        if head is None:
            raise LookupError(unit.name)
        return playing.actor(head.pk)


def _at_work(moment: dt.datetime, *, hour: int | None = None) -> dt.datetime:
    """Move a moment into the office hours of a working day, forwards."""
    local = timezone.localtime(moment)
    if hour is not None:
        local = local.replace(hour=hour, minute=30)
    day = local.date()
    if local.hour >= 18:
        day += dt.timedelta(days=1)
    try:
        if not calendars.is_working_day(day):
            day = calendars.next_working_day(day)
    except OfficeError:
        return local
    if day != local.date() or local.hour < 8:
        local = local.replace(hour=9) + (day - local.date()) * 1
    return timezone.make_aware(dt.datetime.combine(day, local.time().replace(tzinfo=None)))
