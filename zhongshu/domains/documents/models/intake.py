from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhongshu.domains.documents.choices import IntakeState, Secrecy
from zhongshu.kernel.refs import ObjectRef

S = IntakeState


class IntakeFile(models.Model):
    """待登记文件: a file dropped by the registry, from its upload until it is registered, put aside or refused.

    ``proposal`` holds what was read of it: {"fields": {name: {"value", "sure", "places": [[page, x0, y0, x1, y1]],
    "spans": [[line, start, end]]}}, "lines": [...], "turns": {page: [quarters, skew]}, "kind", "body"}. Of a refused file nothing
    is kept but the fact.
    """

    TRANSITIONS: ClassVar[dict[str, set[IntakeState]]] = {
        S.UPLOADED: {S.READING, S.REFUSED, S.DISCARDED},
        S.READING: {S.UPLOADED, S.PROPOSED, S.REFUSED},
        S.PROPOSED: {S.CONFIRMED, S.DISCARDED},
        S.DISCARDED: {S.PROPOSED},
        S.CONFIRMED: set(),
        S.REFUSED: set(),
    }

    # Set by Policy.mark in the query of the list.
    can_handle: bool
    # Set by the query of the list.
    read_number: str | None
    read_issuers: str | None

    organ = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="收文机关")
    name = models.CharField("文件名", max_length=160)
    extension = models.CharField("类型", max_length=10, blank=True)
    size = models.BigIntegerField("字节数", default=0)
    sm3 = models.CharField("SM3", max_length=64, blank=True)
    path = models.CharField("存放位置", max_length=200, blank=True)
    state = models.CharField("状态", max_length=10, choices=IntakeState, default=IntakeState.UPLOADED)
    secrecy = models.PositiveSmallIntegerField("涉密等级", choices=Secrecy, default=Secrecy.NONE)
    uploaded_at = models.DateTimeField("上传时间")
    uploaded_by_id = models.BigIntegerField("上传人", null=True, blank=True)
    uploaded_by_name = models.CharField("上传人姓名", max_length=40)
    attempts = models.PositiveSmallIntegerField("识读次数", default=0)
    recognising_until = models.DateTimeField("识别占用至", null=True, blank=True)
    progress = models.CharField("进度", max_length=80, blank=True)
    problem = models.CharField("问题", max_length=300, blank=True)
    notes = models.JSONField("说明", default=list, blank=True)
    pages = models.PositiveIntegerField("页数", default=0)
    title = models.CharField("识读的标题", max_length=300, blank=True)
    number_key = models.CharField("文号比对值", max_length=80, blank=True)
    text = models.TextField("识读的文字", blank=True)
    proposal = models.JSONField("识读结果", default=dict, blank=True)
    fingerprint = models.CharField("文字指纹", max_length=16, blank=True)
    band1 = models.PositiveIntegerField("指纹段1", null=True, blank=True)
    band2 = models.PositiveIntegerField("指纹段2", null=True, blank=True)
    band3 = models.PositiveIntegerField("指纹段3", null=True, blank=True)
    band4 = models.PositiveIntegerField("指纹段4", null=True, blank=True)
    incoming = models.ForeignKey(
        "documents.IncomingDocument", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记的收文"
    )
    decided_at = models.DateTimeField("处理时间", null=True, blank=True)
    decided_by_name = models.CharField("处理人", max_length=40, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True)

    class Meta:
        verbose_name = "待登记文件"
        indexes = [
            models.Index(fields=["organ", "-uploaded_at", "-id"], name="documents_intake_list"),
            models.Index(fields=["organ", "state", "uploaded_at", "id"], name="documents_intake_queue"),
            models.Index(fields=["organ", "number_key"], name="documents_intake_number", condition=~Q(number_key="")),
            models.Index(fields=["organ", "sm3"], name="documents_intake_bytes", condition=~Q(sm3="")),
            *(models.Index(fields=["organ", f"band{n}"], name=f"documents_intake_band{n}") for n in range(1, 5)),
        ]
        constraints = [
            models.CheckConstraint(
                name="documents_a_confirmed_file_is_registered",
                condition=Q(state=S.CONFIRMED) ^ Q(incoming__isnull=True),
                violation_error_message="已登记的文件必须有对应的收文",
            ),
            models.CheckConstraint(
                name="documents_of_a_refused_file_nothing_is_kept",
                condition=~Q(state=S.REFUSED) | (Q(path="", text="", title="") & ~Q(problem="")),
                violation_error_message="拒收的文件不保留内容",
            ),
            models.CheckConstraint(
                name="documents_intake_holds_no_state_secret",
                condition=Q(secrecy__lte=2),
                violation_error_message="本系统不得存储国家秘密",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.name

    @property
    def ref(self) -> ObjectRef:
        return ObjectRef("documents.intake", self.pk, self.title or self.name, "")

    @property
    def is_cleared(self) -> bool:
        """Whether its content was removed because it was put aside too long ago."""
        return self.state == IntakeState.DISCARDED and not self.path

    @property
    def is_scan(self) -> bool:
        return self.proposal.get("kind") == "scan"
