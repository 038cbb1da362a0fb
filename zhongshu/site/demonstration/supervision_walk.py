"""One matter from a leader's handwriting to its close-out, by the hands of the demonstration city's people."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils import timezone

from zhongshu.domains.documents import public as documents
from zhongshu.domains.supervision import public as supervision
from zhongshu.kernel import clock, events
from zhongshu.kernel.actors import Actor
from zhongshu.platform.calendars import public as calendars
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Duty, Unit
from zhongshu.site.demonstration import playing

TITLE = "关于解决城东片区冬季供水水压不足问题的请示"
WORDS = "请水利局牵头，财政、住建配合，上冻前解决，办结后报我。"
BODY = """云州市人民政府：

城东片区有12条供水管网老化，早晚高峰水压不足，影响居民1.2万户。拟于上冻前完成改造，所需经费480万元。
妥否，请批示。"""


@dataclass
class Result:
    incoming: documents.IncomingDocument
    item: supervision.SupervisionItem
    circular: supervision.Notice
    pdf: bytes


class SupervisionWalk:
    """Walks a matter through supervision and tells each step to ``say``."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.steps = 0
        self.office = Unit.objects.get(code="YZ-ZFB")
        self.government = Unit.objects.get(code="YZ-ZF")
        self.units = [Unit.objects.get(short_name=name) for name in ("市水利局", "市财政局", "市住房城乡建设局")]
        self.supervisor, self.verifier = (self._holder(Duty.SUPERVISOR, self.office, skip=skip) for skip in (0, 1))
        self.director = self._holder(Duty.OFFICE_DIRECTOR, self.office)
        self.mayor = self._holder(Duty.PRINCIPAL_HEAD, self.government)

    def whole(self) -> Result:
        incoming = self.instruct()
        item = self.docket(incoming)
        self.hand_out(item)
        self.work(item)
        self.close(item)
        circular, pdf = self.report(item)
        return Result(incoming, item, circular, pdf)

    def receive(self) -> documents.IncomingDocument:
        """A bureau's request comes in and is registered."""
        clerk = self._holder(Duty.REGISTRY_CLERK, self.office)
        incoming = documents.receive(
            organ_id=self.office.pk, sender_name="云州市水利局", title=TITLE, source_number="云水请〔2026〕31号", body=BODY,
            document_type="request", by=clerk,
        )  # fmt: skip
        documents.register(incoming, nature="for_action", chaser_id=clerk.person_id, by=clerk)
        incoming.refresh_from_db()
        self._tell(f"收文登记 {incoming.number}", clerk)
        return incoming

    def instruct(self) -> documents.IncomingDocument:
        """The request reaches the mayor, who writes by hand."""
        incoming = self.receive()
        choose = {"instructors": [self.mayor.person_id or 0], "handling_units": []}
        self._tell("初审", playing.act(incoming.ref, choose=choose))
        self._tell("拟办", playing.act(incoming.ref, words="拟请市长批示。", choose=choose))
        hand = playing.act(incoming.ref, words=WORDS, choose=choose, ink=playing.ink(incoming.pk), by=self.mayor)
        self._tell(f"手写批示：{WORDS}", hand)
        events.deliver_all()
        return incoming

    def docket(self, incoming: documents.IncomingDocument) -> supervision.SupervisionItem:
        """The instruction is proposed by itself and confirmed by a person."""
        proposal = supervision.Proposal.objects.get(ref_kind=incoming.ref.kind, ref_id=incoming.pk)
        item = supervision.docket_proposal(
            proposal,
            sentence="城东片区有12条供水管网老化，早晚高峰水压不足，影响居民1.2万户。",
            title="解决城东片区冬季供水水压不足问题",
            outcome="12条管网改造通水，早晚高峰水压不低于0.2兆帕",
            requirement="上冻前完成改造，办结后报市长。",
            lead_unit_id=self.units[0].pk,
            working_days=5,
            grade=supervision.Grade.MAJOR,
            leader_in_charge_id=self._holder(Duty.LEADER_IN_CHARGE, self.government).person_id,
            by=self.supervisor,
        )
        self._tell(f"确认立项 {item.number}，{item.deadline:%m月%d日}前办结", self.supervisor)
        return item

    def hand_out(self, item: supervision.SupervisionItem) -> None:
        water, finance, housing = self.units
        supervision.break_down(
            item,
            [
                supervision.PartPlan(water.pk, "组织12条管网改造", "12条"),
                supervision.PartPlan(finance.pk, "落实改造经费", "480万元"),
                supervision.PartPlan(housing.pk, "办理占道施工手续"),
            ],
            by=self.supervisor,
        )
        self._tell("分解到1个牵头单位、2个协办单位", self.supervisor)
        supervision.assign(item, words="请明确专人，每周反馈。", by=self.supervisor)
        self._tell("交办", self.supervisor)
        for part in self._parts(item):
            head = self._head(part.unit)
            supervision.sign(part, by=head)
            self._tell(f"签收（{part.get_role_display()}）", head)

    def work(self, item: supervision.SupervisionItem) -> None:
        """Staged reports, a reminder by rule, one extension, the results."""
        lead, *supporting = self._parts(item)
        with self._after(1):
            head = self._head(lead.unit)
            supervision.give_feedback(
                lead, words="管材到位，已进场施工4条。", progress=35, milestone="进场施工", kind="milestone", by=head
            )
            self._tell("反馈：完成35%", head)
            sent = supervision.remind(by=Actor.system())
            self._say(f"系统按规则提醒{sent}次（临近办理时限）")
            extension = supervision.request_extension(
                self._parts(item)[0], working_days=3, reason="连续降雨，2条管沟需重新开挖。", by=head
            )
            self._tell("申请延期3个工作日", head)
            supervision.decide_extension(extension, approved=True, words="同意，请倒排工期。", by=self.director)
            self._tell("批准延期", self.director)
        with self._after(5):
            results = ("480万元经费已拨付。", "占道施工手续全部办结。")
            for part, words in zip(supporting, results, strict=True):
                hand = self._head(part.unit)
                supervision.give_feedback(self._part(part.pk), kind="completion", words=words, by=hand)
                self._tell(f"协办报结：{words}", hand)
            words = "12条管网全部通水，高峰水压0.23兆帕。"
            supervision.give_feedback(self._part(lead.pk), kind="completion", words=words, by=head)
            self._tell(f"报请办结：{words}", head)
        item.refresh_from_db()

    def close(self, item: supervision.SupervisionItem) -> None:
        with self._after(6):
            supervision.verify(
                item, kind="visit", passed=True, words="现场测压3处，均在0.22兆帕以上；入户回访5户，均已正常用水。",
                place="城东片区3处测压点", by=self.verifier,
            )  # fmt: skip
            self._tell("实地核查：属实", self.verifier)
            supervision.complete(item, conclusion="12条管网改造通水，高峰水压达标，经实地核查属实。", by=self.supervisor)
            self._tell("办结，结果报批示领导", self.supervisor)
            supervision.close_out(item, by=self.supervisor)
            self._tell("销号", self.supervisor)
            events.deliver_all()

    def report(self, item: supervision.SupervisionItem) -> tuple[supervision.Notice, bytes]:
        """The monthly circular as a document draft, and as a PDF."""
        with self._after(7):
            circular = supervision.issue_circular(self.office.pk, as_of=clock.today(), by=self.supervisor)
            events.deliver_all()
            circular.refresh_from_db()
            pdf = supervision.circular_pdf(self.office.pk, as_of=clock.today())
            self._tell(f"{circular.title}（PDF {len(pdf) // 1024} KB）", self.supervisor)
        return circular, pdf

    # ── the city ─────────────────────────────────────────────────────────────

    @contextmanager
    def _after(self, working_days: int) -> Iterator[None]:
        """Let the given number of working days go by since the walk began."""
        day = calendars.add_working_days(self._today, working_days)
        with clock.frozen(timezone.make_aware(dt.datetime.combine(day, dt.time(10)))):
            yield

    @property
    def _today(self) -> dt.date:
        if not hasattr(self, "_began"):
            self._began = clock.today()
        return self._began

    def _parts(self, item: supervision.SupervisionItem) -> list[supervision.Part]:
        live = supervision.Part.objects.filter(item=item).exclude(state="cancelled")
        return list(live.select_related("unit__organ", "item", "responsible").order_by("pk"))

    def _part(self, pk: int) -> supervision.Part:
        return supervision.Part.objects.select_related("unit__organ", "item", "responsible").get(pk=pk)

    def _head(self, unit: Unit) -> Actor:
        head = organizations.head_of(unit.pk)
        if head is None:
            raise AssertionError(f"nobody heads {unit}")
        return playing.actor(head.pk)

    def _holder(self, duty: str, organ: Unit, *, skip: int = 0) -> Actor:
        return playing.actor(organizations.holders(duty, organ.pk)[skip].pk)

    def _tell(self, step: str, actor: Actor | None) -> None:
        if actor is None:
            raise AssertionError(f"nobody could do: {step}")
        self._say(f"{actor.unit_name} {actor.post_name} {actor.name}：{step}")

    def _say(self, line: str) -> None:
        self.steps += 1
        self.say(f"{self.steps:2d}. {line}")
