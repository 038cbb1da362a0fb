from django.db import models
from django.db.models import Q

from zhongshu.kernel.refs import Referring
from zhongshu.platform.circulation.choices import UNREAD, ReadingState, RoundKind, RoundState


class ReadingRound(Referring):
    """传阅、知会: one sending-round of an object to readers. It never holds up the process and may begin after its end."""

    TRANSITIONS = {
        RoundState.OPEN: {RoundState.FINISHED, RoundState.CANCELLED},
        RoundState.FINISHED: {RoundState.OPEN},
        RoundState.CANCELLED: set(),
    }

    kind = models.CharField("方式", max_length=10, choices=RoundKind, default=RoundKind.CIRCULATE)
    state = models.CharField("状态", max_length=10, choices=RoundState, default=RoundState.OPEN)
    ordered = models.BooleanField("按次序传阅", default=False)
    due_at = models.DateTimeField("阅毕时限", null=True, blank=True)
    note = models.CharField("附言", max_length=300, blank=True)
    secrecy = models.PositiveSmallIntegerField("涉密等级", default=0)
    organ = models.ForeignKey("organizations.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="机关")
    started_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="发起人")
    started_by_name = models.CharField("发起人姓名", max_length=40)
    started_by_post = models.CharField("发起人岗位", max_length=60, blank=True)
    started_at = models.DateTimeField("发起时间")
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)

    people: "list[Reading]"
    """The readings in order, where a query has gathered them."""

    class Meta:
        ordering = ["-started_at", "-pk"]
        indexes = [
            models.Index(fields=["ref_kind", "ref_id", "started_at"], name="circulation_rounds_of_object"),
            models.Index(fields=["started_by", "-started_at", "-id"], name="circulation_rounds_started"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.ref_title}"


class Reading(Referring):
    """一名阅件人: when the object reached the reader, was opened, and was read."""

    round = models.ForeignKey(ReadingRound, models.PROTECT, related_name="readings", verbose_name="传阅")
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+", verbose_name="阅件人", db_index=False)
    person_name = models.CharField("姓名", max_length=40)
    post_name = models.CharField("岗位", max_length=60, blank=True)
    unit_name = models.CharField("单位", max_length=80, blank=True)
    position = models.PositiveIntegerField("次序", default=0)
    state = models.CharField("状态", max_length=10, choices=ReadingState, default=ReadingState.WAITING)
    passed_on_by = models.ForeignKey(
        "organizations.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="转阅人", db_index=False
    )
    passed_on_by_name = models.CharField("转阅人姓名", max_length=40, blank=True)
    sent_at = models.DateTimeField("发出时间")
    received_at = models.DateTimeField("收到时间", null=True, blank=True)
    opened_at = models.DateTimeField("打开时间", null=True, blank=True)
    read_at = models.DateTimeField("阅毕时间", null=True, blank=True)
    opinion_id = models.BigIntegerField("阅示意见", null=True, blank=True)
    times_chased = models.PositiveSmallIntegerField("催阅次数", default=0)
    last_chased_at = models.DateTimeField("最近催阅时间", null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        indexes = [
            models.Index(
                fields=["person", "-received_at", "-id"],
                name="circulation_waiting_for",
                condition=Q(state=ReadingState.WAITING),
            ),
            models.Index(fields=["person", "-read_at", "-id"], name="circulation_read_by", condition=Q(state=ReadingState.READ)),
            models.Index(fields=["person", "ref_kind", "ref_id"], name="circulation_reader_sees"),
            models.Index(fields=["ref_kind", "ref_id", "position"], name="circulation_readers_of_object"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "person"],
                condition=Q(state__in=[*UNREAD]),
                name="circulation_one_open_reading_per_round",
                violation_error_message="该人员已在传阅名单中",
            ),
            models.CheckConstraint(
                condition=Q(state=ReadingState.READ, read_at__isnull=False) | (~Q(state=ReadingState.READ) & Q(read_at=None)),
                name="circulation_read_means_a_time_of_reading",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ReadingState.WAITING, ReadingState.READ]) | Q(received_at__isnull=False),
                name="circulation_whoever_reads_has_received",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_name} {self.get_state_display()}"
