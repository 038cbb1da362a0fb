from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhongshu.domains.documents.choices import (
    Direction,
    Disclosure,
    DocumentType,
    JointState,
    Layout,
    OutgoingState,
    RecipientRole,
    Secrecy,
    Urgency,
)
from zhongshu.kernel.refs import ObjectRef
from zhongshu.platform.organizations.public import Level

S = OutgoingState
# Where the text may still be written; everywhere else it is locked.
EDITABLE = frozenset({S.DRAFTING, S.RETURNED})
# Signed, not yet sent: a change of substance goes back to the signer.
AFTER_APPROVAL = frozenset({S.APPROVED_FOR_ISSUE, S.IN_FINAL_CHECK, S.NUMBERED, S.PRINTING, S.SEALED})
IN_FLOW = frozenset({S.IN_REVIEW, S.IN_COUNTERSIGN, S.AWAITING_APPROVAL}) | AFTER_APPROVAL
ISSUED = frozenset({S.DISPATCHED, S.ARCHIVED, S.REVOKED, S.REPEALED})


class OutgoingDocument(models.Model):
    """发文: a document that our organ issues, with the eighteen elements of art. 9 and GB/T 9704-2012.

    ``body`` is drafting text: one line is one paragraph, the numbers 一、（一）1.（1） make headings, ``| a | b |`` rows a table.
    ``revision`` rises with every save, so that two people cannot overwrite each other. ``approved_digest`` is the digest of the
    substance (title, text, recipients, level) to which the signatory agreed; any other substance must be signed again.
    """

    TRANSITIONS: ClassVar[dict[str, set[OutgoingState]]] = {
        S.DRAFTING: {S.IN_REVIEW, S.WITHDRAWN},
        S.RETURNED: {S.IN_REVIEW, S.WITHDRAWN},
        S.IN_REVIEW: {S.IN_COUNTERSIGN, S.AWAITING_APPROVAL, S.RETURNED, S.DRAFTING, S.WITHDRAWN},
        S.IN_COUNTERSIGN: {S.IN_REVIEW, S.AWAITING_APPROVAL, S.RETURNED, S.DRAFTING, S.WITHDRAWN},
        S.AWAITING_APPROVAL: {S.IN_REVIEW, S.IN_COUNTERSIGN, S.APPROVED_FOR_ISSUE, S.RETURNED, S.DRAFTING, S.WITHDRAWN},
        S.APPROVED_FOR_ISSUE: {S.IN_FINAL_CHECK, S.AWAITING_APPROVAL, S.RETURNED, S.DRAFTING, S.IN_REVIEW, S.WITHDRAWN},
        S.IN_FINAL_CHECK: {S.NUMBERED, S.AWAITING_APPROVAL, S.RETURNED, S.DRAFTING, S.IN_REVIEW, S.WITHDRAWN},
        S.NUMBERED: {S.PRINTING, S.IN_FINAL_CHECK, S.AWAITING_APPROVAL, S.RETURNED, S.DRAFTING, S.WITHDRAWN},
        S.PRINTING: {S.SEALED, S.DISPATCHED, S.NUMBERED, S.AWAITING_APPROVAL, S.RETURNED, S.DRAFTING, S.WITHDRAWN},
        S.SEALED: {S.DISPATCHED, S.PRINTING, S.AWAITING_APPROVAL, S.RETURNED, S.DRAFTING, S.WITHDRAWN},
        S.DISPATCHED: {S.ARCHIVED, S.REVOKED, S.REPEALED},
        S.ARCHIVED: {S.REVOKED, S.REPEALED},
        S.WITHDRAWN: set(IN_FLOW) | {S.DRAFTING, S.RETURNED},  # a terminated process may be restored
        S.REVOKED: set(),
        S.REPEALED: {S.REVOKED},
    }

    # Set by Policy.mark in the query of the document's page.
    can_edit: bool
    can_attach: bool
    can_comment: bool
    can_override_check: bool
    can_follow_receipts: bool

    organ = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="发文机关")
    drafting_unit = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="拟稿单位")
    drafter = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="拟稿人")
    drafter_name = models.CharField("拟稿人姓名", max_length=40)
    contact = models.CharField("联系人及电话", max_length=80, blank=True)
    document_type = models.CharField("文种", max_length=20, choices=DocumentType, default=DocumentType.NOTICE)
    direction = models.CharField("行文方向", max_length=12, choices=Direction, default=Direction.DOWNWARD)
    layout = models.CharField("版式", max_length=20, choices=Layout, default=Layout.GENERAL)
    secrecy = models.PositiveSmallIntegerField("涉密等级", choices=Secrecy, default=Secrecy.NONE)
    urgency = models.CharField("紧急程度", max_length=15, choices=Urgency, default=Urgency.NONE)
    disclosure = models.CharField("公开属性", max_length=12, choices=Disclosure, default=Disclosure.PROACTIVE)
    disclosure_reason = models.CharField("不公开理由", max_length=200, blank=True)
    important = models.BooleanField("重要公文", default=False, help_text="重要公文和上行文由主要负责人签发")
    title = models.CharField("标题", max_length=300)
    topic = models.CharField("事由分类", max_length=60, blank=True)
    body = models.TextField("正文", blank=True)
    remark = models.CharField("附注", max_length=200, blank=True)
    masthead = models.CharField("发文机关标志", max_length=300, blank=True)
    masthead_suffix = models.CharField("标志后缀", max_length=10, blank=True, default="文件")
    principal_line = models.TextField("主送机关", blank=True, help_text="由主送机关各行生成")
    copies_line = models.TextField("抄送机关", blank=True, help_text="由抄送机关各行生成")
    is_joint = models.BooleanField("联合行文", default=False)
    attendance = models.TextField("出席列席人员", blank=True, help_text="仅纪要格式使用，每行一类")
    copies = models.PositiveIntegerField("印数", default=1)
    numbered_copies = models.BooleanField("编印份号", default=False)
    needs_seal = models.BooleanField("需要用印", default=True)
    signatory = models.ForeignKey(
        "organizations.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签发人"
    )
    signatory_name = models.CharField("签发人姓名", max_length=40, blank=True)
    countersigners = models.JSONField("会签人员", default=list, blank=True)
    answers = models.ForeignKey(
        "documents.IncomingDocument", models.PROTECT, null=True, blank=True, related_name="answered_by", verbose_name="答复的来文"
    )
    over_quota_reason = models.CharField("超指标理由", max_length=300, blank=True)
    number = models.CharField("发文字号", max_length=80, blank=True)
    number_year = models.PositiveSmallIntegerField("发文年份", null=True, blank=True)
    number_value = models.PositiveIntegerField("顺序号", null=True, blank=True)
    number_id = models.BigIntegerField("编号记录", null=True, blank=True)
    signed_date = models.DateField("成文日期", null=True, blank=True)
    print_date = models.DateField("印发日期", null=True, blank=True)
    printing_organ_name = models.CharField("印发机关", max_length=80, blank=True)
    state = models.CharField("状态", max_length=20, choices=OutgoingState, default=OutgoingState.DRAFTING)
    revision = models.PositiveIntegerField("修改版次", default=1)
    edited_by_name = models.CharField("最后修改人", max_length=40, blank=True)
    edit_token = models.CharField("编辑页面", max_length=40, blank=True, help_text="同一页面的自动保存与提交不互相冲突")
    approved_digest = models.CharField("签发文本摘要", max_length=64, blank=True)
    approved_step_id = models.BigIntegerField("签发环节", null=True, blank=True)
    state_before_end = models.CharField("终止前状态", max_length=20, blank=True)
    created_at = models.DateTimeField("拟稿时间")
    updated_at = models.DateTimeField("修改时间")
    submitted_at = models.DateTimeField("送审时间", null=True, blank=True)
    approved_at = models.DateTimeField("签发时间", null=True, blank=True)
    final_checked_at = models.DateTimeField("复核时间", null=True, blank=True)
    proofread_at = models.DateTimeField("校核时间", null=True, blank=True)
    printed_at = models.DateTimeField("印制时间", null=True, blank=True)
    sealed_at = models.DateTimeField("用印时间", null=True, blank=True)
    dispatched_at = models.DateTimeField("分发时间", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤销时间", null=True, blank=True)
    ended_reason = models.CharField("撤销或废止理由", max_length=300, blank=True)
    effective_until_date = models.DateField("失效日期", null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["organ", "-created_at", "-id"], name="documents_outgoing_register"),
            models.Index(fields=["organ", "state", "-created_at"], name="documents_outgoing_state"),
            models.Index(fields=["drafter", "-created_at"], name="documents_outgoing_drafter"),
            models.Index(fields=["drafting_unit", "number_year"], name="documents_outgoing_quota"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "number"], condition=~Q(number=""), name="documents_a_number_is_given_once",
                violation_error_message="该发文字号已被使用",
            ),
            models.CheckConstraint(
                name="documents_no_number_before_approval",
                condition=Q(number="") | Q(approved_at__isnull=False, final_checked_at__isnull=False),
                violation_error_message="未经签发和复核不得编号",
            ),
            models.CheckConstraint(
                name="documents_no_dispatch_before_seal",
                condition=Q(dispatched_at=None) | Q(needs_seal=False) | Q(sealed_at__isnull=False),
                violation_error_message="未用印不得分发",
            ),
            models.CheckConstraint(
                name="documents_an_issued_document_has_a_number",
                condition=~Q(state__in=sorted(ISSUED)) | ~Q(number=""),
                violation_error_message="未编号的公文不得分发",
            ),
            models.CheckConstraint(
                name="documents_drafter_is_not_the_signatory",
                condition=Q(signatory=None) | ~Q(signatory=F("drafter")),
                violation_error_message="拟稿人不能签发自己起草的公文",
            ),
            models.CheckConstraint(
                name="documents_outgoing_holds_no_state_secret",
                condition=Q(secrecy__lte=2),
                violation_error_message="本系统不得存储国家秘密",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    @property
    def ref(self) -> ObjectRef:
        return ObjectRef("documents.outgoing", self.pk, self.title, self.number)

    @property
    def issuing_organs(self) -> list["JointOrgan"]:
        """The organs of a joint document in their order; empty for a document of one organ, without asking the database."""
        return list(self.joint_organs.select_related("organ").order_by("position")) if self.is_joint else []

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def is_issued(self) -> bool:
        return self.state in ISSUED


class CollectiveName(models.Model):
    """同类型机关统称, such as 各县（区）人民政府: one printed name that stands for many organs.

    With a ``level`` the organs are found by rule (level, body, end of the name) in the issuer's region; else they are ``listed``.
    """

    name = models.CharField("统称", max_length=80, unique=True)
    level = models.PositiveSmallIntegerField("层级", choices=Level, null=True, blank=True)
    body = models.CharField("所属系统", max_length=20, blank=True)
    is_office = models.BooleanField("办公室", default=False)
    name_suffix = models.CharField("名称结尾", max_length=20, blank=True)
    listed = models.ManyToManyField("organizations.Unit", blank=True, related_name="+", verbose_name="所含机关")
    rank_order = models.PositiveIntegerField("排序", default=1000)

    class Meta:
        ordering = ["rank_order", "pk"]

    def __str__(self) -> str:
        return self.name


class Recipient(models.Model):
    """主送或抄送 as printed: an organ of the platform, a collective name, or an outside name in free text."""

    document = models.ForeignKey(OutgoingDocument, models.CASCADE, related_name="recipients", verbose_name="公文")
    role = models.CharField("类别", max_length=10, choices=RecipientRole)
    unit = models.ForeignKey("organizations.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="机关")
    collective = models.ForeignKey(CollectiveName, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="统称")
    name = models.CharField("名称", max_length=120)
    position = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta:
        ordering = ["role", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "name"], name="documents_one_recipient_once"),
            models.CheckConstraint(condition=Q(unit=None) | Q(collective=None), name="documents_a_recipient_is_one_thing"),
        ]

    def __str__(self) -> str:
        return self.name


class JointOrgan(models.Model):
    """联合行文机关: one of the organs in whose names a joint document is issued; the lead organ (主办机关) comes first."""

    document = models.ForeignKey(OutgoingDocument, models.CASCADE, related_name="joint_organs", verbose_name="公文")
    organ = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="机关")
    is_lead = models.BooleanField("主办机关", default=False)
    position = models.PositiveSmallIntegerField("顺序", default=0)
    state = models.CharField("会签状态", max_length=10, choices=JointState, default=JointState.PENDING)
    signatory = models.ForeignKey(
        "organizations.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="会签人"
    )
    signatory_name = models.CharField("会签人姓名", max_length=40, blank=True)
    signed_at = models.DateTimeField("会签时间", null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "organ"], name="documents_one_joint_organ_once"),
            models.UniqueConstraint(fields=["document"], condition=Q(is_lead=True), name="documents_one_lead_organ_per_document"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.organ_id}"


class Signing(models.Model):
    """签发记录: who signed what, in which post, when; a later signature supersedes, never erases."""

    document = models.ForeignKey(OutgoingDocument, models.PROTECT, related_name="signings", verbose_name="公文")
    organ = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="机关")
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="签发人")
    person_name = models.CharField("签发人姓名", max_length=40)
    post = models.ForeignKey("organizations.Post", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="岗位")
    post_name = models.CharField("职务", max_length=120, blank=True)
    for_principal_name = models.CharField("代签", max_length=40, blank=True)
    words = models.CharField("签发意见", max_length=500, blank=True)
    digest = models.CharField("所签文本摘要", max_length=64)
    secrecy = models.PositiveSmallIntegerField("涉密等级", choices=Secrecy, default=Secrecy.NONE)
    signed_at = models.DateTimeField("签发时间")
    superseded_at = models.DateTimeField("失效时间", null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["organ", "-signed_at", "-id"], name="documents_signing_by_organ"),
            models.Index(fields=["person", "-signed_at"], name="documents_signing_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person_name} {self.signed_at:%Y-%m-%d}"
