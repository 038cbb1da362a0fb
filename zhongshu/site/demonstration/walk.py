"""One document from the first draft to the completed answer, by the hands of the demonstration city's people."""

from collections.abc import Callable

from zhongshu.domains.documents import public as documents
from zhongshu.kernel import events
from zhongshu.kernel.actors import Actor
from zhongshu.platform.organizations import public as organizations
from zhongshu.platform.organizations.public import Duty, Unit
from zhongshu.platform.workflow import public as workflow
from zhongshu.site.demonstration import playing

BODY = """为切实做好冬季供水保障工作，现就有关事项通知如下：

一、落实保障责任
各单位要明确专人负责，12月5日前完成管网防冻检修。

二、加强应急值守
发生大面积停水，30分钟内电话报告，1小时内书面报告。

三、反馈落实情况
请于12月15日前将落实情况反馈市政府办公室。"""


class Walk:
    """Walks a document through both halves of its life and tells each step to ``say``."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.people: list[str] = []
        self.office = Unit.objects.get(code="YZ-ZFB")
        self.finance, self.water = Unit.objects.get(short_name="市财政局"), Unit.objects.get(short_name="市水利局")
        self.county = Unit.objects.get(short_name="青禾县政府")

    def whole(self) -> tuple[documents.OutgoingDocument, documents.IncomingDocument]:
        document = self.issue()
        return document, self.handle(document)

    def issue(self) -> documents.OutgoingDocument:
        """拟稿 to 分发, with one 退回 and one 会签 with 加签; the number comes only after the signature."""
        drafter = self._holder(Duty.DRAFTER, self.office, skip=1)
        signatory = self._holder(Duty.SIGNATORY, self.office)
        document = documents.draft(
            by=drafter,
            organ_id=self.office.pk,
            document_type="notice",
            title="云州市人民政府办公室关于做好冬季供水保障工作的通知",
            body=BODY,
            principals=f"{self.finance.name}、{self.water.name}、{self.county.name}",
            copies=12,
            signatory_id=signatory.person_id,
        )
        documents.submit(document, by=drafter)
        self._tell("拟稿", drafter)
        reviewer = playing.holder_of(self._item(document))
        self._claim(document, reviewer)
        place = document.body.index(passage := "请于12月15日前将落实情况反馈")
        comment = documents.comment(document, start=place, end=place + len(passage), words="请写明年份和反馈方式。", by=reviewer)
        target = workflow.returnable_steps(self._item(document).pk, by=reviewer)[0]
        workflow.send_back(
            self._item(document).pk, to_step_id=target.step_id, mode="walk", reason="第三部分请写明反馈时限。", by=reviewer
        )
        self._tell("退回（第三部分请写明反馈时限）", reviewer)
        self._write(document, "请于12月15日前将落实情况反馈", "请于2026年12月15日前将落实情况书面反馈", by=drafter)
        comment.refresh_from_db()
        documents.reply(comment, words="已写明，请再核。", by=drafter)
        documents.resolve(comment, resolution="已改", by=drafter)
        playing.act(document.ref, by=drafter)
        self._tell("修改后重新送审", drafter)
        first, second = self._holder(Duty.PRINCIPAL_HEAD, self.water), self._holder(Duty.PRINCIPAL_HEAD, self.finance)
        self._claim(document, reviewer)
        self._write(document, "各单位要明确专人负责", "各单位、各供水企业要明确专人负责", by=reviewer)
        playing.act(document.ref, words="文稿符合要求，呈审。", choose={"countersigners": [first.person_id or 0]})
        self._tell("核稿", reviewer)
        item = self._item(document)
        workflow.add_signers(item.pk, [second.person_id or 0], mode="beside", reason="涉及应急抢修经费", by=first)
        self._tell(f"会签中加签{second.name}（涉及应急抢修经费）", first)
        for signer in (first, second):
            playing.act(document.ref, words="同意。", by=signer)
            self._tell("会签：同意", signer)
        approver = playing.holder_of(self._item(document))
        self._claim(document, approver)
        why = {documents.change_key("30分钟", "20分钟"): "与市应急委最新要求一致"}
        self._write(document, "30分钟内", "20分钟内", by=approver, reasons=why)
        for step, words in (("审批", "同意，请签发。"), ("签发", "同意签发。")):
            hand = playing.act(document.ref, words=words)
            self._tell(step, hand)
        document.refresh_from_db()
        if document.number:
            raise AssertionError("a document must not be numbered before its final check")
        for step in ("编号", "校核", "印制", "用印", "分发"):
            hand = playing.act(document.ref, data={"copies": document.copies})
            document.refresh_from_db()
            self._tell(f"{step}：{document.number}" if step == "编号" else step, hand)
        events.deliver_all()
        return document

    def handle(self, document: documents.OutgoingDocument) -> documents.IncomingDocument:
        """Three organs receive it: one refuses, two sign; in one of them it is handled to the end."""
        receipts = {receipt.organ_id: receipt for receipt in document.receipts.select_related("organ")}
        refuser = self._holder(Duty.REGISTRY_CLERK, self.water)
        documents.return_document(receipts[self.water.pk], reason="此件已由市政府另行部署，请核对主送机关。", by=refuser)
        self._tell(f"{self.water}退文", refuser)
        clerk = self._holder(Duty.REGISTRY_CLERK, self.county)
        documents.sign(receipts[self.county.pk], by=clerk)
        self._tell(f"{self.county}签收", clerk)
        clerk = self._holder(Duty.REGISTRY_CLERK, self.finance)
        incoming = documents.sign(receipts[self.finance.pk], by=clerk)
        self._tell(f"{self.finance}签收", clerk)
        documents.register(incoming, nature="for_action", chaser_id=clerk.person_id, by=clerk)
        incoming.refresh_from_db()
        self._tell(f"登记：{incoming.number}", clerk)
        leader = self._holder(Duty.PRINCIPAL_HEAD, self.finance)
        sections = list(Unit.objects.filter(organ=self.finance, kind="section").order_by("pk")[1:2])
        choose = {"instructors": [leader.person_id or 0], "handling_units": [unit.pk for unit in sections]}
        hand = playing.act(incoming.ref, choose=choose)
        self._tell("初审：符合规定", hand)
        hand = playing.act(incoming.ref, words="拟请局主要负责同志批示，由业务科承办。", choose=choose)
        self._tell("拟办", hand)
        hand = playing.act(incoming.ref, words="请业务科抓紧落实抢修经费。", choose=choose, ink=playing.ink(incoming.pk))
        self._tell("批示（手写）", hand)
        hand = playing.act(incoming.ref, choose=choose)
        self._tell("分办", hand)
        workflow.urge([self._item(incoming).pk], text="请于本周五前反馈。", by=clerk)
        self._tell("催办一次", clerk)
        hand = playing.act(incoming.ref, words="已安排应急抢修经费120万元。")
        self._tell("承办", hand)
        hand = playing.act(incoming.ref, words="已电话答复。", data={"respond_with": "telephone", "note": "已落实经费。"})
        self._tell("答复", hand)
        hand = playing.act(incoming.ref, words="办理完毕。")
        self._tell("办结", hand)
        events.deliver_all()
        incoming.refresh_from_db()
        return incoming

    def _holder(self, duty: str, organ: Unit, *, skip: int = 0) -> Actor:
        return playing.actor(organizations.holders(duty, organ.pk)[skip].pk)

    def _item(self, matter: documents.OutgoingDocument | documents.IncomingDocument) -> workflow.FlowItem:
        item = workflow.open_items(matter.ref).filter(state="open").first()
        if item is None:
            raise AssertionError(f"nobody holds {matter}")
        return item

    def _write(
        self, document: documents.OutgoingDocument, old: str, new: str, *, by: Actor, reasons: dict[str, str] | None = None
    ) -> None:
        """Change words of the text as the one who holds it."""
        document.refresh_from_db()
        body = document.body.replace(old, new)
        if body == document.body:
            raise AssertionError(f"{old} is not in the text")
        documents.save_draft(document, revision=document.revision, body=body, reasons=reasons, by=by)
        document.refresh_from_db()

    def _claim(self, matter: documents.OutgoingDocument, actor: Actor) -> None:
        if self._item(matter).assignee_id is None:
            workflow.claim(self._item(matter).pk, by=actor)

    def _tell(self, step: str, actor: Actor | None) -> None:
        if actor is None:
            raise AssertionError(f"nobody could do: {step}")
        self.people.append(actor.name)
        self.say(f"{len(self.people):2d}. {actor.unit_name} {actor.post_name} {actor.name}：{step}")
