from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhongshu.domains.documents.choices import (
    REQUEST_OUTCOMES,
    AllotmentRole,
    AllotmentState,
    DocumentType,
    IncomingState,
    ItemNature,
    Outcome,
    Secrecy,
    Urgency,
)
from zhongshu.kernel.refs import ObjectRef

T = IncomingState
OPEN = frozenset(set(IncomingState.values) - {T.COMPLETED, T.ARCHIVED, T.RETURNED})


class IncomingDocument(models.Model):
    """收文: a document that our organ received, from another organ on the platform or from outside.

    ``outcome`` is written once: a received request ends in exactly one way.
    """

    TRANSITIONS: ClassVar[dict[str, set[IncomingState]]] = {
        T.RECEIVED: {T.REGISTERED, T.RETURNED},
        T.REGISTERED: {T.IN_PRELIMINARY_REVIEW, T.PROPOSED, T.IN_CIRCULATION, T.IN_HANDLING, T.COMPLETED, T.RETURNED},
        T.IN_PRELIMINARY_REVIEW: {T.PROPOSED, T.IN_CIRCULATION, T.IN_HANDLING, T.COMPLETED, T.RETURNED},
        T.PROPOSED: {T.INSTRUCTED, T.IN_HANDLING, T.IN_CIRCULATION, T.IN_PRELIMINARY_REVIEW, T.COMPLETED, T.RETURNED},
        T.INSTRUCTED: {T.IN_HANDLING, T.IN_CIRCULATION, T.PROPOSED, T.RESPONDED, T.COMPLETED, T.RETURNED},
        T.IN_HANDLING: {T.RESPONDED, T.COMPLETED, T.INSTRUCTED, T.PROPOSED, T.IN_CIRCULATION},
        T.IN_CIRCULATION: {T.COMPLETED, T.IN_HANDLING, T.PROPOSED, T.IN_PRELIMINARY_REVIEW},
        T.RESPONDED: {T.COMPLETED, T.IN_HANDLING},
        T.COMPLETED: {T.ARCHIVED},
        T.ARCHIVED: set(),
        T.RETURNED: set(),
    }

    # Set by Policy.mark in the query of the document's page, the lamp by its view.
    can_register: bool
    can_attach: bool
    light: dict[str, str]

    organ = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="收文机关")
    receipt = models.OneToOneField(
        "documents.Receipt", models.PROTECT, null=True, blank=True, related_name="incoming", verbose_name="送达记录"
    )
    sender = models.ForeignKey(
        "organizations.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="来文机关"
    )
    sender_name = models.CharField("来文机关名称", max_length=300)
    source_number = models.CharField("来文字号", max_length=80, blank=True)
    source_date = models.DateField("来文日期", null=True, blank=True)
    title = models.CharField("标题", max_length=300)
    body = models.TextField("正文或摘要", blank=True)
    document_type = models.CharField("文种", max_length=20, choices=DocumentType, blank=True)
    secrecy = models.PositiveSmallIntegerField("涉密等级", choices=Secrecy, default=Secrecy.NONE)
    urgency = models.CharField("紧急程度", max_length=15, choices=Urgency, default=Urgency.NONE)
    nature = models.CharField("类别", max_length=20, choices=ItemNature, default=ItemNature.FOR_ACTION)
    copies = models.PositiveIntegerField("份数", default=1)
    principals = models.CharField("主送机关", max_length=600, blank=True)
    copies_to = models.CharField("抄送机关", max_length=600, blank=True)
    copy_number = models.CharField("份号", max_length=12, blank=True)
    signers = models.CharField("来文签发人", max_length=80, blank=True)
    number = models.CharField("收文号", max_length=80, blank=True)
    number_year = models.PositiveSmallIntegerField("收文年份", null=True, blank=True)
    number_value = models.PositiveIntegerField("顺序号", null=True, blank=True)
    received_at = models.DateTimeField("收文时间")
    received_by_name = models.CharField("签收人", max_length=40)
    registered_at = models.DateTimeField("登记时间", null=True, blank=True)
    registered_by_name = models.CharField("登记人", max_length=40, blank=True)
    registrar = models.ForeignKey(
        "organizations.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人员"
    )
    chaser = models.ForeignKey(
        "organizations.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="催办人",
        help_text="紧急或重要公文由专人催办",
    )  # fmt: skip
    deadline_at = models.DateTimeField("办理时限", null=True, blank=True)
    deadline_explanation = models.CharField("时限依据", max_length=300, blank=True)
    requested_days = models.PositiveSmallIntegerField("要求办理工作日", null=True, blank=True)
    state = models.CharField("状态", max_length=25, choices=IncomingState, default=IncomingState.RECEIVED)
    outcome = models.CharField("办理结果", max_length=20, choices=Outcome, blank=True)
    outcome_note = models.TextField("办理情况", blank=True)
    outcome_at = models.DateTimeField("答复时间", null=True, blank=True)
    completed_at = models.DateTimeField("办结时间", null=True, blank=True)
    return_reason = models.CharField("退文理由", max_length=300, blank=True)
    archive_candidate = models.BooleanField("归档候选", default=False)

    class Meta:
        indexes = [
            models.Index(fields=["organ", "-received_at", "-id"], name="documents_incoming_register"),
            models.Index(fields=["organ", "state", "deadline_at"], name="documents_incoming_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "number"], condition=~Q(number=""), name="documents_a_receipt_number_is_given_once"
            ),
            models.CheckConstraint(
                name="documents_a_registered_document_has_a_number",
                condition=Q(state__in=[T.RECEIVED, T.RETURNED]) | ~Q(number=""),
                violation_error_message="未登记的来文没有收文号，不能办理",
            ),
            models.CheckConstraint(
                name="documents_a_returned_document_has_a_reason",
                condition=~Q(state=T.RETURNED) | ~Q(return_reason=""),
                violation_error_message="退文必须说明理由",
            ),
            models.CheckConstraint(
                name="documents_a_completed_document_has_an_outcome",
                condition=~Q(state__in=[T.RESPONDED, T.COMPLETED, T.ARCHIVED]) | ~Q(outcome=""),
                violation_error_message="办结的来文必须写明办理结果",
            ),
            models.CheckConstraint(
                name="documents_a_request_is_answered",
                condition=~Q(document_type=DocumentType.REQUEST) | Q(outcome="") | Q(outcome__in=sorted(REQUEST_OUTCOMES)),
                violation_error_message="请示必须有明确答复",
            ),
            models.CheckConstraint(
                name="documents_incoming_holds_no_state_secret",
                condition=Q(secrecy__lte=2),
                violation_error_message="本系统不得存储国家秘密",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def ref(self) -> ObjectRef:
        return ObjectRef("documents.incoming", self.pk, self.title, self.number or self.source_number)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Allotment(models.Model):
    """分办: one unit that handles the document, as lead or assisting, and what it reported."""

    TRANSITIONS = {
        AllotmentState.PENDING: {AllotmentState.DONE, AllotmentState.CANCELLED},
        AllotmentState.DONE: {AllotmentState.PENDING},
        AllotmentState.CANCELLED: {AllotmentState.PENDING},
    }

    document = models.ForeignKey(IncomingDocument, models.PROTECT, related_name="allotments", verbose_name="来文")
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="承办单位")
    role = models.CharField("分工", max_length=10, choices=AllotmentRole, default=AllotmentRole.LEAD)
    state = models.CharField("状态", max_length=10, choices=AllotmentState, default=AllotmentState.PENDING)
    allotted_at = models.DateTimeField("分办时间")
    handler_name = models.CharField("承办人", max_length=40, blank=True)
    result = models.TextField("办理情况", blank=True)
    done_at = models.DateTimeField("办毕时间", null=True, blank=True)

    class Meta:
        ordering = ["-role", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "unit"], name="documents_one_allotment_per_unit"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(role=AllotmentRole.LEAD) & ~Q(state=AllotmentState.CANCELLED),
                name="documents_one_lead_unit_per_document", violation_error_message="两个以上单位承办的，应当明确一个主办单位",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.document_id} {self.unit_id}"
