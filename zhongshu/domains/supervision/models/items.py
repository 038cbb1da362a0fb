from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhongshu.domains.supervision.choices import DONE, OPEN, Grade, SourceKind, State, SupervisionKind
from zhongshu.kernel.refs import ObjectRef, Referring

S = State


class SupervisionItem(models.Model):
    """督查事项: one matter ordered done, on the ledger (台账) until it is struck off.

    ``outcome`` is the one verifiable result (可核实的结果) stated at the start; closing is judged by it. ``completed_date`` is the day on
    which the lead unit reported the result that verification confirmed. ``warning_date`` is the day from which the light is yellow.
    """

    TRANSITIONS: ClassVar[dict[str, set[str]]] = {
        S.DOCKETED: {S.ASSIGNED, S.VOIDED},
        S.ASSIGNED: {S.IN_PROGRESS, S.SUSPENDED, S.DOCKETED, S.VOIDED},
        S.IN_PROGRESS: {S.FEEDBACK_GIVEN, S.SUSPENDED, S.ASSIGNED, S.VOIDED},
        S.FEEDBACK_GIVEN: {S.VERIFIED, S.IN_PROGRESS},
        S.VERIFIED: {S.COMPLETED, S.IN_PROGRESS},
        S.COMPLETED: {S.CLOSED_OUT, S.IN_PROGRESS},
        S.CLOSED_OUT: {S.ARCHIVED, S.IN_PROGRESS},
        S.ARCHIVED: set(),
        S.SUSPENDED: {S.ASSIGNED, S.IN_PROGRESS, S.VOIDED},
        S.VOIDED: set(),
    }

    # Set by the queries of pages.
    light: str
    can_supervise: bool
    can_approve_extension: bool

    organ = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="立项机关", db_index=False)
    number = models.CharField("督查编号", max_length=80)
    title = models.CharField("事项", max_length=200)
    requirement = models.TextField("工作要求", blank=True)
    outcome = models.CharField("可核实的结果", max_length=300)
    grade = models.CharField("督办级别", max_length=10, choices=Grade, default=Grade.ROUTINE)
    kind = models.CharField("督查方式", max_length=20, choices=SupervisionKind, default=SupervisionKind.DAILY)
    source_kind = models.CharField("立项依据", max_length=20, choices=SourceKind)
    secrecy = models.PositiveSmallIntegerField("涉密等级", default=0)
    lead_unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="牵头单位", db_index=False)
    responsible = models.ForeignKey(
        "organizations.Person", models.PROTECT, related_name="+", verbose_name="责任人", db_index=False
    )
    coordinator = models.ForeignKey(
        "organizations.Post", models.PROTECT, related_name="+", verbose_name="督办岗位", db_index=False
    )
    coordinator_name = models.CharField("督办岗位名称", max_length=80)
    leader = models.ForeignKey(
        "organizations.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批示领导", db_index=False
    )
    leader_name = models.CharField("批示领导姓名", max_length=40, blank=True)
    leader_in_charge = models.ForeignKey(
        "organizations.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="分管领导", db_index=False
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级事项")
    state = models.CharField("状态", max_length=20, choices=State, default=State.DOCKETED)
    suspended_state = models.CharField("中止前状态", max_length=20, choices=State, blank=True)
    suspended_at = models.DateTimeField("中止时间", null=True, blank=True)

    docketed_date = models.DateField("立项日期")
    working_days = models.PositiveIntegerField("办理工作日数")
    original_deadline = models.DateField("原办理时限")
    deadline = models.DateField("办理时限")
    deadline_explanation = models.TextField("时限计算", blank=True)
    warning_date = models.DateField("预警日期")
    next_feedback_date = models.DateField("下次反馈日期", null=True, blank=True)
    progress = models.PositiveSmallIntegerField("完成进度", default=0)
    latest_feedback = models.CharField("最新进展", max_length=300, blank=True)
    latest_feedback_date = models.DateField("最近反馈日期", null=True, blank=True)
    extensions = models.PositiveSmallIntegerField("延期次数", default=0)
    urgings = models.PositiveSmallIntegerField("催办次数", default=0)
    reopenings = models.PositiveSmallIntegerField("重新办理次数", default=0)
    reported_date = models.DateField("报结日期", null=True, blank=True)
    completed_date = models.DateField("办结日期", null=True, blank=True)
    close_out_date = models.DateField("销号日期", null=True, blank=True)
    conclusion = models.TextField("办结结论", blank=True)
    created_at = models.DateTimeField("立项时间")
    docketed_by = models.ForeignKey(
        "organizations.Person", models.PROTECT, related_name="+", verbose_name="立项人", db_index=False
    )
    docketed_by_name = models.CharField("立项人姓名", max_length=40)

    class Meta:
        indexes = [
            models.Index(fields=["organ", "deadline", "id"], name="supervision_ledger"),
            # What is not done yet is a small part of a ledger of many years, and the part that people look at.
            models.Index(
                fields=["organ", "deadline", "id"], name="supervision_ledger_undone", condition=Q(completed_date__isnull=True)
            ),
            models.Index(fields=["organ", "state", "deadline", "id"], name="supervision_ledger_by_state"),
            models.Index(fields=["organ", "-created_at", "-id"], name="supervision_ledger_newest"),
            models.Index(fields=["organ", "lead_unit", "deadline", "id"], name="supervision_ledger_by_unit"),
            models.Index(fields=["organ", "source_kind", "deadline", "id"], name="supervision_ledger_by_source"),
            models.Index(fields=["leader", "deadline", "id"], name="supervision_ledger_by_leader"),
            models.Index(fields=["responsible", "state"], name="supervision_by_responsible"),
            models.Index(fields=["lead_unit", "state"], name="supervision_by_lead_unit"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["organ", "number"], condition=~Q(number=""), name="supervision_one_item_per_number"),
            models.CheckConstraint(
                name="supervision_done_items_have_a_date",
                condition=Q(state__in=DONE) ^ Q(completed_date__isnull=True),
                violation_error_message="办结事项必须有办结日期",
            ),
            models.CheckConstraint(
                name="supervision_closed_out_items_have_a_date",
                condition=Q(state__in=[S.CLOSED_OUT, S.ARCHIVED]) ^ Q(close_out_date__isnull=True),
                violation_error_message="销号事项必须有销号日期",
            ),
            models.CheckConstraint(
                name="supervision_no_item_is_its_own_parent",
                condition=~Q(parent=F("id")),
                violation_error_message="事项不能分解到自己名下",
            ),
            models.CheckConstraint(
                name="supervision_deadline_not_before_docket",
                condition=Q(deadline__gte=F("docketed_date")),
                violation_error_message="办理时限不能早于立项日期",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> ObjectRef:
        return ObjectRef("supervision.item", self.pk, self.title, self.number)

    @property
    def is_done(self) -> bool:
        return self.state in DONE

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def takes_feedback(self) -> bool:
        return self.state in (S.ASSIGNED, S.IN_PROGRESS, S.FEEDBACK_GIVEN)


class ItemSource(Referring):
    """立项依据: the sentence from which an item comes, and where it stands.

    Repeated instructions on one matter are joined: the item then has several. ``paragraph`` counts from 1; ``sentence_digest`` is the SM3 of
    the sentence, ``text_digest`` that of the whole text as it was read.
    """

    item = models.ForeignKey(SupervisionItem, models.PROTECT, related_name="sources", verbose_name="督查事项")
    kind = models.CharField("立项依据", max_length=20, choices=SourceKind)
    paragraph = models.PositiveIntegerField("段落", null=True, blank=True)
    sentence = models.TextField("原句", blank=True)
    sentence_digest = models.CharField("原句摘要", max_length=64, blank=True)
    text_digest = models.CharField("全文摘要", max_length=64, blank=True)
    words = models.TextField("批示原文", blank=True)
    leader = models.ForeignKey(
        "organizations.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批示领导"
    )
    leader_name = models.CharField("领导姓名", max_length=40, blank=True)
    leader_post = models.CharField("领导职务", max_length=60, blank=True)
    opinion_id = models.BigIntegerField("意见编号", null=True, blank=True)
    has_handwriting = models.BooleanField("手写", default=False)
    given_date = models.DateField("批示或议定日期", null=True, blank=True)
    joined_at = models.DateTimeField("列入时间")
    joined_by_name = models.CharField("列入人", max_length=40)

    class Meta:
        ordering = ["joined_at", "pk"]
        indexes = [models.Index(fields=["ref_kind", "ref_id"], name="supervision_sources_of_object")]
        constraints = [
            models.UniqueConstraint(
                fields=["opinion_id"], condition=Q(opinion_id__isnull=False), name="supervision_one_item_per_instruction"
            )
        ]

    def __str__(self) -> str:
        return self.ref_title or self.sentence[:40]

    @property
    def origin(self) -> str:
        """The exact words that ordered the matter: a leader's, or else the sentence."""
        return self.words or self.sentence
