from django.db import models
from django.db.models import Q

from zhongshu.domains.documents.choices import ReceiptState, RecipientRole, Secrecy, Urgency
from zhongshu.kernel.refs import ObjectRef

R = ReceiptState


class Receipt(models.Model):
    """一份送达: one document sent to one organ, until the organ signs for it (签收), returns it (退文) or it is recalled.

    Title, number, sender and marks are kept as they were sent.
    """

    TRANSITIONS = {
        R.UNSIGNED: {R.SIGNED, R.RETURNED, R.RECALLED},
        R.SIGNED: {R.RETURNED, R.RECALLED},
        R.RETURNED: set(),
        R.RECALLED: set(),
    }

    document = models.ForeignKey("documents.OutgoingDocument", models.PROTECT, related_name="receipts", verbose_name="公文")
    organ = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="收文机关")
    sender = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="来文机关")
    sender_name = models.CharField("来文机关名称", max_length=300)
    role = models.CharField("类别", max_length=10, choices=RecipientRole)
    title = models.CharField("标题", max_length=300)
    number = models.CharField("文号", max_length=80)
    urgency = models.CharField("紧急程度", max_length=15, choices=Urgency, default=Urgency.NONE)
    secrecy = models.PositiveSmallIntegerField("涉密等级", choices=Secrecy, default=Secrecy.NONE)
    copies = models.PositiveIntegerField("份数", default=1)
    state = models.CharField("状态", max_length=10, choices=ReceiptState, default=ReceiptState.UNSIGNED)
    dispatched_at = models.DateTimeField("送达时间")
    told_at = models.DateTimeField("通知时间", null=True, blank=True)
    opened_at = models.DateTimeField("首次打开", null=True, blank=True)
    signed_at = models.DateTimeField("签收时间", null=True, blank=True)
    signed_by_name = models.CharField("签收人", max_length=40, blank=True)
    closed_at = models.DateTimeField("退文或撤回时间", null=True, blank=True)
    closed_by_name = models.CharField("退文或撤回人", max_length=40, blank=True)
    reason = models.CharField("退文或撤回理由", max_length=300, blank=True)
    chase_count = models.PositiveSmallIntegerField("催收次数", default=0)
    last_chased_at = models.DateTimeField("最近催收", null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["organ", "state", "-dispatched_at", "-id"], name="documents_receipt_in_tray"),
            models.Index(fields=["sender", "state", "dispatched_at"], name="documents_receipt_of_sender"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["document", "organ"], name="documents_one_receipt_per_organ"),
            models.CheckConstraint(
                name="documents_a_returned_receipt_has_a_reason",
                condition=~Q(state__in=[R.RETURNED, R.RECALLED]) | ~Q(reason=""),
                violation_error_message="退文必须说明理由",
            ),
            models.CheckConstraint(
                name="documents_a_signed_receipt_has_its_time",
                condition=~Q(state=R.SIGNED) | Q(signed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} → {self.organ_id}"

    @property
    def ref(self) -> ObjectRef:
        return ObjectRef("documents.receipt", self.pk, self.title, self.number)


class PrintedCopy(models.Model):
    """份号: one numbered copy of a document and who received it."""

    document = models.ForeignKey("documents.OutgoingDocument", models.PROTECT, related_name="printed_copies", verbose_name="公文")
    copy_number = models.PositiveIntegerField("份号")
    receipt = models.ForeignKey(
        Receipt, models.PROTECT, null=True, blank=True, related_name="printed_copies", verbose_name="送达"
    )
    holder_name = models.CharField("持有单位", max_length=120, blank=True)

    class Meta:
        ordering = ["copy_number"]
        constraints = [models.UniqueConstraint(fields=["document", "copy_number"], name="documents_one_copy_number_once")]

    def __str__(self) -> str:
        return f"{self.copy_number:06d}"
