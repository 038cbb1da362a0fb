from django.db import models
from django.db.models import Q

from zhongshu.platform.secrecy.choices import CopyState, HandOverKind, PaperLevel

S = CopyState


class PaperCopy(models.Model):
    """涉密纸质文件登记: one numbered copy of a classified paper document; where it is, never what it says.

    ``handle`` is what the copy is called in public (代号): if the title itself is secret it must not be written here.
    """

    TRANSITIONS = {
        S.HELD: {S.BORROWED, S.RECALLED, S.DESTROYED, S.ARCHIVED},
        S.BORROWED: {S.HELD},
        S.RECALLED: set(),
        S.DESTROYED: set(),
        S.ARCHIVED: set(),
    }

    organ = models.ForeignKey("organizations.Unit", models.PROTECT, related_name="+", verbose_name="机关")
    handle = models.CharField("公开代号", max_length=60)
    issuer = models.CharField("发文机关", max_length=80)
    number = models.CharField("文号或代号", max_length=60)
    level = models.PositiveSmallIntegerField("密级", choices=PaperLevel)
    period = models.CharField("保密期限", max_length=20, blank=True)
    copy_number = models.CharField("份号", max_length=12)
    received_date = models.DateField("收到日期")
    recall_due_date = models.DateField("应清退日期", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=CopyState, default=CopyState.HELD)
    holder = models.ForeignKey(
        "organizations.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="持有人"
    )
    holder_name = models.CharField("持有人姓名", max_length=40, blank=True)
    hand_overs = models.PositiveIntegerField("流转次数", default=0)
    created_at = models.DateTimeField("登记时间")

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["organ", "state", "-created_at", "-id"], name="secrecy_copies_of_an_organ"),
            models.Index(fields=["holder", "state"], name="secrecy_copies_of_a_holder"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "issuer", "number", "copy_number"],
                name="secrecy_one_row_per_copy",
                violation_error_message="该份号已登记",
            ),
            models.CheckConstraint(
                name="secrecy_a_copy_in_the_office_has_one_holder",
                condition=Q(state__in=[S.HELD, S.BORROWED]) ^ Q(holder__isnull=True),
                violation_error_message="在用的涉密文件必须有一名持有人",
            ),
            models.CheckConstraint(
                name="secrecy_only_state_secrets_are_in_the_paper_register",
                condition=Q(level__in=PaperLevel.values),
                violation_error_message="登记的密级应为秘密、机密或绝密",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handle} 份号{self.copy_number}"


class HandOver(models.Model):
    """One link in the chain of hands through which a copy went; each link begins where the last one ended."""

    copy = models.ForeignKey(PaperCopy, models.PROTECT, related_name="links", verbose_name="文件")
    position = models.PositiveIntegerField("序号")
    kind = models.CharField("事由", max_length=10, choices=HandOverKind)
    from_person_id = models.BigIntegerField("交出人编号", null=True)
    from_name = models.CharField("交出人", max_length=80, blank=True)
    to_person_id = models.BigIntegerField("接收人编号", null=True)
    to_name = models.CharField("接收人", max_length=80, blank=True)
    witness_name = models.CharField("监督人", max_length=80, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    entered_by_name = models.CharField("登记人", max_length=80)
    at = models.DateTimeField("时间")

    class Meta:
        ordering = ["copy", "position"]
        constraints = [models.UniqueConstraint(fields=["copy", "position"], name="secrecy_one_link_at_each_place")]

    def __str__(self) -> str:
        return f"{self.copy_id} #{self.position}"
