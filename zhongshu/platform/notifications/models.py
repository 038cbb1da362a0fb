from django.db import models
from django.db.models import Q

from zhongshu.kernel.refs import Referring
from zhongshu.platform.notifications.choices import DeliveryState, Pace


class Notification(Referring):
    """消息: one sentence to one person, usually about an object. Without an object ``ref_kind`` is empty and ``ref_id`` 0."""

    recipient = models.ForeignKey("organizations.Person", models.PROTECT, db_index=False, related_name="+", verbose_name="接收人")
    kind = models.CharField("类别", max_length=60)
    text = models.CharField("内容", max_length=500)
    secrecy = models.PositiveSmallIntegerField("密级", default=0)
    sender_name = models.CharField("发送人", max_length=40)
    created_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)

    class Meta:
        verbose_name = "消息"
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notifications_of_a_person"),
            models.Index(fields=["recipient", "-id"], name="notifications_unread", condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.recipient_id}"


class Preference(models.Model):
    """接收偏好: whether a person wants a kind of notification over a channel; an empty kind stands for all others."""

    person = models.ForeignKey("organizations.Person", models.CASCADE, related_name="+", verbose_name="人员")
    channel = models.CharField("渠道", max_length=30)
    kind = models.CharField("类别", max_length=60, blank=True)
    enabled = models.BooleanField("接收")

    class Meta:
        verbose_name = "接收偏好"
        constraints = [
            models.UniqueConstraint(fields=["person", "channel", "kind"], name="notifications_one_preference_per_kind")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.channel} {self.kind}"


class Rhythm(models.Model):
    """接收时间: when a person wants to hear from the office outside of it. Quiet hours may run over midnight."""

    person = models.OneToOneField("organizations.Person", models.CASCADE, related_name="+", verbose_name="人员")
    pace = models.CharField("频次", max_length=10, choices=Pace, default=Pace.AT_ONCE)
    quiet_from = models.TimeField("免打扰开始", null=True, blank=True)
    quiet_until = models.TimeField("免打扰结束", null=True, blank=True)

    class Meta:
        verbose_name = "接收时间"
        constraints = [
            models.CheckConstraint(
                name="notifications_quiet_hours_have_two_ends",
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                violation_error_message="免打扰时段须同时填写开始和结束时间",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.pace}"


class Delivery(models.Model):
    """发送: one notification over one channel outside the system."""

    notification = models.ForeignKey(Notification, models.CASCADE, related_name="deliveries", verbose_name="消息")
    channel = models.CharField("渠道", max_length=30)
    state = models.CharField("状态", max_length=12, choices=DeliveryState, default=DeliveryState.WAITING)
    in_digest = models.BooleanField("并入汇总", default=False)
    send_at = models.DateTimeField("计划时间")
    sent_at = models.DateTimeField("发送时间", null=True, blank=True)

    class Meta:
        verbose_name = "发送"
        constraints = [models.UniqueConstraint(fields=["notification", "channel"], name="notifications_one_delivery_per_channel")]
        indexes = [
            models.Index(
                fields=["send_at"],
                name="notifications_digest_waiting",
                condition=Q(state=DeliveryState.WAITING, in_digest=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.notification_id} {self.channel}"
